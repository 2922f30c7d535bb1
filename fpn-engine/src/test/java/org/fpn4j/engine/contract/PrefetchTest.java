package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.InputStage;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inputs that are brought to a memory while the run before theirs is computed. */
class PrefetchTest {
    private static final Sample POOL = Samples.all()
            .filter(sample -> sample.name().equals("max pool 3x3/2 with symmetric padding"))
            .findFirst()
            .orElseThrow();

    private final ApartKernels device = new ApartKernels(step -> true);
    private final PlanNetwork network = network(List.of(device, new Nd4jKernels()));
    private final Map<String, float[]> first = POOL.inputs(network.inputs(), 1);
    private final Map<String, float[]> second = POOL.inputs(network.inputs(), 2);

    private static PlanNetwork network(List<KernelProvider> providers) {
        return new PlanExecutor("tested", () -> providers).compile(POOL.definition(), Purpose.TRAINING, POOL.weights());
    }

    private long taken() {
        return device.memory().taken();
    }

    @AfterEach
    void everythingIsGivenBack() {
        network.close();
        assertThat(device.memory().allocated()).isZero();
    }

    @Test
    void aRunFindsTheInputsThatWereBroughtForIt() {
        network.prefetch(() -> second);
        Map<String, Double> before = network.backward(first);
        assertThat(taken()).isZero();
        Map<String, Double> brought = network.backward(second);

        assertThat(taken()).isEqualTo(second.size());
        assertThat(brought).isEqualTo(network.backward(second)).isNotEqualTo(before);
        assertThat(taken()).as("they are brought for one run").isEqualTo(second.size());
    }

    @Test
    void aRunThatIsFedOtherArraysTakesThem() {
        Map<String, Double> expected = network.backward(first);
        Map<String, float[]> equal = new HashMap<>();
        second.forEach((name, values) -> equal.put(name, values.clone()));

        network.prefetch(() -> second);
        network.backward(first);
        Map<String, Double> other = network.backward(first);
        network.prefetch(() -> second);
        network.backward(first);
        network.backward(equal);

        assertThat(other).isEqualTo(expected);
        assertThat(taken()).isZero();
    }

    @Test
    void someInputsMayBeBroughtAndOthersFed() {
        String name = second.keySet().iterator().next();
        Map<String, Double> expected = network.backward(second);

        network.prefetch(() -> Map.of(name, second.get(name)));
        network.backward(first);

        assertThat(network.backward(second)).isEqualTo(expected);
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void whatAStageReadsIsComputedOfThemToo() {
        List<float[]> seen = new ArrayList<>();
        network.prefetch(() -> second);
        network.backward(first);

        Map<String, float[]> complete = network.complete(second, new InputStage() {
            @Override
            public Collection<String> reads() {
                return List.of("y");
            }

            @Override
            public Map<String, float[]> make(Map<String, TensorView> outputs) {
                seen.add(outputs.get("y").toArray());
                return Map.of();
            }
        });
        network.backward(complete);

        assertThat(taken()).isEqualTo(1 + second.size()); // outputs need no targets
        assertThat(seen).containsExactly(network.forward(second, List.of("y")).get("y"));
    }

    @Test
    void anArrayThatChangesAfterItsRunIsFedAsItIsThen() {
        network.prefetch(() -> second);
        network.forward(first, List.of("y"));
        network.forward(second, List.of("y"));
        Map<String, float[]> other = new HashMap<>();
        second.forEach((name, values) -> {
            Arrays.fill(values, 0.5f);
            other.put(name, values.clone());
        });

        float[] changed = network.forward(second, List.of("y")).get("y");

        assertThat(changed).isEqualTo(network.forward(other, List.of("y")).get("y"));
    }

    @Test
    void aRunForOutputsBringsTheInputsOfTheNextOne() {
        float[] expected = network.forward(second, List.of("y")).get("y");

        network.prefetch(() -> second);
        network.forward(first, List.of("y"));
        float[] brought = network.forward(second, List.of("y")).get("y");

        assertThat(brought).isEqualTo(expected);
        assertThat(taken()).isEqualTo(1); // outputs need no targets
    }

    @Test
    void theyAreAskedForOnceAndNeverOnTheHost() {
        List<String> asked = new ArrayList<>();
        try (PlanNetwork host = network(List.of(new Nd4jKernels()))) {
            host.prefetch(() -> {
                throw new AssertionError("nothing is brought to the host");
            });
            host.backward(first);
        }

        network.prefetch(() -> {
            asked.add("asked");
            return Map.of();
        });
        network.backward(first);
        network.backward(first);

        assertThat(asked).hasSize(1);
    }

    @Test
    void inputsThatCannotBeAreRefusedAsIfTheyWereFed() {
        network.prefetch(() -> Map.of("z", new float[1]));
        assertThatThrownBy(() -> network.backward(first)).hasMessageContaining("input[z] was not declared");

        String name = first.keySet().iterator().next();
        network.prefetch(() -> Map.of(name, new float[1]));
        assertThatThrownBy(() -> network.backward(first)).hasMessageContaining("got [1] values");

        assertThat(network.backward(first)).isNotEmpty();
    }

    @Test
    void aPlanSaysWhatTheyTake() {
        long bytes = network.inputs().values().stream()
                .mapToLong(shape -> shape.size() * Float.BYTES)
                .sum();
        assertThat(network.plan().prefetchBytes()).isEqualTo(Map.of(device.memory(), bytes));

        network.backward(first);
        long before = device.memory().allocated();
        network.prefetch(() -> second);
        network.backward(first);

        assertThat((device.memory().allocated() - before) * Float.BYTES).isEqualTo(bytes);
    }
}
