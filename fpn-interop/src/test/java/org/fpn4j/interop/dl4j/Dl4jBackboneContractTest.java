package org.fpn4j.interop.dl4j;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.BackboneContractTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** A small DL4J network in a file keeps the contract of backbones. */
class Dl4jBackboneContractTest extends BackboneContractTest {
    @TempDir
    private static Path directory;

    @BeforeAll
    static void writeNetwork() throws IOException {
        ComputationGraph network = Dl4jNetworks.network(
                builder -> builder.addLayer("stem", Dl4jNetworks.conv(3, 2, 8).build(), "images")
                        .addLayer("norm", new BatchNormalization(), "stem")
                        .addLayer("relu", Dl4jNetworks.activation(Activation.RELU), "norm")
                        .addLayer(
                                "pool",
                                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                        .kernelSize(3, 3)
                                        .stride(2, 2)
                                        .convolutionMode(ConvolutionMode.Same)
                                        .build(),
                                "relu")
                        .addLayer("deeper", Dl4jNetworks.conv(3, 2, 16).build(), "pool"),
                "deeper");
        ModelSerializer.writeModel(network, file().toFile(), false);
    }

    private static Path file() {
        return directory.resolve("network.zip");
    }

    @Override
    protected BackboneConfig config() {
        return new Dl4jBackbone.Config(file().toString(), List.of(), true, true);
    }

    /** Kernels and biases of both convolutions; the frozen norm counts none. */
    @Override
    protected long expectedParameters() {
        return 8 * 3 * 9 + 8 + 16 * 8 * 9 + 16;
    }

    @Override
    protected boolean weightsFollowTheSeed() {
        return false;
    }
}
