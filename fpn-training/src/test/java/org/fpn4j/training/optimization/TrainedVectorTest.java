package org.fpn4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExecutionConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of a vector that is laid out as a network's parameters, such as their running mean. */
class TrainedVectorTest {
    @TempDir
    private Path directory;

    static Stream<Executor> executors() {
        return Stream.of(new ExecutionConfig().executor(1), new SameDiffExecutor());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void areThoseOfANetworkWithTheseParameters(Executor executor) {
        CheckedConfig config = TinyConfig.load(directory, "backbone.norm.type=batch_norm"); // has untrained statistics
        Weights initial = Weights.initial(config.parameters(), 1);
        Weights other = Weights.initial(config.parameters(), 2);
        try (Network network = executor.compile(config.detector().training(1, 64, 64), Purpose.TRAINING, other);
                FlatVector vector =
                        network.buffers().memory().allocate(network.buffers().length())) {
            vector.copy(network.buffers().values());
            network.load(initial);

            Weights read = network.weights(vector);

            assertSame(read, other);
            assertSame(network.weights(), initial);
        }
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.tensors().keySet())
                .containsExactlyElementsOf(expected.tensors().keySet());
        actual.tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(expected.tensors().get(name).values()));
    }
}
