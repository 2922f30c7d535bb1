package org.fpn4j.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.data.coco.CocoCategories;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;
import org.fpn4j.data.coco.CocoIds;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.mask.Segmentation;

/**
 * Reads COCO instances: {@code images}, {@code categories} and {@code annotations} of a JSON file, pictures in a folder.
 * Boxes {@code [x, y, width, height]} are continuous pixels. Category ids are arbitrary and become indices in ascending
 * order. {@code iscrowd} is kept, and masks where they are asked for. Ids of annotations are needed for nothing: where one is
 * missing or occurs twice, all boxes are kept and numbered in the order of the file.
 */
public final class CocoReader {
    private static final int MOST_TOLD = 20; // file names that lead elsewhere

    private final Path annotations;
    private final Function<List<String>, Path> folder;
    private final boolean tellsFolder;
    private final RootFolder root;
    private final OrientationRule orientation;
    private final boolean masked;
    private final List<DataProblem> problems = new ArrayList<>();
    private final Problems fatal = new Problems();
    private final CocoCategories categories = new CocoCategories();
    private final List<RawImage> rawImages = new ArrayList<>();
    private final CocoIds imageIds = new CocoIds();
    private final Map<String, PixelSpacing> spacings = new LinkedHashMap<>();
    private final List<RawAnnotation> rawAnnotations = new ArrayList<>();
    private final Set<String> annotationIds = new HashSet<>();
    private int idsThatTellNothing;

    /** An image before its id has a number; not named where the entry names no file. */
    private record RawImage(String id, String fileName, boolean named, long width, long height, String where) {
        DeclaredImage declared(long number, String name, Path folder, List<DeclaredBox> boxes) {
            return new DeclaredImage(number, name, RootFolder.resolve(folder, name), width, height, boxes, where);
        }
    }

    /** A box whose image and category may turn out not to exist: sections come in any order. */
    private record RawAnnotation(String id, String imageId, long categoryId, DeclaredBox box) {}

    /**
     * Names what to read.
     *
     * @param annotations the JSON file
     * @param images the folder that its file names are relative to
     */
    public CocoReader(Path annotations, Path images, OrientationRule orientation) {
        this(annotations, names -> images, false, new RootFolder(images, false), orientation, false);
    }

    /**
     * Names what to read.
     *
     * @param folder gives the folder for the file names that are relative to it
     * @param tellsFolder whether that, or the annotations, was found rather than said
     * @param root what file names may lead to
     * @param masked whether masks are read
     */
    CocoReader(
            Path annotations,
            Function<List<String>, Path> folder,
            boolean tellsFolder,
            RootFolder root,
            OrientationRule orientation,
            boolean masked) {
        this.annotations = annotations;
        this.folder = folder;
        this.tellsFolder = tellsFolder;
        this.root = root;
        this.orientation = orientation;
        this.masked = masked;
    }

    /** {@link #read(String, MissingPictures)} without images whose picture is missing. */
    public Dataset read(String name) {
        return read(name, MissingPictures.LEFT_OUT);
    }

    /**
     * Reads the file and the header of every image.
     *
     * @param name for messages
     * @throws org.fpn4j.config.problem.UserInputException with everything that cannot be skipped
     */
    public Dataset read(String name, MissingPictures missing) {
        Map<String, CocoFile.Entries> sections = new LinkedHashMap<>();
        sections.put("images", this::readImage);
        sections.put("categories", this::readCategory);
        sections.put("annotations", this::readAnnotation);
        (masked ? CocoFile.withMasks(annotations) : CocoFile.of(annotations)).readSections(sections);
        List<Category> classes = classes();
        fatal.throwIfAny();
        tellAnnotationIds();
        Path images = imageFolder();

        Map<Long, Integer> indices = new LinkedHashMap<>();
        classes.forEach(category -> indices.put(category.id(), category.index()));
        Map<Long, List<DeclaredBox>> boxes = boxesOf(indices);
        DatasetAssembler assembler =
                new DatasetAssembler(name, problems, orientation, ResizedPictures.SCALES_BOXES, missing, masked);
        for (RawImage raw : rawImages) {
            long id = imageIds.number(raw.id()).orElseThrow();
            List<DeclaredBox> declared = boxes.getOrDefault(id, List.of());
            if (!raw.named()) {
                assembler.leaveOut(raw.declared(id, "", images, declared).reference());
            } else {
                assembler.add(raw.declared(id, raw.fileName(), images, declared));
            }
        }
        spacings.forEach((id, spacing) -> assembler.measured(imageIds.number(id).orElseThrow(), spacing));
        return assembler.assemble(annotations.toString(), classes);
    }

