package org.fpn4j.core.head;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.Pyramid;

/**
 * Predicts objects from a pyramid. One head object serves one detector; {@link #at} gives what depends on the input's
 * size: losses, targets and decoding. Most are a {@link DenseHead}.
 */
public interface DetectionHead {
    /** Number of classes that are predicted. */
    int numClasses();

    /**
     * Declares the head in the graph's scope and applies it to the pyramid.
     *
     * @param inputs sizes of image and pyramid
     * @param use what it is declared for; parameters are the same for every use
     */
    HeadOutputs build(Graph graph, Pyramid pyramid, HeadInputs inputs, HeadUse use);

    /**
     * How many regions of an image its parts work on in prediction, by what they are, such as 1000 proposals: what costs
     * depend on beside sizes. None where it looks at cells alone.
     */
    default Map<String, Integer> regions() {
        return Map.of();
    }

    /** What depends on the size of the levels and images. Immutable; may be shared between threads. */
    HeadGeometry at(HeadInputs inputs);

    /**
     * The sizes that a head's geometry depends on.
     *
     * @param imageHeight pixels
     * @param imageWidth pixels
     * @param levels shapes {@code [N, C, H, W]} of the pyramid's levels, finest first
     */
    record HeadInputs(int imageHeight, int imageWidth, List<Shape> levels) {
        public HeadInputs {
            levels = List.copyOf(levels);
        }

        /** The sizes of a built pyramid. */
        public static HeadInputs of(Tensor images, Pyramid pyramid) {
            return new HeadInputs(
                    images.shape().height(),
                    images.shape().width(),
                    pyramid.tensors().stream().map(Tensor::shape).toList());
        }
    }
}
