package org.fpn4j.evaluation.coco;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.mask.MalformedMaskException;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;

/**
 * Reads COCO results: a list of {@code {image_id, category_id, bbox: [x, y, width, height], score}}. Categories that the
 * ground truth does not know are kept and score nothing; an image that it does not know is a problem, both as in the
 * reference implementation. Where the ground truth has masks, detections have theirs: {@code segmentation}, or what the box
 * encloses where there is none; a box that is missing is that of the mask.
 *
 * <p>Where a detection and the ground truth have a {@code file_name}, the name says which image is meant: pictures that
 * were predicted one by one have ids by their place on a command line.
 */
public final class CocoDetectionsFile {
    private final Path file;
    private final ImageTable images;
    private final FileFaults faults;
    private final List<CocoDetection> detections = new ArrayList<>();
    private final boolean masked;
    private int matchedByName;
    private int boxesAsMasks;

    private CocoDetectionsFile(Path file, CocoGroundTruth groundTruth) {
        this.file = file;
        this.images = groundTruth.images();
        this.masked = groundTruth.masked();
        this.faults = new FileFaults(file);
    }

    /**
     * The detections of a file.
     *
     * @param matchedByName how many have an {@code image_id} that is not their file name's
     * @param boxesAsMasks how many have the mask that their box encloses
     */
    public record Detections(List<CocoDetection> all, int matchedByName, int boxesAsMasks) {
        public Detections {
            all = List.copyOf(all);
        }
    }

    /**
     * Reads a file; an empty list is no fault.
     *
     * @throws org.fpn4j.config.problem.UserInputException with every faulty entry by its place
     */
    public static List<CocoDetection> read(Path file, CocoGroundTruth groundTruth) {
        return readAll(file, groundTruth).all();
    }

    /** The same, and what was found out about the file's ids. */
    public static Detections readAll(Path file, CocoGroundTruth groundTruth) {
        CocoDetectionsFile reader = new CocoDetectionsFile(file, groundTruth);
        (reader.masked ? CocoFile.withMasks(reader.file) : CocoFile.of(reader.file)).readList(reader::readEntry);
        reader.faults.throwIfAny();
        return new Detections(reader.detections, reader.matchedByName, reader.boxesAsMasks);
    }

    private void readEntry(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        String imageId = entry.id("image_id");
        long categoryId = entry.wholeNumber("category_id");
        Optional<Segmentation> segmentation = entry.segmentation();
        boolean hasBox = !entry.hasSegmentation() || entry.hasBox();
        double[] bbox = hasBox ? entry.bbox() : new double[4];
        double score = entry.number("score");
        String fileName = entry.has("file_name") ? entry.text("file_name") : "";
        String place = "detections[" + index + "]";
        if (!entry.faults().isEmpty()) {
            faults.add(place, String.join("; ", entry.faults()));
            return;
        }
        long image = fileName.isEmpty() || !images.hasNames()
                ? imageOfId(place, imageId)
                : imageOfName(place, imageId, fileName);
        CocoDetection detection = new CocoDetection(image, categoryId, bbox[0], bbox[1], bbox[2], bbox[3], score);
        detections.add(masked ? masked(place, detection, segmentation, hasBox) : detection);
    }

    private CocoDetection masked(
            String place, CocoDetection detection, Optional<Segmentation> segmentation, boolean hasBox) {
        boxesAsMasks += segmentation.isEmpty() ? 1 : 0;
        try {
            RunLengthMask mask = mask(detection, segmentation.orElseGet(() -> BoxOutline.of(detection)));
            Box box = mask.box();
            CocoDetection whole = hasBox
                    ? detection
                    : new CocoDetection(
                            detection.imageId(),
                            detection.categoryId(),
                            box.x1(),
                            box.y1(),
                            box.width(),
                            box.height(),
                            detection.score());
            return whole.with(mask);
        } catch (MalformedMaskException e) {
            faults.add(place, "mask cannot be made: " + e.getMessage());
            return detection;
        }
    }

    private RunLengthMask mask(CocoDetection detection, Segmentation segmentation) {
        if (segmentation instanceof RunLengthMask mask) {
            return mask;
        }
        PictureSize size = images.size(detection.imageId())
                .orElseThrow(() -> new MalformedMaskException(
                        "it has polygons or a box alone, and its image no width and height in the ground truth"));
        return segmentation.mask(size.height(), size.width());
    }

    private long imageOfId(String place, String imageId) {
        if (images.number(imageId).isEmpty()) {
            faults.add(place, "image_id[" + imageId + "] is not among the images of the ground truth");
        }
        return images.number(imageId).orElse(0L);
    }

    private long imageOfName(String place, String imageId, String fileName) {
        List<Long> meant = images.meantBy(fileName);
        long byId = images.number(imageId).orElse(-1L);
        if (images.number(imageId).isPresent() && meant.contains(byId)) {
            return byId;
        }
        if (meant.size() == 1) {
            matchedByName++;
            return meant.get(0);
        }
        if (meant.isEmpty()) {
            faults.add(
                    place,
                    "file_name[" + fileName + "] is not among the images of the ground truth",
                    "detections without file_name are matched by image_id");
        } else {
            faults.add(
                    place,
                    "file_name[" + fileName + "] may be each of [" + meant.size() + "] images of the ground truth, and"
                            + " image_id[" + imageId + "] is none of them",
                    "name the folders that tell them apart, or give the ids of the ground truth");
        }
        return byId;
    }
}
