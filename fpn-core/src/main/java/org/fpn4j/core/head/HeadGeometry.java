package org.fpn4j.core.head;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
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
     * How many cells each object has: 0 where no loss will ever see it.
     *
     * @param objects in pixels of the network's input
     */
    int[] cellsOf(GroundTruth objects);

    /**
     * Targets of the images of one run as they are fed, by the names of the inputs that {@link DetectionHead#losses}
     * declared. The normaliser of the losses is part of them: losses and gradients of all runs of a step add up to those
     * of one run of all its images.
     *
     * @param run images of this run
     * @param step images of all runs of the optimizer's step, these among them
     * @param state of the normaliser; what it was after the step before
     */
    TargetBatch collate(List<ImageTargets> run, List<ImageTargets> step, NormalizerState state);

    /** Targets of a step of one run. */
    default TargetBatch collate(List<ImageTargets> images, NormalizerState state) {
        return collate(images, images, state);
    }

    /**
     * What follows the raw outputs, as a value from which decoders are made, this one and those in exported models. Empty
     * where {@link Decoding} cannot say it; such a head decodes by itself.
     */
    default Optional<Decoding> decoding() {
        return Optional.empty();
    }

    /**
     * Detections in pixels of the network's input, best first: what {@link #decoding} gives.
     *
     * @param outputs of one image
     * @param wanted which of them
     * @throws IllegalStateException where there is neither a decoding nor another way
     */
    default List<Detection> decode(RawOutputs outputs, Wanted wanted) {
        return decoding()
                .orElseThrow(() -> new IllegalStateException("a head without a decoding has to decode by itself"))
                .decode(outputs, wanted);
    }

    /** All detections of outputs on Java's heap: {@code [L, values]} flattened, by name. */
    default List<Detection> decode(Map<String, float[]> outputs) {
        return decode(RawOutputs.of(outputs), Wanted.ALL);
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
     * Targets of a run.
     *
     * @param values by input name
     * @param state of the normaliser after the step
     */
    record TargetBatch(Map<String, float[]> values, NormalizerState state) {
        public TargetBatch {
            values = Map.copyOf(values);
        }
    }

    /**
     * What a running-mean normaliser remembers; checkpoints hold it.
     *
     * @param mean of positives per step; negative before the first step
     */
    record NormalizerState(double mean) {
        public static final NormalizerState INITIAL = new NormalizerState(-1);
    }

    /** Shapes of the target inputs for a batch of {@code n}, by name. */
    Map<String, Shape> targetShapes(int n);
}
