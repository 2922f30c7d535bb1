package org.fpn4j.core.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.neck.MapValues;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every backbone keeps. A subclass gives a small config, because the network runs. */
public abstract class BackboneContractTest {
    /** The backbone under test. */
    protected abstract BackboneConfig config();

    /** Parameters without buffers; a subclass must override it. */
    protected long expectedParameters() {
        return -1;
    }

    /** Whether another seed gives other initial weights; not where they come from a file. */
    protected boolean weightsFollowTheSeed() {
        return true;
    }

    @Test
    void stagesAreFinestFirstWithoutGaps() {
        List<LevelSpec> levels = config().create().outputs().levels();

        assertThat(levels).isNotEmpty();
        assertThat(config().create().outputs().name(levels.get(0).level()))
                .isEqualTo("C" + levels.get(0).level());
    }

    @ParameterizedTest(name = "{0}x{1}")
    @CsvSource({"64, 96", "33, 65", "100, 70"})
    void stagesHaveTheShapesOfTheSpec(int height, int width) {
        Backbone backbone = config().create();
        CostGraph graph = new CostGraph();

        Pyramid pyramid = backbone.build(graph, graph.input("images", Shape.of(2, 3, height, width)));

        assertThat(pyramid.spec()).isEqualTo(backbone.outputs());
        Map<String, float[]> output = run(2, height, width, weights(1), NeckNetwork.normal(1, 6L * height * width));
        for (LevelSpec level : backbone.outputs().levels()) {
            int rows = (height + level.stride() - 1) / level.stride();
            int columns = (width + level.stride() - 1) / level.stride();
            assertThat(pyramid.level(level.level()).shape()).isEqualTo(Shape.of(2, level.channels(), rows, columns));
            assertThat(output.get("C" + level.level())).hasSize(2 * level.channels() * rows * columns);
        }
    }

    @Test
    void parametersAreAsManyAsTheFormulaSays() {
        CostGraph graph = new CostGraph();

        build(graph, 1, 64, 64);

        assertThat(graph.parameterCount(""))
                .as("expectedParameters() of the subclass")
                .isEqualTo(expectedParameters());
    }

    @Test
    void whatLearnsHasTheParametersAndStagesOfWhatPredicts() {
        CostGraph predicting = new CostGraph();
        CostGraph learning = new CostGraph();

        build(predicting, 2, 64, 96);
        Pyramid stages = config().create().buildLearning(learning, learning.input("images", Shape.of(2, 3, 64, 96)));

        assertThat(stages.spec()).isEqualTo(config().create().outputs());
        assertThat(learning.parameters()) // of a file, each has its own stored values
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("initializer")
                .isEqualTo(predicting.parameters());
    }

    @Test
    void imagesOfABatchDoNotKnowOfEachOther() {
        float[] first = NeckNetwork.normal(1, 3 * 64 * 64);
        float[] second = NeckNetwork.normal(2, 3 * 64 * 64);

        Map<String, float[]> together = run(2, 64, 64, weights(1), MapValues.joined(first, second));

        Map<String, float[]> one = run(1, 64, 64, weights(1), first);
        Map<String, float[]> two = run(1, 64, 64, weights(1), second);
        together.forEach((name, values) -> assertClose(name, values, MapValues.joined(one.get(name), two.get(name))));
    }

    @Test
    void sameSeedGivesTheSameBitsAndAnotherOneOtherWeightsUnlessTheyComeFromAFile() {
        float[] image = NeckNetwork.normal(1, 3 * 64 * 64);

        Map<String, float[]> output = run(1, 64, 64, weights(5), image);
        Map<String, float[]> same = run(1, 64, 64, weights(5), image);
        Map<String, float[]> other = run(1, 64, 64, weights(6), image);

        output.forEach((name, values) -> {
            assertThat(same.get(name)).isEqualTo(values);
            assertThat(Arrays.equals(other.get(name), values)).isEqualTo(!weightsFollowTheSeed());
        });
    }

    @Test
    void savedWeightsGiveTheSameOutput(@TempDir Path directory) throws IOException {
        float[] image = NeckNetwork.normal(1, 3 * 64 * 64);
        Path file = directory.resolve("backbone.safetensors");
        Safetensors.write(file, weights(4));

        Map<String, float[]> loaded = run(1, 64, 64, Safetensors.read(file), image);

        run(1, 64, 64, weights(4), image)
                .forEach((name, values) -> assertThat(loaded.get(name)).isEqualTo(values));
    }

    @Test
    void outputsStayOfOneMagnitudeWithInitialWeights() {
        Map<String, float[]> output = run(1, 64, 64, weights(1), NeckNetwork.normal(1, 3 * 64 * 64));

        output.forEach((name, values) -> {
            float largest = 0;
            for (float value : values) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(largest).as(name).isFinite().isBetween(1e-2f, 1e4f);
        });
    }

    /** All stages for one batch of images. */
    protected final Map<String, float[]> run(int batch, int height, int width, Weights weights, float[] images) {
        NetworkDefinition definition = graph -> {
            Pyramid pyramid = build(graph, batch, height, width);
            return new NetworkDefinition.Declared(pyramid.named(), Map.of());
        };
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.INFERENCE, weights)) {
            return network.forward(Map.of("images", images), network.outputs().keySet());
        }
    }

    private Pyramid build(Graph graph, int batch, int height, int width) {
        return config().create().build(graph, graph.input("images", Shape.of(batch, 3, height, width)));
    }

    private Weights weights(long seed) {
        CostGraph graph = new CostGraph();
        build(graph, 1, 64, 64);
        List<Parameter> parameters = graph.parameters();
        return Weights.initial(parameters, seed);
    }

    private static void assertClose(String name, float[] actual, float[] expected) {
        // the batch size decides the order of summation in a convolution
        assertThat(MapValues.distance(actual, expected)).as(name).isCloseTo(0, within(1e-5));
    }
}