    /**
     * Reads the file's classes, without its images.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that is wrong with them
     */
    public List<Category> categories() {
        Map<String, CocoFile.Entries> sections = new LinkedHashMap<>();
        sections.put("categories", this::readCategory);
        sections.put("annotations", this::readAnnotation); // a root that is no class shows by having none
        CocoFile.of(annotations).readSections(sections);
        List<Category> classes = classes();
        fatal.throwIfAny();
        return classes;
    }

    private List<Category> classes() {
        for (long root : categories.roots()) {
            report(
                    ProblemKind.ROOT_CATEGORY,
                    annotations + " category[" + root + "]",
                    "supercategory is none and no annotation has it");
        }
        List<Category> classes = new ArrayList<>();
        Map<String, Long> idOfName = new LinkedHashMap<>();
        categories.names().forEach((id, name) -> {
            classes.add(new Category(classes.size(), id, name));
            Long earlier = idOfName.putIfAbsent(name, id);
            if (earlier != null) {
                fatal.add(
                        annotations + " category[" + id + "]",
                        "name[" + name + "] is also the name of category[" + earlier + "]",
                        "names of classes must be unique");
            }
        });
        if (classes.isEmpty()) {
            fatal.add(annotations.toString(), "section[categories] has no usable entry");
        }
        return classes;
    }

    private void tellAnnotationIds() {
        if (idsThatTellNothing > 0) {
            report(
                    ProblemKind.ANNOTATION_IDS,
                    annotations.toString(),
                    "[" + idsThatTellNothing + "] of [" + rawAnnotations.size()
                            + "] annotations have no id or one that occurred before");
        }
    }

    private void readImage(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        String id = entry.id("id");
        if (!entry.faults().isEmpty()) {
            report(ProblemKind.MALFORMED_IMAGE, annotations + " images[" + index + "]", told(entry));
            return;
        }
        String fileName = entry.text("file_name");
        String where = annotations + " image[" + id + "]";
        if (!imageIds.add(id)) {
            report(
                    ProblemKind.DUPLICATE_IMAGE,
                    where,
                    "id[" + id + "] appears again with file_name[" + fileName + "], the first is kept");
            return;
        }
        readSpacing(id, node, where);
        long width = entry.has("width") ? entry.wholeNumber("width") : 0;
        long height = entry.has("height") ? entry.wholeNumber("height") : 0;
        rawImages.add(new RawImage(id, fileName, isNamed(fileName, entry, where), width, height, where));
    }

    private void readSpacing(String id, JsonNode node, String where) {
        CocoEntry entry = new CocoEntry(node); // its faults leave no image out
        entry.spacing().ifPresent(spacing -> spacings.put(id, spacing));
        if (!entry.faults().isEmpty()) {
            report(ProblemKind.PIXEL_SPACING, where, told(entry));
        }
    }

    private boolean isNamed(String fileName, CocoEntry entry, String where) {
        if (!entry.faults().isEmpty()) {
            report(ProblemKind.MALFORMED_IMAGE, where, told(entry));
            return false;
        }
        Optional<String> fault = RootFolder.fault(fileName);
        fault.ifPresent(words -> report(ProblemKind.MALFORMED_IMAGE, where, "file_name is no path: " + words));
        return fault.isEmpty();
    }

    /** The folder that file names are relative to; all of them stay where they may. */
    private Path imageFolder() {
        List<RawImage> named = rawImages.stream().filter(RawImage::named).toList();
        Path images = folder.apply(named.stream().map(RawImage::fileName).toList());
        int refused = 0;
        for (RawImage raw : named) {
            Optional<String> refusal = root.refusal(images, raw.fileName());
            if (refusal.isPresent() && ++refused <= MOST_TOLD) {
                fatal.add(
                        raw.where(),
                        "file_name[" + raw.fileName() + "] " + refusal.get(),
                        "data.outside_root: true allows it");
            }
        }
        if (refused > MOST_TOLD) {
            fatal.add(annotations.toString(), "[" + (refused - MOST_TOLD) + "] more file names are like these");
        }
        fatal.throwIfAny();
        if (tellsFolder
                && named.stream().anyMatch(raw -> Files.isRegularFile(RootFolder.resolve(images, raw.fileName())))) {
            report(ProblemKind.FOUND_FILES, annotations.toString(), "its pictures lie in [" + images + "]");
        }
        return images;
    }

