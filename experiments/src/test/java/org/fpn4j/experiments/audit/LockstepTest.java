package org.fpn4j.experiments.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.junit.jupiter.api.Test;

class LockstepTest {
    private static final int LONG = (1 << 16) + 5; // more than one stretch

    private final Findings findings = new Findings(OptionalDouble.empty());
    private final List<String> course = Collections.synchronizedList(new ArrayList<>());

    private static Told told(String name, int size) {
        return new Told(1, 1, Stage.FORWARD, "value", name, Shape.of(size), Optional.empty());
    }

    private AtomicReference<Throwable> during(
            Lockstep.Side side, Consumer<Lockstep.Side> training, List<Thread> begun) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> side.during(() -> training.accept(side)));
        thread.setUncaughtExceptionHandler((ended, thrown) -> failure.set(thrown));
        thread.start();
        begun.add(thread);
        return failure;
    }

    private List<Throwable> run(Consumer<Lockstep.Side> one, Consumer<Lockstep.Side> other)
            throws InterruptedException {
        Lockstep lockstep = new Lockstep(findings);
        List<Thread> begun = new ArrayList<>();
        AtomicReference<Throwable> ofOther = during(lockstep.second(), other, begun);
        AtomicReference<Throwable> ofOne = during(lockstep.first(), one, begun);
        for (Thread thread : begun) {
            thread.join();
        }
        List<Throwable> failures = new ArrayList<>();
        failures.add(ofOne.get());
        failures.add(ofOther.get());
        return failures;
    }

    @Test
    void bothGoOnInTurns() throws InterruptedException {
        List<Throwable> failures = run(
                side -> {
                    for (String name : List.of("a", "b")) {
                        course.add("1" + name);
                        side.tell(told(name, 1), TensorView.of(1));
                    }
                },
                side -> {
                    for (String name : List.of("a", "b")) {
                        course.add("2" + name);
                        side.tell(told(name, 1), TensorView.of(1));
                    }
                });

        assertThat(failures).containsOnlyNulls();
        assertThat(course).containsExactly("1a", "2a", "1b", "2b");
        assertThat(findings.compared()).isEqualTo(2);
        assertThat(findings.departures()).isEmpty();
    }

    @Test
    void aLongTensorIsComparedToItsEnd() throws InterruptedException {
        float[] values = new float[LONG];
        values[LONG - 2] = 1;

        run(
                side -> side.tell(told("a", LONG), TensorView.of(values)),
                side -> side.tell(told("a", LONG), TensorView.of(new float[LONG])));

        assertThat(findings.departures()).singleElement().satisfies(difference -> {
            assertThat(difference.first()).isEqualTo(LONG - 2);
            assertThat(difference.differing()).isEqualTo(1);
        });
    }

    @Test
    void aTensorWithoutValuesIsComparedToo() throws InterruptedException {
        run(
                side -> {
                    side.tell(told("none", 0), TensorView.of());
                    side.tell(told("a", 1), TensorView.of(1));
                },
                side -> {
                    side.tell(told("none", 0), TensorView.of());
                    side.tell(told("a", 1), TensorView.of(2));
                });

        assertThat(findings.compared()).isEqualTo(2);
        assertThat(findings.departures())
                .singleElement()
                .satisfies(difference -> assertThat(difference.tensor().name()).isEqualTo("a"));
    }

    @Test
    void whoseOtherHasEndedEnds() throws InterruptedException {
        List<Throwable> failures = run(
                side -> {
                    throw new IllegalStateException("broken");
                },
                side -> side.tell(told("a", 1), TensorView.of(1)));

        assertThat(failures.get(0)).hasMessage("broken");
        assertThat(failures.get(1)).isInstanceOf(Baton.Deserted.class);
    }

    @Test
    void theFirstEndsToo() throws InterruptedException {
        List<Throwable> failures = run(side -> side.tell(told("a", 1), TensorView.of(1)), side -> {
            throw new IllegalStateException("broken");
        });

        assertThat(failures.get(0)).isInstanceOf(Baton.Deserted.class);
        assertThat(failures.get(1)).hasMessage("broken");
    }

    @Test
    void eachTurnBeginsWithWhatWasAskedFor() throws InterruptedException {
        run(
                side -> {
                    side.entering(() -> course.add("enter"));
                    side.tell(told("a", 1), TensorView.of(1));
                    course.add("on");
                },
                side -> side.tell(told("a", 1), TensorView.of(1)));

        assertThat(course).containsExactly("enter", "on");
    }
}
