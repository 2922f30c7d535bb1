package org.fpn4j.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fpn4j.core.problem.Problems;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;
import org.fpn4j.data.dataset.DatasetAssembler.DeclaredBox;
import org.fpn4j.data.dataset.DatasetAssembler.DeclaredImage;

/**
 * Reads COCO instances: {@code images}, {@code categories} and {@code annotations} of a JSON file, pictures in a folder.
 * Boxes {@code [x, y, width, height]} are continuous pixels. Category ids are arbitrary and become indices in ascending
 * order. Segmentations are ignored, {@code iscrowd} is kept.
 */
public final class CocoReader {
    private final Path annotations;
    private final Path images;
    private final List<DataProblem> problems = new ArrayList<>();
    private final Problems fatal = new Problems();
    private final TreeMap<Long, String> categoryNames = new TreeMap<>();
    private final List<DeclaredImage> declaredImages = new ArrayList<>();
    private final Set<Long> imageIds = new HashSet<>();
    private final List<RawAnnotation> rawAnnotations = new ArrayList<>();
    private final Set<Long> annotationIds = new HashSet<>();

    /** A box whose image and category may turn out not to exist: sections come in any order. */
    private record RawAnnotation(long imageId, long categoryId, DeclaredBox box) {}

    /**
     * @param annotations the JSON file
     * @param images the folder that its file names are relative to
     */
    public CocoReader(Path annotations, Path images) {
        this.annotations = annotations;
        this.images = images;
    }

    /**
     * Reads the file and the header of every image.
     *
     * @param name for messages
     * @throws org.fpn4j.core.problem.UserInputException with everything that cannot be skipped
     */
    public Dataset read(String name) {
        Map<String, CocoFile.Entries> sections = new LinkedHashMap<>();
        sections.put("images", this::readImage);
        sections.put("categories", this::readCategory);
        sections.put("annotations", this::readAnnotation);
        new CocoFile(annotations).readSections(sections);
        if (categoryNames.isEmpty()) {
            fatal.add(annotations.toString(), "section[categories] has no usable entry");
        }
        addSharedNames();
        fatal.throwIfAny();

        Map<Long, Integer> indices = new LinkedHashMap<>();
        List<Category> categories = new ArrayList<>();
        categoryNames.forEach((id, categoryName) -> {
            indices.put(id, categories.size());
            categories.add(new Category(categories.size(), id, categoryName));
        });
        DatasetAssembler assembler = new DatasetAssembler(name, problems);
        declaredImages.forEach(assembler::add);
        rawAnnotations.forEach(raw -> addBox(assembler, indices, raw));
        return assembler.assemble(annotations, categories);
    }

    private void addSharedNames() {
        Map<String, Long> idOfName = new LinkedHashMap<>();
        categoryNames.forEach((id, name) -> {
            Long earlier = idOfName.putIfAbsent(name, id);
            if (earlier != null) {
                fatal.add(
                        annotations + " category[" + id + "]",
                        "name[" + name + "] is also the name of category[" + earlier + "]",
                        "names of classes must be unique");
            }
        });
    }

    private void readImage(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        long id = entry.wholeNumber("id");
        String fileName = entry.text("file_name");
        if (!entry.faults().isEmpty()) {
            report(ProblemKind.MALFORMED_IMAGE, place("images", index, "image", entry, id), told(entry));
            return;
        }
        String where = annotations + " image[" + id + "]";
        if (!imageIds.add(id)) {
            report(
                    ProblemKind.DUPLICATE_IMAGE,
                    where,
                    "id[" + id + "] appears again with file_name[" + fileName + "], the first is kept");
            return;
        }
        long width = entry.has("width") ? entry.wholeNumber("width") : 0;
        long height = entry.has("height") ? entry.wholeNumber("height") : 0;
        try {
            declaredImages.add(new DeclaredImage(id, fileName, images.resolve(fileName), width, height, where));
        } catch (InvalidPathException e) {
            report(ProblemKind.MALFORMED_IMAGE, where, "file_name is no path: " + e.getReason());
        }
    }

    private void readCategory(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        long id = entry.wholeNumber("id");
        String name = entry.text("name");
        if (!entry.faults().isEmpty()) {
            fatal.add(place("categories", index, "category", entry, id), told(entry));
            return;
        }
        String earlier = categoryNames.putIfAbsent(id, name);
        String where = annotations + " category[" + id + "]";
        if (earlier != null && earlier.equals(name)) {
            report(ProblemKind.DUPLICATE_CATEGORY, where, "id[" + id + "] appears twice as name[" + name + "]");
        } else if (earlier != null) {
            fatal.add(where, "id[" + id + "] stands for name[" + earlier + "] and for name[" + name + "]");
        }
    }

    private void readAnnotation(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        long id = entry.wholeNumber("id");
        String where = place("annotations", index, "annotation", entry, id);
        long imageId = entry.wholeNumber("image_id");
        double[] bbox = entry.bbox();
        boolean hasCategory = entry.has("category_id");
        if (entry.faults().isEmpty() && !hasCategory) {
            report(ProblemKind.NO_CATEGORY, where, "category_id is missing");
            return;
        }
        long categoryId = entry.wholeNumber("category_id");
        double area = entry.has("area") ? entry.number("area") : Double.NaN;
        if (!entry.faults().isEmpty()) {
            report(ProblemKind.MALFORMED_ANNOTATION, where, told(entry));
        } else if (!annotationIds.add(id)) {
            report(ProblemKind.DUPLICATE_ANNOTATION, where, "id[" + id + "] appears again, the first is kept");
        } else {
            rawAnnotations.add(new RawAnnotation(
                    imageId,
                    categoryId,
                    new DeclaredBox(
                            id,
                            -1,
                            bbox[0],
                            bbox[1],
                            bbox[0] + bbox[2],
                            bbox[1] + bbox[3],
                            area,
                            entry.flag("iscrowd"),
                            where)));
        }
    }

    private void addBox(DatasetAssembler assembler, Map<Long, Integer> indices, RawAnnotation raw) {
        Integer index = indices.get(raw.categoryId());
        String where = raw.box().where();
        if (!assembler.knows(raw.imageId())) {
            report(ProblemKind.UNKNOWN_IMAGE, where, "image_id[" + raw.imageId() + "] is not among the images");
        } else if (index == null) {
            report(
                    ProblemKind.UNKNOWN_CATEGORY,
                    where,
                    "category_id[" + raw.categoryId() + "] is not among the categories");
        } else {
            assembler.add(raw.imageId(), raw.box().of(index));
        }
    }

    private String place(String section, int index, String noun, CocoEntry entry, long id) {
        return annotations + (entry.has("id") ? " " + noun + "[" + id + "]" : " " + section + "[" + index + "]");
    }

    private static String told(CocoEntry entry) {
        return String.join("; ", entry.faults());
    }

    private void report(ProblemKind kind, String where, String what) {
        problems.add(DataProblem.of(kind, where, what));
    }
}
