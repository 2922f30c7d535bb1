package org.fpn4j.engine.contract;

import java.util.stream.Stream;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** Small networks, one for everything that an operation or a fusion must do right. */
public final class Samples {
    static final Shape IMAGES = Shape.of(2, 3, 6, 7);

    private Samples() {}

    public static Stream<Sample> all() {
        return Stream.of(ConvolutionSamples.all(), MapSamples.all(), LossSamples.all(), SizesOfOneSamples.all())
                .flatMap(java.util.List::stream);
    }

    /** A trained map {@code [2, 4, 6, 7]}, different for every name. */
    static Tensor map(Graph graph, String name) {
        Tensor images = graph.input("images_" + name, IMAGES);
        return ConvolutionSamples.conv(graph, name, 3, 4, 3, 1, true, images);
    }
}
