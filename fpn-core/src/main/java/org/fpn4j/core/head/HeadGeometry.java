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
import org.fpn4j.core.detection.Scene;

/** A head at one input size: what it learns by, how targets are assigned, how predictions are decoded. Thread-safe. */
public interface HeadGeometry {
    /** Number of cells or anchors {@code L}. */
    int cells();

    /** What the head learns by. */
    Losses losses();

    /**
     * Targets of one image, a row for each of {@link #losses}; called in loader threads.
     *
     * @param scene in pixels of the network's input
     * @throws NoRoomException where one of {@link #needs} does not fit
     */
    ImageTargets assign(Scene scene);

    /**
     * How much the image takes of what the head has a fixed room for, so that it is known before a training begins; mostly
     * nothing.
     *
     * @param scene in pixels of the network's input
     */
    default List<RoomNeed> needs(Scene scene) {
        return List.of();
    }

    /** {@link #assign(Scene)} of objects and the regions in which nothing is a negative. */
    default ImageTargets assign(GroundTruth objects, List<Box> ignored) {
        return assign(new Scene(objects, ignored));
    }

    /**
     * Which object each cell answers for: what {@link #assign(Scene)} makes targets of.
     *
     * @param scene in pixels of the network's input
     */
    Assignment assignment(Scene scene);

    /**
     * How each object fits the cells, for people to read; nothing learns by it. A head that has more to say of an object
     * than the cells that answer for it says it here.
     *
     * @param scene in pixels of the network's input
     */
    default List<ObjectFit> fits(Scene scene) {
        return ObjectFit.of(assignment(scene), scene.objects().size());
    }

    /** What becomes of an object that no cell answers for, as the end of a sentence that says how many there are. */
    default String withoutCells() {
        return "nothing learns them";
    }

    /** Sizes of the smallest and the largest anchor, for people to read; empty where cells are points. */
    default Optional<String> anchorSizes() {
        return Optional.empty();
    }

    /** Stages whose inputs and targets are made inside a step, in the order in which they need each other; mostly none. */
    default List<ProposalStage> stages() {
        return List.of();
    }

    /**
     * What follows the raw outputs, as a value from which decoders are made, this one and those in exported models. Empty
     * where {@link Decoding} cannot say it; such a head decodes by itself.
     */
    default Optional<Decoding> decoding() {
        return Optional.empty();
    }

    /**
     * The regions that a later stage looks at, for people to read; empty where a head has one stage.
     *
     * @param outputs of one image
     */
    default Optional<ProposedRegions> proposed(RawOutputs outputs) {
        return Optional.empty();
    }

    /**
     * The raw output that is a table of detections already ({@link org.fpn4j.core.region.Regions#DETECTION}), where the graph
     * decides about them.
     */
    default Optional<DetectionTable> detectionTable() {
        return Optional.empty();
    }

    /**
     * Where detections stand among the raw outputs.
     *
     * @param table name of {@code [N, D, 6]}
     * @param masks name of {@code [N, D, size * size]}, probabilities on a grid over each box; empty where there are none
     * @param maskSize rows and columns of a mask
     */
    record DetectionTable(String table, Optional<String> masks, int maskSize) {}

    /**
     * Detections in pixels of the network's input, best first: what {@link #decoding} gives.
     *
     * @param outputs of one image, and the inputs that {@link #stages} made for it
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
}