    private void readCategory(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        long id = entry.wholeNumber("id");
        String name = entry.text("name");
        if (!entry.faults().isEmpty()) {
            String place = entry.optionalId("id")
                    .map(shown -> " category[" + shown + "]")
                    .orElse(" categories[" + index + "]");
            fatal.add(annotations + place, told(entry));
            return;
        }
        String earlier = categories.add(id, name, node.path("supercategory").asText(""));
        String where = annotations + " category[" + id + "]";
        if (earlier.equals(name)) {
            report(ProblemKind.DUPLICATE_CATEGORY, where, "id[" + id + "] appears twice as name[" + name + "]");
        } else if (!earlier.isEmpty()) {
            fatal.add(where, "id[" + id + "] stands for name[" + earlier + "] and for name[" + name + "]");
        }
    }

    private void readAnnotation(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        String id = entry.optionalId("id").orElse("");
        String where = annotations + (id.isEmpty() ? " annotations[" + index + "]" : " annotation[" + id + "]");
        String imageId = entry.id("image_id");
        double[] bbox = entry.bbox();
        boolean crowd = entry.flag("iscrowd");
        if (entry.faults().isEmpty() && !entry.has("category_id")) {
            report(ProblemKind.NO_CATEGORY, where, "category_id is missing");
            return;
        }
        long categoryId = entry.wholeNumber("category_id");
        double area = entry.has("area") ? entry.number("area") : Double.NaN;
        if (!entry.faults().isEmpty()) {
            report(ProblemKind.MALFORMED_ANNOTATION, where, told(entry));
            return;
        }
        if (id.isEmpty() || !annotationIds.add(id)) {
            idsThatTellNothing++;
        }
        categories.use(categoryId);
        ObjectKind kind = crowd ? ObjectKind.CROWD : ObjectKind.OBJECT;
        Optional<Segmentation> mask = masked ? mask(node, where) : Optional.empty();
        DeclaredBox box = new DeclaredBox(0, -1, bbox[0], bbox[1], bbox[2], bbox[3], area, kind, where, mask);
        rawAnnotations.add(new RawAnnotation(id, imageId, categoryId, box));
    }

    private Optional<Segmentation> mask(JsonNode node, String where) {
        CocoEntry entry = new CocoEntry(node); // its faults leave no box out
        Optional<Segmentation> mask = entry.neededSegmentation();
        if (!entry.faults().isEmpty()) {
            report(ProblemKind.NO_MASK, where, told(entry));
        } else if (mask.orElseThrow().isEmpty()) {
            report(ProblemKind.NO_MASK, where, "segmentation covers nothing");
        } else if (mask.orElseThrow() instanceof Polygons polygons && polygons.leftOut() > 0) {
            report(
                    ProblemKind.MASK_PARTS,
                    where,
                    "[" + polygons.leftOut() + "] parts of its segmentation enclose nothing");
        }
        return mask;
    }

    private Map<Long, List<DeclaredBox>> boxesOf(Map<Long, Integer> indices) {
        boolean numbered =
                idsThatTellNothing == 0 && rawAnnotations.stream().allMatch(raw -> CocoIds.isWhole(raw.id()));
        Map<Long, List<DeclaredBox>> boxes = new LinkedHashMap<>();
        long position = 0;
        for (RawAnnotation raw : rawAnnotations) {
            position++;
            Integer index = indices.get(raw.categoryId());
            String where = raw.box().where();
            if (imageIds.number(raw.imageId()).isEmpty()) {
                report(ProblemKind.UNKNOWN_IMAGE, where, "image_id[" + raw.imageId() + "] is not among the images");
            } else if (index == null) {
                report(
                        ProblemKind.UNKNOWN_CATEGORY,
                        where,
                        "category_id[" + raw.categoryId() + "] is not among the categories");
            } else {
                long id = numbered ? Long.parseLong(raw.id()) : position;
                boxes.computeIfAbsent(imageIds.number(raw.imageId()).orElseThrow(), image -> new ArrayList<>())
                        .add(raw.box().of(id, index));
            }
        }
        return boxes;
    }

    private static String told(CocoEntry entry) {
        return String.join("; ", entry.faults());
    }

    private void report(ProblemKind kind, String where, String what) {
        problems.add(DataProblem.of(kind, where, what));
    }
}
