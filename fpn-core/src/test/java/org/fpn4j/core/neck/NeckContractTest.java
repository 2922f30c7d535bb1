package org.fpn4j.core.neck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffGraph;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What every neck keeps. A subclass gives a config with {@link #CHANNELS} channels for any range of the stages C2-C5, and
 * the number of parameters as it follows from the neck's description.
 */
public abstract class NeckContractTest {
    /** Of every level; no stage has as many, so that every stage is projected. */
    protected static final int CHANNELS = 8;

    /** C2-C5, with 4, 6, 10 and 12 channels. */
    private static final PyramidSpec STAGES = NeckNetwork.stages(2, 4, 6, 10, 12);

    /**
     * The neck under test.
     *
     * @param minLevel finest level
     * @param maxLevel coarsest stage; the neck may make levels above it
     */
    protected abstract NeckConfig config(int minLevel, int maxLevel, NormConfig norm);

    /** Parameters of {@code config(3, 5, none)} for stages of 6, 10 and 12 channels; a subclass must override it. */
    protected long expectedParameters() {
        return -1;
    }

    /** How many cells of the coarsest level or stage a disturbance at the border can reach into it. */
    protected int reach() {
        return 4;
    }

    /** True where {@code maxLevel} may lie above the backbone's coarsest stage. */
    protected boolean makesLevelsAboveTheBackbone() {
        return false;
    }

    /** True where the neck keeps the bias of this convolution in front of a norm. */
    protected boolean keepsBias(Parameter parameter) {
        return false;
    }

    static Stream<NormConfig> norms() {
        return Stream.of(new Norms.None(), new Norms.Batch(), new Norms.FrozenBatch(), new Norms.Group(2, 1e-5));
    }

    static Stream<NormConfig> localNorms() {
        return Stream.of(new Norms.None(), new Norms.FrozenBatch());
    }

    @ParameterizedTest(name = "C{0}-C{1}, finest {2}x{3}")
    @CsvSource({"2, 5, 32, 32", "3, 5, 25, 19", "3, 5, 16, 24", "4, 5, 13, 10", "2, 3, 7, 5", "4, 5, 3, 2"})
    void levelsHaveTheShapesOfTheSpec(int minLevel, int maxLevel, int height, int width) {
        NeckNetwork network = network(minLevel, maxLevel, new Norms.None(), height, width);
        SameDiff sameDiff = SameDiff.create();
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, Purpose.INFERENCE, new Weights(Map.of()));

        Pyramid pyramid = network.build(graph, 2);

        PyramidSpec spec = network.neck().outputs();
        assertThat(pyramid.spec()).isEqualTo(spec);
        assertThat(spec.finest().level()).isEqualTo(minLevel);
        Map<String, INDArray> fed = new HashMap<>();
        network.inputs(2, 1).forEach((name, values) -> fed.put(name, array(network, name, values)));
        for (LevelSpec level : spec.levels()) {
            Tensor tensor = pyramid.level(level.level());
            SDVariable variable = SameDiffGraph.variable(tensor);
            assertThat(tensor.shape()).isEqualTo(expectedShape(network, level));
            assertThat(sameDiff.output(fed, variable.name())
                            .get(variable.name())
                            .shape())
                    .isEqualTo(tensor.shape().toLongArray());
        }
        assertThat(network.cost().parameters()).isEqualTo(graph.parameters());
    }

    @Test
    void parametersAreAsManyAsTheFormulaSays() {
        long counted = network(3, 5, new Norms.None(), 8, 8).cost().parameterCount("");

        assertThat(counted).as("expectedParameters() of the subclass").isEqualTo(expectedParameters());
    }

    @ParameterizedTest
    @MethodSource("norms")
    void imagesOfABatchDoNotKnowOfEachOther(NormConfig norm) {
        NeckNetwork network = network(3, 5, norm, 25, 19);
        Weights weights = GoldenValues.weights(network.parameters());
        Map<String, float[]> first = network.inputs(1, 10);
        Map<String, float[]> second = network.inputs(1, 20);
        Map<String, float[]> both = new LinkedHashMap<>();
        first.forEach((name, values) -> both.put(name, MapValues.joined(values, second.get(name))));

        Map<String, float[]> together = network.run(2, weights, both);

        Map<String, float[]> one = network.run(1, weights, first);
        Map<String, float[]> two = network.run(1, weights, second);
        together.forEach((name, values) -> {
            // the batch size decides how a convolution is blocked, and so its order of summation
            assertClose(name, values, MapValues.joined(one.get(name), two.get(name)), 1e-5);
            assertThat(one.get(name)).isNotEqualTo(two.get(name));
        });
    }

    @Test
    void sameSeedGivesTheSameBitsAndAnotherSeedOtherWeights() {
        NeckNetwork network = network(3, 5, new Norms.None(), 8, 8);
        Map<String, float[]> inputs = network.inputs(1, 3);

        Map<String, float[]> output = network.run(1, Weights.initial(network.parameters(), 5), inputs);
        Map<String, float[]> same = network.run(1, Weights.initial(network.parameters(), 5), inputs);
        Map<String, float[]> other = network.run(1, Weights.initial(network.parameters(), 6), inputs);

        output.forEach((name, values) -> {
            assertThat(same.get(name)).isEqualTo(values);
            assertThat(other.get(name)).isNotEqualTo(values);
        });
    }

    @ParameterizedTest
    @MethodSource("norms")
    void everyTrainableParameterGetsAGradient(NormConfig norm) {
        NeckNetwork network = network(3, 5, norm, 17, 14);
        Weights weights = Weights.initial(network.parameters(), 2);
        try (Network training = network.training(2, weights)) {
            Map<String, float[]> inputs = new LinkedHashMap<>(network.inputs(2, 4));
            inputs.putAll(NeckNetwork.targets(training, 5));

            Map<String, Double> losses = training.backward(inputs);

            assertThat(losses.get("loss")).isFinite().isGreaterThan(0);
            for (ParameterBuffers.Slot slot : training.buffers().slots()) {
                FlatVector gradients = ParameterBuffers.view(training.buffers().gradients(), slot);
                double gradient = Math.sqrt(gradients.memory().algebra().sumOfSquares(gradients));
                // batch norm takes the mean away, so a bias in front of it changes nothing
                boolean none = norm instanceof Norms.Batch
                        && slot.parameter().role() == Parameter.Role.BIAS
                        && keepsBias(slot.parameter());
                // the loss is about 1, so a gradient of rounding errors is about 1e-8
                assertThat(gradient)
                        .as("gradient of " + slot.parameter().name())
                        .isFinite()
                        .isBetween(none ? 0 : 1e-6, none ? 1e-6 : 1e6);
            }
            assertThat(training.buffers().slots().stream().map(slot -> slot.parameter()))
                    .containsExactlyInAnyOrderElementsOf(network.parameters().stream()
                            .filter(Parameter::trainable)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("norms")
    void savedWeightsGiveTheSameOutput(NormConfig norm, @TempDir Path directory) {
        NeckNetwork network = network(3, 5, norm, 8, 8);
        Weights weights = GoldenValues.weights(network.parameters());
        Map<String, float[]> inputs = network.inputs(1, 3);
        Path file = directory.resolve("neck.safetensors");

        try (Network original = network.inference(1, weights);
                Network copy = network.inference(1, Weights.initial(network.parameters(), 1))) {
            write(file, original.weights());
            copy.load(Safetensors.read(file));

            assertSame(original.weights(), weights);
            assertSame(copy.weights(), weights);
            Map<String, float[]> expected =
                    original.forward(inputs, original.outputs().keySet());
            Map<String, float[]> actual = copy.forward(inputs, copy.outputs().keySet());
            expected.forEach((name, values) -> assertThat(actual.get(name)).isEqualTo(values));
        }
    }

    @Test
    void refusesAFinestLevelThatTheBackboneDoesNotHave() {
        NeckConfig config = config(2, 5, new Norms.None());

        assertThatThrownBy(() -> config.create(STAGES.range(3, 5)))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("minLevel[2] must be one of the backbone's levels [C3, C4, C5]");
    }

    @Test
    void refusesACoarsestLevelThatNothingMakes() {
        if (makesLevelsAboveTheBackbone()) {
            return;
        }
        NeckConfig config = config(3, 6, new Norms.None());

        assertThatThrownBy(() -> config.create(STAGES.range(3, 5)))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("maxLevel[6] must be one of the backbone's levels [C3, C4, C5]");
    }

    @Test
    void refusesStagesOfOtherChannels() {
        refuses(
                NeckNetwork.stages(3, 6, 10, 11),
                "neck was made for stages [C3:6, C4:10, C5:12], got [C3:6, C4:10, C5:11]");
    }

    @Test
    void refusesStagesOfWhichOneIsMissing() {
        refuses(STAGES.range(4, 5), "neck was made for stages [C3:6, C4:10, C5:12], got [C4:10, C5:12]");
        refuses(STAGES.range(2, 4), "neck was made for stages [C3:6, C4:10, C5:12], got [C2:4, C3:6, C4:10]");
    }

    private void refuses(PyramidSpec stages, String message) {
        NeckBlock neck = network(3, 5, new Norms.None(), 8, 8).neck();
        NeckNetwork given = new NeckNetwork(config(3, 5, new Norms.None()), stages, 8, 8);

        CostGraph graph = new CostGraph();
        List<Tensor> maps = stages.levels().stream()
                .map(level -> graph.input(stages.name(level.level()), given.stage(1, level.level())))
                .toList();

        assertThatThrownBy(() -> neck.build(graph, new Pyramid(stages, maps)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** Moves all stages by one cell of the coarsest level or stage, round the edges. */
    @ParameterizedTest
    @MethodSource("localNorms")
    void levelsMoveWithTheirInput(NormConfig norm) {
        NeckConfig config = config(3, 5, norm);
        int coarsest = Math.max(
                5, config.create(STAGES.range(3, 5)).outputs().coarsest().level());
        int cells = 2 * reach() + 3;
        NeckNetwork network = network(3, 5, norm, cells << (coarsest - 3), cells << (coarsest - 3));
        Weights weights = GoldenValues.weights(network.parameters());
        Map<String, float[]> inputs = network.inputs(1, 8);
        Map<String, float[]> moved = new LinkedHashMap<>();
        for (LevelSpec level : network.stages().levels()) {
            String name = network.stages().name(level.level());
            Shape shape = network.stage(1, level.level());
            moved.put(name, MapValues.rolled(inputs.get(name), shape, 1 << (coarsest - level.level())));
        }

        Map<String, float[]> before = network.run(1, weights, inputs);
        Map<String, float[]> after = network.run(1, weights, moved);

        for (LevelSpec level : network.neck().outputs().levels()) {
            String name = "P" + level.level();
            int step = 1 << (coarsest - level.level());
            Shape shape = Shape.of(1, CHANNELS, cells * step, cells * step);
            float[] expected =
                    MapValues.interior(MapValues.rolled(before.get(name), shape, step), shape, (reach() + 1) * step);
            float[] actual = MapValues.interior(after.get(name), shape, (reach() + 1) * step);
            assertThat(actual).isNotEmpty();
            assertClose(name, actual, expected, 1e-5); // blocks of a convolution begin elsewhere
            assertThat(MapValues.distance(actual, MapValues.interior(before.get(name), shape, (reach() + 1) * step)))
                    .isGreaterThan(0.01);
        }
    }

    /** The neck on some of the stages C2-C5. */
    protected final NeckNetwork network(int minLevel, int maxLevel, NormConfig norm, int height, int width) {
        NeckConfig config = config(minLevel, maxLevel, norm);
        return new NeckNetwork(config, STAGES.range(minLevel, maxLevel), height, width);
    }

    protected static void assertClose(String name, float[] actual, float[] expected, double tolerance) {
        assertThat(MapValues.distance(actual, expected)).as(name).isCloseTo(0, within(tolerance));
    }

    private static Shape expectedShape(NeckNetwork network, LevelSpec level) {
        int scale = 1 << (level.level() - network.stages().finest().level());
        return Shape.of(2, CHANNELS, (network.height() + scale - 1) / scale, (network.width() + scale - 1) / scale);
    }

    private static INDArray array(NeckNetwork network, String name, float[] values) {
        Shape shape = network.stage(2, Integer.parseInt(name.substring(1)));
        return Nd4j.createFromArray(values).reshape('c', shape.toLongArray());
    }

    private static void write(Path file, Weights weights) {
        Safetensors.write(file, weights);
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(List.copyOf(actual.tensors().keySet()))
                .isEqualTo(List.copyOf(expected.tensors().keySet()));
        for (Map.Entry<String, NamedTensor> tensor : expected.tensors().entrySet()) {
            NamedTensor other = actual.tensors().get(tensor.getKey());
            assertThat(other.shape()).isEqualTo(tensor.getValue().shape());
            assertThat(other.values()).isEqualTo(tensor.getValue().values());
        }
    }
}
