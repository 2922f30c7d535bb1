package org.fpn4j.core.head;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.graph.Shape;

/** A head at one input size: assigns targets, puts batches of them together, decodes predictions. Thread-safe. */
public interface HeadGeometry {
    /** Number of cells or anchors {@code L}. */
    int cells();

    /**
     * Targets of one image; called in loader threads.
     *
     * @param objects in pixels of the network's input
     * @param ignored regions (crowds) in which nothing is a negative
     */
    ImageTargets assign(GroundTruth objects, List<Box> ignored);

    /**
     * Targets of a batch as they are fed, by the names of the inputs that {@link DetectionHead#losses} declared. The
     * normaliser of the losses is part of them.
     *
     * @param state of the normaliser; what it was after the batch before
     */
    TargetBatch collate(List<ImageTargets> images, NormalizerState state);

    /**
     * Detections in pixels of the network's input, best first.
     *
     * @param outputs of one image by name, {@code [L, values]} flattened
     */
    List<Detection> decode(Map<String, float[]> outputs);

    /** What {@link #decode} does, as a value that other decoders can be made of; empty where {@link Decoding} cannot say it. */
    default Optional<Decoding> decoding() {
        return Optional.empty();
    }

    /**
     * Targets of one image.
     *
     * @param values by input name, one row of the batch
     * @param positives number of cells that an object was assigned to
     */
    record ImageTargets(Map<String, float[]> values, int positives) {
        public ImageTargets {
            values = Map.copyOf(values);
        }
    }

    /**
     * Targets of a batch.
     *
     * @param values by input name
     * @param state of the normaliser after this batch
     */
    record TargetBatch(Map<String, float[]> values, NormalizerState state) {
        public TargetBatch {
            values = Map.copyOf(values);
        }
    }

    /**
     * What a running-mean normaliser remembers; checkpoints hold it.
     *
     * @param mean of positives per batch; negative before the first batch
     */
    record NormalizerState(double mean) {
        public static final NormalizerState INITIAL = new NormalizerState(-1);
    }

    /** Shapes of the target inputs for a batch of {@code n}, by name. */
    Map<String, Shape> targetShapes(int n);
}
