package org.fpn4j.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.fpn4j.bifpn.BiFpn;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.outside.DescendingValues;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** Every neck and backbone as part of a DL4J graph computes and learns what SameDiff does. */
class Dl4jGraphTest {
    @ParameterizedTest
    @MethodSource("org.fpn4j.interop.dl4j.Dl4jCases#all")
    void outputsAreThoseOfSameDiff(Dl4jCases.Case each) {
        Dl4jPair.Built built = each.pair().forInference();
        Weights weights = each.pair().weights();

        built.graph().load(built.network(), weights);

        Dl4jPair.assertClose(
                each.pair().outputs(built.network(), each.pair().values(Dl4jPair.BATCH)),
                each.pair().expected(weights),
                1e-4); // float32, up to 50 convolutions summed in another order
    }

    /** Kinks have cases of their own, where no value is near them; elsewhere rounding would decide what a gradient is. */
    @ParameterizedTest
    @MethodSource("org.fpn4j.interop.dl4j.Dl4jCases#learning")
    void aStepOfTrainingFollowsTheGradient(Dl4jCases.Case each) {
        assertThatAStepIsTheGradient(each.pair().smooth());
    }

    @ParameterizedTest
    @MethodSource("org.fpn4j.interop.dl4j.Dl4jCases#kinks")
    void gradientsTakeTheSideOfAKink(Dl4jCases.Case each) {
        assertThatAStepIsTheGradient(each.pair());
    }

