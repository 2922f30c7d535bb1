package org.fpn4j.data.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;

/**
 * Reads COCO ground truth for scoring: every object as it is in the file, however odd its box, because the reference
 * implementation counts it. {@code ignore} fields are overruled by {@code iscrowd}, as there; a missing {@code iscrowd}
 * means 0. What the reference would fail on, a missing field or a number that is none, is a problem here, and so are two
 * annotations with one id, of which the reference would silently count one twice.
 */
public final class CocoGroundTruthFile {
    private final Path file;
    private final FileFaults faults;
    private final TreeMap<Long, String> categories = new TreeMap<>();
    private final TreeSet<Long> imageIds = new TreeSet<>();
    private final List<CocoObject> objects = new ArrayList<>();
    private final Set<Long> objectIds = new HashSet<>();

    private CocoGroundTruthFile(Path file) {
        this.file = file;
        this.faults = new FileFaults(file);
    }

    /**
     * Reads a file.
     *
     * @throws org.fpn4j.core.problem.UserInputException with every faulty entry by its place and id
     */
    public static CocoGroundTruth read(Path file) {
        return new CocoGroundTruthFile(file).read();
    }

    private CocoGroundTruth read() {
        Map<String, CocoFile.Entries> sections = new LinkedHashMap<>();
        sections.put("images", this::readImage);
        sections.put("categories", this::readCategory);
        sections.put("annotations", this::readAnnotation);
        new CocoFile(file).readSections(sections);
        faults.throwIfAny();
        return new CocoGroundTruth(categories, imageIds, objects);
    }

    private void readImage(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        imageIds.add(entry.wholeNumber("id"));
        addFaults("images[" + index + "]", entry);
    }

    private void readCategory(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        long id = entry.wholeNumber("id");
        String name = entry.text("name");
        addFaults("categories[" + index + "]", entry);
        String earlier = categories.put(id, name);
        if (earlier != null && !earlier.equals(name) && entry.faults().isEmpty()) {
            faults.add(
                    "category[" + id + "]", "id[" + id + "] stands for name[" + earlier + "] and name[" + name + "]");
        }
    }

    private void readAnnotation(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        long id = entry.wholeNumber("id");
        String place = entry.has("id") ? "annotation[" + id + "]" : "annotations[" + index + "]";
        long imageId = entry.wholeNumber("image_id");
        long categoryId = entry.wholeNumber("category_id");
        double[] bbox = entry.bbox();
        double area = entry.number("area");
        if (!entry.faults().isEmpty()) {
            addFaults(place, entry);
        } else if (!objectIds.add(id)) {
            faults.add(place, "id[" + id + "] appears again", "ids of annotations must be unique");
        } else {
            objects.add(new CocoObject(
                    id, imageId, categoryId, bbox[0], bbox[1], bbox[2], bbox[3], area, entry.flag("iscrowd")));
        }
    }

    private void addFaults(String place, CocoEntry entry) {
        if (!entry.faults().isEmpty()) {
            faults.add(place, String.join("; ", entry.faults()));
        }
    }
}
