package org.fpn4j.heads.roi;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.ConvBlock;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;

/**
 * 3x3 convolutions with norm and ReLU, then a fully connected layer with ReLU: torchvision's second version, after Wu and He
 * (arXiv:1803.08494v3, section 4.2). Parameters {@code conv.i.weight}, {@code conv.i.norm.*}, {@code fc.0.*}.
 *
 * <p>A batch norm in training takes its statistics of all rows. Where an image has fewer regions than there are rows, some of
 * them stand there more than once.
 *
 * @param convs number of convolutions
 * @param channels of each
 * @param norm after each
 * @param width of the fully connected layer
 */
@JsonTypeName("conv_fc")
@AutoService(BoxHeadConfig.class)
public record ConvFc(
        @Range(min = 0, max = 64) int convs,
        @Range(min = 1, max = 8192) int channels,
        NormConfig norm,
        @Range(min = 1, max = 65536) int width)
        implements BoxHeadConfig {
    /** torchvision's four convolutions of 256 channels with batch norm. */
    public ConvFc() {
        this(4, 256, new Norms.Batch(), 1024);
    }

    public ConvFc {
        requireNonNull(norm, "norm is null");
        FieldChecks.of(ConvFc.class)
                .bounds("convs", convs)
                .bounds("channels", channels)
                .bounds("width", width)
                .done();
    }

    @Override
    public List<Layer> declare(Graph scope, int in, int size) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < convs; i++) {
            Conv2d convolution = Conv2d.of(i == 0 ? in : channels, channels, 3)
                    .weights(new Initializer.HeNormal(Initializer.Fan.OUT));
            layers.add(new ConvBlock(convolution, norm, Activation.RELU).declare(scope.scope("conv." + i)));
        }
        layers.add(new FullyConnected(convs == 0 ? in : channels, size, width, Initializer.fpnUniform())
                .declare(scope.scope("fc.0"))
                .then((graph, x) -> graph.activate(Activation.RELU, x)));
        return layers;
    }
}
