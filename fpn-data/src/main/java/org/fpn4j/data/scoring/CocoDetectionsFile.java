package org.fpn4j.data.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;

/**
 * Reads COCO results: a list of {@code {image_id, category_id, bbox: [x, y, width, height], score}}. Categories that the
 * ground truth does not know are kept and score nothing; an image that it does not know is a problem, both as in the
 * reference implementation.
 */
public final class CocoDetectionsFile {
    private CocoDetectionsFile() {}

    /**
     * Reads a file; an empty list is no fault.
     *
     * @throws org.fpn4j.core.problem.UserInputException with every faulty entry by its place
     */
    public static List<CocoDetection> read(Path file, CocoGroundTruth groundTruth) {
        FileFaults faults = new FileFaults(file);
        List<CocoDetection> detections = new ArrayList<>();
        Set<Long> imageIds = new HashSet<>(groundTruth.imageIds()); // asked once per detection
        new CocoFile(file).readList((index, node) -> {
            CocoDetection detection = detection(index, node, faults);
            if (!imageIds.contains(detection.imageId()) && node.hasNonNull("image_id")) {
                faults.add(
                        place(index),
                        "image_id[" + node.get("image_id").asText() + "] is not among the images of the ground truth");
            }
            detections.add(detection);
        });
        faults.throwIfAny();
        return detections;
    }

    private static CocoDetection detection(int index, JsonNode node, FileFaults faults) {
        CocoEntry entry = new CocoEntry(node);
        long imageId = entry.wholeNumber("image_id");
        long categoryId = entry.wholeNumber("category_id");
        double[] bbox = entry.bbox();
        double score = entry.number("score");
        if (!entry.faults().isEmpty()) {
            faults.add(place(index), String.join("; ", entry.faults()));
        }
        return new CocoDetection(imageId, categoryId, bbox[0], bbox[1], bbox[2], bbox[3], score);
    }

    private static String place(int index) {
        return "detections[" + index + "]";
    }
}
