package org.fpn4j.evaluation.coco;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.data.coco.CocoCategories;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;
import org.fpn4j.data.coco.CocoIds;
import org.fpn4j.data.image.PixelSpacing;

/**
 * Reads COCO ground truth for scoring: every object as it is in the file, however odd its box, because the reference
 * implementation counts it. {@code ignore} fields are overruled by {@code iscrowd}, as there; a missing {@code iscrowd}
 * means 0. What the reference would fail on, a missing field or a number that is none, is a problem here, and so are two
 * annotations with one id, of which the reference would silently count one twice.
 */
public final class CocoGroundTruthFile {
    private final Path file;
    private final FileFaults faults;
    private final CocoCategories categories = new CocoCategories();
    private final CocoIds imageIds = new CocoIds();
    private final Map<String, String> fileNames = new HashMap<>();
    private final Map<String, PixelSpacing> spacings = new HashMap<>();
    private final List<RawObject> objects = new ArrayList<>();
    private final Set<Long> objectIds = new HashSet<>();

    /** An object before its image has a number: sections come in any order. */
    private record RawObject(long id, String imageId, long categoryId, double[] bbox, double area, boolean crowd) {}

    private CocoGroundTruthFile(Path file) {
        this.file = file;
        this.faults = new FileFaults(file);
    }

    /**
     * Reads a file.
     *
     * @throws org.fpn4j.config.problem.UserInputException with every faulty entry by its place and id
     */
    public static CocoGroundTruth read(Path file) {
        return new CocoGroundTruthFile(file).read();
    }

    private CocoGroundTruth read() {
        Map<String, CocoFile.Entries> sections = new LinkedHashMap<>();
        sections.put("images", this::readImage);
        sections.put("categories", this::readCategory);
        sections.put("annotations", this::readAnnotation);
        CocoFile.of(file).readSections(sections);
        faults.throwIfAny();
        Map<String, Long> numbers = imageIds.numbers();
        Map<Long, String> names = new HashMap<>();
        fileNames.forEach((id, name) -> names.put(numbers.get(id), name));
        List<CocoObject> known = new ArrayList<>();
        for (RawObject raw : objects) {
            Long image = numbers.get(raw.imageId());
            if (image != null) {
                known.add(object(raw, image));
            }
        }
        Map<Long, PixelSpacing> measured = new HashMap<>();
        spacings.forEach((id, spacing) -> measured.put(numbers.get(id), spacing));
        return new CocoGroundTruth(
                categories.names(), new TreeSet<>(numbers.values()), known, new ImageTable(numbers, names), measured);
    }

    private static CocoObject object(RawObject raw, long image) {
        double[] bbox = raw.bbox();
        return new CocoObject(
                raw.id(), image, raw.categoryId(), bbox[0], bbox[1], bbox[2], bbox[3], raw.area(), raw.crowd());
    }

    private void readImage(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        String id = entry.id("id");
        imageIds.add(id);
        if (entry.has("file_name")) {
            fileNames.put(id, entry.text("file_name"));
        }
        entry.spacing().ifPresent(spacing -> spacings.put(id, spacing));
        addFaults("images[" + index + "]", entry);
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
        if (!entry.faults().isEmpty()) {
            addFaults(place, entry);
        } else if (!objectIds.add(id)) {
            faults.add(place, "id[" + id + "] appears again", "ids of annotations must be unique");
        } else {
            categories.use(categoryId);
            objects.add(new RawObject(id, imageId, categoryId, bbox, area, crowd));
        }
    }

    private void addFaults(String place, CocoEntry entry) {
        if (!entry.faults().isEmpty()) {
            faults.add(place, String.join("; ", entry.faults()));
        }
    }
}
