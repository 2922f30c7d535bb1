package org.fpn4j.evaluation.coco;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.data.coco.CocoCategories;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;
import org.fpn4j.data.coco.CocoIds;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;

/**
 * Reads COCO ground truth for scoring: every object as it is in the file, however odd its box, because the reference
 * implementation counts it. {@code ignore} fields are overruled by {@code iscrowd}, as there; a missing {@code iscrowd}
 * means 0. What the reference would fail on, a missing field or a number that is none, is a problem here, and so are two
 * annotations with one id, of which the reference would silently count one twice.
 */
public final class CocoGroundTruthFile {
    private static final long MOST_PIXELS = Integer.MAX_VALUE;
    private static final RunLengthMask NOTHING = RunLengthMask.empty(1, 1);

    private final Path file;
    private final FileFaults faults;
    private final CocoCategories categories = new CocoCategories();
    private final CocoIds imageIds = new CocoIds();
    private final Map<String, String> fileNames = new HashMap<>();
    private final Map<String, PixelSpacing> spacings = new HashMap<>();
    private final List<RawObject> objects = new ArrayList<>();
    private final Set<Long> objectIds = new HashSet<>();
    private final boolean masked;
    private final Map<String, PictureSize> sizes = new HashMap<>();

    /** An object before its image has a number: sections come in any order. */
    private record RawObject(String imageId, CocoObject object, Optional<Segmentation> segmentation) {}

    private CocoGroundTruthFile(Path file, boolean masked) {
        this.file = file;
        this.faults = new FileFaults(file);
        this.masked = masked;
    }

    /**
     * Reads a file, without masks.
     *
     * @throws org.fpn4j.config.problem.UserInputException with every faulty entry by its place and id
     */
    public static CocoGroundTruth read(Path file) {
        return new CocoGroundTruthFile(file, false).read();
    }

    /**
     * Reads a file with the mask of every object; detections that are read against it are read with theirs.
     *
     * @throws org.fpn4j.config.problem.UserInputException as above
     */
    public static CocoGroundTruth withMasks(Path file) {
        return new CocoGroundTruthFile(file, true).read();
    }

    private CocoGroundTruth read() {
        Map<String, CocoFile.Entries> sections = new LinkedHashMap<>();
        sections.put("images", this::readImage);
        sections.put("categories", this::readCategory);
        sections.put("annotations", this::readAnnotation);
        (masked ? CocoFile.withMasks(file) : CocoFile.of(file)).readSections(sections);
        faults.throwIfAny();
        Map<String, Long> numbers = imageIds.numbers();
        Map<Long, String> names = new HashMap<>();
        fileNames.forEach((id, name) -> names.put(numbers.get(id), name));
        List<CocoObject> known = new ArrayList<>();
        for (RawObject raw : objects) {
            Long image = numbers.get(raw.imageId());
            if (image != null) {
                CocoObject object = raw.object().copied(raw.object().id(), image);
                known.add(masked ? object.with(mask(raw)) : object);
            }
        }
        faults.throwIfAny();
        Map<Long, PixelSpacing> measured = new HashMap<>();
        spacings.forEach((id, spacing) -> measured.put(numbers.get(id), spacing));
        return new CocoGroundTruth(
                categories.names(),
                new TreeSet<>(numbers.values()),
                known,
                new ImageTable(numbers, names, sizesOf(numbers)),
                measured,
                masked);
    }

    private Map<Long, PictureSize> sizesOf(Map<String, Long> numbers) {
        Map<Long, PictureSize> known = new HashMap<>();
        sizes.forEach((id, size) -> known.put(numbers.get(id), size));
        return known;
    }

    private RunLengthMask mask(RawObject raw) {
        Segmentation segmentation = raw.segmentation().orElseThrow();
        if (segmentation instanceof RunLengthMask mask) {
            return mask;
        }
        PictureSize size = sizes.get(raw.imageId());
        if (size == null) {
            faults.add(
                    "annotation[" + raw.object().id() + "]",
                    "segmentation has polygons, and image[" + raw.imageId() + "] no width and height");
            return NOTHING;
        }
        return segmentation.mask(size.height(), size.width());
    }

    private void readImage(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        String id = entry.id("id");
        imageIds.add(id);
        if (entry.has("file_name")) {
            fileNames.put(id, entry.text("file_name"));
        }
        entry.spacing().ifPresent(spacing -> spacings.put(id, spacing));
        if (masked && entry.has("width") && entry.has("height")) {
            readSize(id, entry);
        }
        addFaults("images[" + index + "]", entry);
    }

    private void readSize(String id, CocoEntry entry) {
        long width = entry.wholeNumber("width");
        long height = entry.wholeNumber("height");
        if (width < 1 || height < 1 || width > MOST_PIXELS / height) {
            faults.add("image[" + id + "]", "size[" + width + "x" + height + "] is none that masks can have");
        } else {
            sizes.put(id, new PictureSize((int) width, (int) height));
        }
    }

    private void readCategory(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        long id = entry.wholeNumber("id");
        String name = entry.text("name");
        if (!entry.faults().isEmpty()) {
            addFaults("categories[" + index + "]", entry);
            return;
        }
        String earlier = categories.add(id, name, node.path("supercategory").asText(""));
        if (!earlier.isEmpty() && !earlier.equals(name)) {
            faults.add(
                    "category[" + id + "]", "id[" + id + "] stands for name[" + earlier + "] and name[" + name + "]");
        }
    }

    private void readAnnotation(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        String place =
                entry.optionalId("id").map(shown -> "annotation[" + shown + "]").orElse("annotations[" + index + "]");
        long id = entry.wholeNumber("id");
        String imageId = entry.id("image_id");
        long categoryId = entry.wholeNumber("category_id");
        double[] bbox = entry.bbox();
        double area = entry.number("area");
        boolean crowd = entry.flag("iscrowd");
        Optional<Segmentation> segmentation = masked ? entry.neededSegmentation() : Optional.empty();
        if (!entry.faults().isEmpty()) {
            addFaults(place, entry);
        } else if (!objectIds.add(id)) {
            faults.add(place, "id[" + id + "] appears again", "ids of annotations must be unique");
        } else {
            categories.use(categoryId);
            CocoObject object = new CocoObject(id, 0, categoryId, bbox[0], bbox[1], bbox[2], bbox[3], area, crowd);
            objects.add(new RawObject(imageId, object, segmentation));
        }
    }

    private void addFaults(String place, CocoEntry entry) {
        if (!entry.faults().isEmpty()) {
            faults.add(place, String.join("; ", entry.faults()));
        }
    }
}