    private static void assertThatAStepIsTheGradient(Dl4jPair pair) {
        double rate = 1024; // large, so that weights of 1 do not swallow the digits of a step; the step is taken once
        Dl4jPair.Built built = pair.forTraining(new Sgd(rate), 0);
        Weights before = pair.weights();
        built.graph().load(built.network(), before);

        pair.fit(built);

        Weights after = built.graph().weights(built.network());
        ExactGradients exact = ExactGradients.of(pair, before);
        for (Parameter parameter : built.graph().parameters()) {
            String name = parameter.name();
            double[] step = steps(
                    before.tensors().get(name).values(),
                    after.tensors().get(name).values());
            if (parameter.trainable()) {
                double[] right = exact.values().get(name);
                double largest = largest(right);
                double rounding = exact.rounding().get(name);
                assertThat(rounding).as("what may differ of " + name).isLessThan(0.01 * largest);
                assertThat(largest(difference(quotients(step, rate), right)))
                        .as(name)
                        .isLessThan(rounding);
            } else if (!name.contains("running")) {
                assertThat(step).as(name).containsOnly(0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.fpn4j.interop.dl4j.Dl4jCases#withStatistics")
    void runningMeansAreThoseOfSameDiff(Dl4jCases.Case each) {
        Dl4jPair.Built built = each.pair().forTraining(new Sgd(1e-3), 0);
        Weights before = each.pair().weights();
        built.graph().load(built.network(), before);

        each.pair().fit(built);

        Weights after = built.graph().weights(built.network());
        each.pair().afterAStep(before).tensors().forEach((name, tensor) -> {
            if (name.endsWith("running_mean")) {
                // means of values of about 1, of which the momentum takes a tenth; float32
                assertThat(after.tensors().get(name).values()).as(name).containsExactly(tensor.values(), within(1e-5f));
            }
        });
    }

    @Test
    void theRunningVarianceTakesTheBiasedEstimate() {
        double momentum = 0.25;
        Dl4jPair pair = new Dl4jPair(Map.of("x", Shape.of(Dl4jPair.BATCH, 3, 2, 2)), (graph, inputs) -> {
            Tensor y = new Norms.Batch(1e-3, momentum)
                    .declare(graph.scope("norm"), 3)
                    .apply(graph, inputs.get(0));
            return new Pyramid(NeckNetwork.stages(3, 3), List.of(y));
        });
        Dl4jPair.Built built = pair.forTraining(new Sgd(1e-3), 0);
        Weights before = pair.weights();
        built.graph().load(built.network(), before);

        pair.fit(built);

        String name = "block.norm.running_var";
        float[] start = before.tensors().get(name).values();
        float[] ours = pair.afterAStep(before).tensors().get(name).values();
        float[] theirs =
                built.graph().weights(built.network()).tensors().get(name).values();
        for (int i = 0; i < start.length; i++) {
            double unbiased = (ours[i] - (1 - momentum) * start[i]) / momentum;
            double expected = (1 - momentum) * start[i] + momentum * unbiased * 7 / 8; // of 2 * 2 * 2 values
            assertThat((double) theirs[i]).isCloseTo(expected, within(1e-5)); // float32
        }
    }

    @Test
    void frozenParametersKeepTheirBitsUnderAdamAndWeightDecay() {
        ResNet.Config config = new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.125, new Norms.FrozenBatch(), 2);
        Dl4jPair pair = Dl4jCases.backbone("frozen", config).pair();
        Dl4jPair.Built built = pair.forTraining(new Adam(1e-2), 1e-2);
        Weights before = pair.weights();
        built.graph().load(built.network(), before);

        pair.fit(built);

        Weights after = built.graph().weights(built.network());
        for (Parameter parameter : built.graph().parameters()) {
            float[] start = before.get(parameter.name(), parameter.shape()).values();
            float[] end = after.get(parameter.name(), parameter.shape()).values();
            if (parameter.trainable()) {
                assertThat(end).as(parameter.name()).isNotEqualTo(start);
            } else {
                assertThat(end).as(parameter.name()).isEqualTo(start);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.fpn4j.interop.dl4j.Dl4jCases#learning")
    void aSavedNetworkComputesTheSame(Dl4jCases.Case each, @TempDir Path directory) throws IOException {
        Dl4jPair.Built built = each.pair().forInference();
        built.graph().load(built.network(), each.pair().weights());
        File file = directory.resolve("network.zip").toFile();
        ModelSerializer.writeModel(built.network(), file, true);

        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file, true);

        Map<String, float[]> inputs = each.pair().values(1);
        assertThat(each.pair().outputs(restored, inputs).toArray())
                .isEqualTo(each.pair().outputs(built.network(), inputs).toArray());
        assertThat(restored.getConfiguration()).isEqualTo(built.network().getConfiguration());
    }

    @Test
    void theBatchMayChangeFromRunToRun() {
        Dl4jPair pair = Dl4jCases.neck("bifpn", Dl4jCases.bifpn(BiFpn.Fusion.FAST, true, new Norms.Group(4, 1e-5)))
                .pair();
        Dl4jPair.Built built = pair.forInference();
        built.graph().load(built.network(), pair.weights());

        List<float[]> two = pair.outputs(built.network(), pair.values(2));
        List<float[]> one = pair.outputs(built.network(), pair.values(1));
        List<float[]> again = pair.outputs(built.network(), pair.values(2));

        // values of a batch of one are the leading ones of two
        Dl4jPair.assertClose(
                one,
                two.stream()
                        .map(values -> Arrays.copyOf(values, values.length / 2))
                        .toList(),
                1e-5);
        assertThat(again.toArray()).isEqualTo(two.toArray());
    }

    @Test
    void weightsComeBackAsTheyWentIn() {
        Dl4jPair pair = Dl4jCases.neck("bifpn", new BiFpn.Config(1, 8, 3, 5)).pair();
        Dl4jPair.Built built = pair.forInference();

        built.graph().load(built.network(), pair.weights());

        Weights back = built.graph().weights(built.network());
        assertThat(back.tensors().keySet())
                .containsExactlyElementsOf(pair.weights().tensors().keySet());
        back.tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(pair.weights().tensors().get(name).values()));
    }

    @Test
    void verticesAreNamedAfterParametersOrScopes() {
        Dl4jPair.Built built =
                Dl4jCases.neck("bifpn", new BiFpn.Config(1, 8, 3, 5)).pair().forInference();

        assertThat(built.network().getConfiguration().getVertices().keySet())
                .contains(
                        "block.cell0.P4_td.P4_in",
                        "block.cell0.P4_td.P4_in.norm",
                        "block.cell0.P4_td.P5_in.resize_nearest",
                        "block.cell0.P4_td.weighted_fusion",
                        "block.cell0.P4_td.swish",
                        "block.cell0.P4_td.depthwise",
                        "block.cell0.P4_td.pointwise",
                        "block.cell0.P4_td.norm",
                        "P3",
                        "P4",
                        "P5");
    }

    @Test
    void aTrainedNetworkIsExtendedWithItsWeightsKept() {
        Dl4jPair.Built base = Dl4jCases.backbone(
                        "resnet18", new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.125, new Norms.FrozenBatch(), 0))
                .pair()
                .forInference();
        float[] before = base.graph()
                .weights(base.network())
                .tensors()
                .get("block.conv1.weight")
                .values();
        TransferLearning.GraphBuilder builder = new TransferLearning.GraphBuilder(base.network());
        Dl4jGraph graph = Dl4jGraph.on(builder);
        builder.removeVertexAndConnections("C2"); // DL4J wants every vertex to lead somewhere
        PyramidSpec stages = NeckNetwork.stages(3, 16, 32, 64);
        Pyramid features = new Pyramid(
                stages,
                List.of(
                        graph.wrap("C3", Shape.of(1, 16, 9, 13)),
                        graph.wrap("C4", Shape.of(1, 32, 5, 7)),
                        graph.wrap("C5", Shape.of(1, 64, 3, 4))));

        Pyramid pyramid = new BiFpn.Config(1, 8, 3, 5).create(stages).build(graph.scope("neck"), features);
        builder.setOutputs(graph.outputs(pyramid).toArray(new String[0]));
        ComputationGraph network = builder.build();
        graph.load(network, Weights.initial(graph.parameters(), 1));

        assertThat(network.output(Nd4j.rand(1, 3, 65, 97))).hasSize(3);
        assertThat(base.graph()
                        .weights(network)
                        .tensors()
                        .get("block.conv1.weight")
                        .values())
                .isEqualTo(before);
    }

    @Test
    void aParameterThatIsAppliedTwiceIsRefused() {
        Dl4jGraph graph = Dl4jGraph.on(new NeuralNetConfiguration.Builder().graphBuilder());
        Tensor x = graph.input("x", Shape.of(1, 4, 8, 8));
        Layer shared = Conv2d.of(4, 4, 3).declare(graph.scope("tower"));
        Tensor once = shared.apply(graph, x);

        assertThatThrownBy(() -> shared.apply(graph, once))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "parameter[tower.weight] is applied twice: a DL4J layer stands in one place, so a layer that"
                                + " several levels share, as heads have, cannot become part of a DL4J graph");
    }

    @Test
    void constantsAreRefused() {
        Dl4jGraph graph = Dl4jGraph.on(new NeuralNetConfiguration.Builder().graphBuilder());

        assertThatThrownBy(() -> graph.scope("head").constant("anchors", Shape.of(4, 4), () -> new float[16]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("constant[head.anchors]: a DL4J graph has no constants; heads stay outside of it");
    }

    @Test
    void regionsAndDecisionsAreRefused() {
        Dl4jGraph graph = Dl4jGraph.on(new NeuralNetConfiguration.Builder().graphBuilder());
        Tensor map = graph.input("map", Shape.of(1, 3, 8, 8));
        Tensor regions = graph.wrap("regions", Shape.of(1, 5, 4));
        RegionLevels levels = new RegionLevels(2, 2, 4, 224, RegionLevels.Epsilon.TORCHVISION);

        assertThatThrownBy(() -> graph.apply(new Operation.RoiAlign(List.of(4), levels, 7, 2, false), map, regions))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "operation[roi_align] makes more maps than there are images, which a DL4J graph has no place"
                                + " for; heads stay outside of it");
        assertThatThrownBy(() -> graph.apply(new DescendingValues(3), regions))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operation[descending_values] decides, which no vertex of a DL4J graph does; heads stay"
                        + " outside of it");
    }

    @Test
    void missingWeightsAreNamed() {
        Dl4jPair.Built built =
                Dl4jCases.neck("fpn", new Fpn.Config(8, 3, 5)).pair().forInference();

        assertThatThrownBy(() -> built.graph().load(built.network(), new Weights(Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor[block.lateral.C5.weight] is missing");
    }

    private static double[] steps(float[] before, float[] after) {
        double[] steps = new double[before.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (double) before[i] - after[i];
        }
        return steps;
    }

    private static double[] quotients(double[] values, double divisor) {
        return Arrays.stream(values).map(value -> value / divisor).toArray();
    }

    private static double[] difference(double[] one, double[] other) {
        double[] difference = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            difference[i] = one[i] - other[i];
        }
        return difference;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }
}
