package org.fpn4j.examples;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.ResNet50;
import org.fpn4j.bifpn.BiFpn;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.interop.dl4j.Dl4jGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A BiFPN behind the ResNet-50 of DL4J's zoo: its stages go in through {@link Dl4jGraph#wrap}, the pyramid's levels become
 * vertices that DL4J trains with everything else.
 */
public final class Ex04NeckOnADl4jNetwork {
    private static final int BATCH = 2;
    private static final int SIZE = 96; // pixels
    private static final int CHANNELS = 16;
    private static final int STEPS = 2;

    private Ex04NeckOnADl4jNetwork() {}

    /** Prints the pyramid, and the weights of one fusion before and after two steps. */
    public static void main(String[] args) {
        // 1. DL4J's network without its classifier. Its weights are random here; initPretrained() would fetch others.
        GraphBuilder builder = ResNet50.builder()
                .inputShape(new int[] {3, SIZE, SIZE})
                .updater(new Adam(1e-2))
                .build()
                .graphBuilder();
        builder.removeVertex("output").removeVertex("avgpool");

        // 2. Its stages as a pyramid. This ResNet-50 halves once more than the paper's: stage 2 has stride 8.
        Dl4jGraph graph = Dl4jGraph.on(builder);
        PyramidSpec stages = new PyramidSpec(
                "C",
                List.of(new LevelSpec(3, 256), new LevelSpec(4, 512), new LevelSpec(5, 1024), new LevelSpec(6, 2048)));
        Pyramid features = new Pyramid(
                stages,
                List.of(
                        graph.wrap("res2c_branch", Shape.of(BATCH, 256, 12, 12)),
                        graph.wrap("res3d_branch", Shape.of(BATCH, 512, 6, 6)),
                        graph.wrap("res4f_branch", Shape.of(BATCH, 1024, 3, 3)),
                        graph.wrap("res5c_branch", Shape.of(BATCH, 2048, 2, 2))));

        // 3. A neck for these stages, and a mean of squares on each of its levels.
        NeckBlock neck = new BiFpn.Config(1, CHANNELS, 3, 6).create(stages);
        List<String> levels = graph.outputs(neck.build(graph.scope("neck"), features));
        for (String level : levels) {
            CnnLossLayer loss = new CnnLossLayer.Builder(LossFunctions.LossFunction.MSE)
                    .activation(Activation.IDENTITY)
                    .build();
            builder.addLayer(level + ".loss", loss, level);
        }
        String[] losses = levels.stream().map(level -> level + ".loss").toArray(String[]::new);
        ComputationGraph network =
                new ComputationGraph(builder.setOutputs(losses).build());
        network.init();
        graph.load(network, Weights.initial(graph.parameters(), 0));

        // 4. What comes out, and a target for it.
        INDArray images = Nd4j.rand(DataType.FLOAT, BATCH, 3, SIZE, SIZE);
        Map<String, INDArray> activations = network.feedForward(images, true);
        INDArray[] targets = new INDArray[levels.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = Nd4j.zerosLike(activations.get(levels.get(i)));
            System.out.println(levels.get(i) + " " + Arrays.toString(targets[i].shape()));
        }

        // 5. Two steps of DL4J's own training change the BiFPN with the rest.
        System.out.println("fusion weights of P4_td before: " + fusion(graph, network));
        for (int step = 0; step < STEPS; step++) {
            network.fit(new MultiDataSet(new INDArray[] {images}, targets));
        }
        System.out.println("fusion weights of P4_td after:  " + fusion(graph, network));
    }

    private static String fusion(Dl4jGraph graph, ComputationGraph network) {
        return Arrays.toString(
                graph.weights(network).tensors().get("neck.cell0.P4_td.fusion").values());
    }
}
