package org.fpn4j.engine.contract;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samples.OperationSamples;

/** Small networks, one for everything that an operation or a fusion must do right. */
public final class Samples {
    static final Shape IMAGES = Shape.of(2, 3, 6, 7);

    private Samples() {}

    public static Stream<Sample> all() {
        return Stream.of(
                        ConvolutionSamples.all(),
                        MapSamples.all(),
                        ChannelSamples.all(),
                        LossSamples.all(),
                        SizesOfOneSamples.all(),
                        DecisionSamples.all(),
                        operations())
                .flatMap(List::stream);
    }

    /** What every reading is tried with. */
    private static List<Sample> operations() {
        return OperationSamples.predicting()
                .map(sample -> Sample.of("operation: " + sample, graph -> sample.onTrained(graph, 2)))
                .toList();
    }

    /** A trained map {@code [2, 4, 6, 7]}, different for every name. */
    static Tensor map(Graph graph, String name) {
        Tensor images = graph.input("images_" + name, IMAGES);
        return ConvolutionSamples.conv(graph, name, 3, 4, 3, 1, true, images);
    }
}
