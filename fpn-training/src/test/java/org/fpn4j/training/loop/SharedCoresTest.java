package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.fpn4j.training.config.Threads;
import org.fpn4j.training.loop.SharedCores.Moment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedCoresTest {
    private static final Moment BEGIN = new Moment(100, 5000, 40, 2);

    /** Ten seconds in which this run and others were busy for so many. */
    private static Optional<String> sentence(double own, double others, int threads, int cores) {
        Moment end = new Moment(110, 5000 + own + others, 40 + own, cores);
        return SharedCores.sentence(BEGIN, end, new Threads(threads, ""));
    }

    @Test
    void aBusyNeighbourOfTwoThreadsIsNamedWithWhatToSet() {
        assertThat(sentence(11, 9, 2, 2))
                .contains("the cores are shared: others take 0.9 of 2 while this run computes with 2 threads; "
                        + "execution.threads: 1 would wait less (and give other bits)");
    }

    @Test
    void asManyThreadsAsCoresThatAreFreeAreRecommended() {
        assertThat(sentence(28, 52, 8, 8))
                .hasValueSatisfying(said ->
                        assertThat(said).contains("others take 5.2 of 8").contains("execution.threads: 3 would"));
    }

    @Test
    void oneThreadThatSharesItsCoreHasNothingToSet() {
        assertThat(sentence(6, 20, 1, 2))
                .contains(
                        "the cores are shared: others take 2.0 of 2 while this run computes with 1 thread; it gets a part "
                                + "of what it could");
    }

    @ParameterizedTest
    @CsvSource({"19, 1, 2, 2", "10, 10, 1, 2", "9, 0, 1, 1", "20, 0, 2, 2", "15, 4.9, 2, 2"})
    void aRunThatHasItsCoresSaysNothing(double own, double others, int threads, int cores) {
        assertThat(sentence(own, others, threads, cores)).isEmpty();
    }

    @Test
    void nothingIsSaidWhereNothingIsKnown() {
        assertThat(sentence(1, 1000, 2, 0)).isEmpty();
    }

    @Test
    void whatIsSaidIsSaidAtOneStepAtMost() {
        SharedCores cores = new SharedCores(new Threads(1000, "more than any machine has"));

        for (int step = 1; step < SharedCores.STEPS; step++) {
            assertThat(cores.afterStep()).isEmpty();
        }
        cores.afterStep();
        assertThat(cores.afterStep()).isEmpty();
    }
}
