package org.fpn4j.examples;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.GradientFunction;
import org.fpn4j.core.samediff.SameDiffGraph;
import org.fpn4j.core.weights.Weights;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A neck on a SameDiff graph of your own: your variables go in through {@link SameDiffGraph#wrap}, the pyramid's come out
 * through {@link SameDiffGraph#variable}, and gradients flow through both.
 */
public final class Ex01NeckOnYourOwnGraph {
    private static final int BATCH = 2;
    private static final int SIZE = 64; // pixels

    private Ex01NeckOnYourOwnGraph() {}

    /** Prints the pyramid and two gradients. */
    public static void main(String[] args) {
        // 1. Your graph: five convolutions of stride 2, of which the last three are the stages.
        SameDiff sameDiff = SameDiff.create();
        SDVariable x = sameDiff.placeHolder("images", DataType.FLOAT, BATCH, 3, SIZE, SIZE);
        SDVariable c1 = stemConvolution(sameDiff, "c1", x, 3, 8); // [2, 8, 32, 32]
        SDVariable c2 = stemConvolution(sameDiff, "c2", c1, 8, 8); // [2, 8, 16, 16]
        SDVariable c3 = stemConvolution(sameDiff, "c3", c2, 8, 16); // [2, 16, 8, 8]
        SDVariable c4 = stemConvolution(sameDiff, "c4", c3, 16, 32); // [2, 32, 4, 4]
        SDVariable c5 = stemConvolution(sameDiff, "c5", c4, 32, 64); // [2, 64, 2, 2]

        // 2. The same graph as fpn4j sees it, and your stages as a pyramid.
        SameDiffGraph graph = SameDiffGraph.on(sameDiff, Purpose.TRAINING, new Weights(Map.of()));
        PyramidSpec stages =
                new PyramidSpec("C", List.of(new LevelSpec(3, 16), new LevelSpec(4, 32), new LevelSpec(5, 64)));
        Pyramid features = new Pyramid(
                stages,
                List.of(
                        graph.wrap(c3, Shape.of(BATCH, 16, 8, 8)),
                        graph.wrap(c4, Shape.of(BATCH, 32, 4, 4)),
                        graph.wrap(c5, Shape.of(BATCH, 64, 2, 2))));

        // 3. A neck for these stages. Group norm, because SameDiff's own training keeps no running statistics.
        NeckBlock neck = new Fpn.Config(24, 3, 5, new Norms.Group(8, 1e-5), Activation.RELU).create(stages);
        Pyramid pyramid = neck.build(graph.scope("neck"), features);
        for (LevelSpec level : pyramid.spec().levels()) {
            System.out.println(pyramid.spec().name(level.level()) + " "
                    + pyramid.level(level.level()).shape());
        }

        // 4. Your loss on the pyramid, and gradients of your parameters and the neck's.
        SDVariable loss = null;
        for (Tensor level : pyramid.tensors()) {
            SDVariable mean = SameDiffGraph.variable(level).mean();
            loss = loss == null ? mean : loss.add(mean);
        }
        sameDiff.setLossVariables(loss.rename("loss").name());
        List<String> wanted = List.of("c1.weight", "neck.lateral.C5.weight");
        GradientFunction.of(sameDiff, wanted); // SameDiff would name every operation on the screen
        Map<String, INDArray> gradients = sameDiff.calculateGradients(
                Map.of(
                        "images",
                        Nd4j.linspace(-1, 1, (long) BATCH * 3 * SIZE * SIZE, DataType.FLOAT)
                                .reshape(BATCH, 3, SIZE, SIZE)),
                wanted);
        gradients.forEach(
                (name, gradient) -> System.out.println("gradient of " + name + ": norm " + gradient.norm2Number()));
    }

    /** A 3x3 convolution of stride 2 and ReLU, out of ND4J's own operations; kernels are [kH, kW, in, out]. */
    private static SDVariable stemConvolution(SameDiff sameDiff, String name, SDVariable x, int in, int out) {
        double sd = Math.sqrt(2.0 / (9 * in)); // He et al., arXiv:1502.01852
        INDArray values = Nd4j.randn(DataType.FLOAT, 3, 3, in, out).muli(sd);
        SDVariable weight = sameDiff.var(name + ".weight", values);
        Conv2DConfig geometry =
                Conv2DConfig.builder().kH(3).kW(3).sH(2).sW(2).pH(1).pW(1).build();
        return sameDiff.nn().relu(sameDiff.cnn().conv2d(x, weight, geometry), 0);
    }
}
