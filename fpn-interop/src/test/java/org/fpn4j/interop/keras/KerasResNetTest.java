package org.fpn4j.interop.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasResNetTest {
    @TempDir
    private Path folder;

    @Test
    void anotherEpsilonShiftsVariancesByTheDifference() {
        TfjsModel model = model(0.001);

        float[] variances = KerasResNet.adapted(model, backbone(ResNet.Style.KERAS, new Norms.FrozenBatch(1e-5)))
                .tensors()
                .get("bn_conv1/moving_variance")
                .values();

        // sqrt(variance + 0.001) is what the file divides by
        assertThat(variances[0] + 1e-5).isCloseTo(0.5 + 0.001, within(1e-7));
        assertThat(KerasResNet.adapted(model, backbone(ResNet.Style.KERAS, new Norms.Batch(0.001, 0.1)))
                        .tensors())
                .isEqualTo(model.weights().tensors());
    }

    @Test
    void whatDoesNotSuitIsNamed() {
        TfjsModel model = model(0.001);

        assertThat(KerasResNet.misfits(model, backbone(ResNet.Style.KERAS, new Norms.FrozenBatch(1e-5))))
                .isEmpty();
        assertThat(KerasResNet.misfits(model, backbone(ResNet.Style.TORCHVISION, new Norms.Group(4, 1e-5))))
                .containsExactly(
                        "backbone style[torchvision] must be keras: the file's convolutions have biases and its strides"
                                + " stand in 1x1 convolutions",
                        "backbone norm must be frozen_batch_norm or batch_norm, as the file's layers are");
        assertThat(KerasResNet.misfits(model, backbone(ResNet.Style.KERAS, new Norms.FrozenBatch(0.9))))
                .containsExactly("backbone norm epsilon[0.9] must be smaller, the file's is [0.001]");
    }

    @Test
    void aStrideInA3x3ConvolutionIsNoKerasResNet() {
        TfjsModel model = TfjsModel.read(new TfjsFiles()
                .layer("res3a_branch2b", "Conv2D", "\"kernel_size\": [3, 3], \"strides\": [2, 2]")
                .layer("conv1", "Conv2D", "\"kernel_size\": [7, 7], \"strides\": [2, 2]")
                .tensor("conv1/bias", "[1]", 0)
                .write(folder));

        assertThat(KerasResNet.misfits(model, backbone(ResNet.Style.KERAS, new Norms.FrozenBatch(1e-5))))
                .containsExactly(
                        "layers[res3a_branch2b] of the file have the stride in a 3x3 convolution, as no Keras ResNet has");
    }

    private TfjsModel model(double epsilon) {
        return TfjsModel.read(new TfjsFiles()
                .layer("bn_conv1", "BatchNormalization", "\"epsilon\": " + epsilon)
                .tensor("conv1/bias", "[1]", 0.25f)
                .tensor("bn_conv1/moving_variance", "[1]", 0.5f)
                .write(folder));
    }

    private static ResNet.Config backbone(ResNet.Style style, NormConfig norm) {
        return new ResNet.Config(50, style, 0.125, norm, 0);
    }
}
