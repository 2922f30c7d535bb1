package org.fpn4j.heads.roi;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.layer.Layer;

/**
 * Two fully connected layers with ReLU (Lin et al., arXiv:1612.03144v2, section 4.2). Parameters {@code fc.0.*}, {@code
 * fc.1.*}.
 *
 * @param width of both
 */
@JsonTypeName("two_mlp")
@AutoService(BoxHeadConfig.class)
public record TwoMlp(@Range(min = 1, max = 65536) int width) implements BoxHeadConfig {
    /** The paper's 1024. */
    public TwoMlp() {
        this(1024);
    }

    public TwoMlp {
        FieldChecks.of(TwoMlp.class).bounds("width", width).done();
    }

    @Override
    public List<Layer> declare(Graph scope, int channels, int size) {
        Layer relu = (graph, x) -> graph.activate(Activation.RELU, x);
        Initializer uniform = Initializer.fpnUniform();
        return List.of(
                new FullyConnected(channels, size, width, uniform)
                        .declare(scope.scope("fc.0"))
                        .then(relu),
                new FullyConnected(width, 1, width, uniform)
                        .declare(scope.scope("fc.1"))
                        .then(relu));
    }
}
