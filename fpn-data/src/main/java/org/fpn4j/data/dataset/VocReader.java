package org.fpn4j.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.VocAnnotationFile.VocObject;
import org.fpn4j.data.image.PictureFormats;

/**
 * Reads the folder layout of Pascal VOC: {@code ImageSets/Main/<split>.txt} lists names, {@code Annotations/<name>.xml}
 * holds the objects, {@code JPEGImages/<name>.jpg} (or {@code .jpeg}, {@code .png}) the picture.
 *
 * <p>An image whose annotation declares another size than its picture has is left out: sizes in these files are often
 * wrong on their own, so that nothing says whether the boxes were made for the picture.
 *
 * <p>VOC counts pixels from 1 and includes both ends; boxes become continuous: {@code x1 = xmin - 1}, {@code x2 = xmax}.
 * A box whose {@code xmax} is not greater than its {@code xmin} counts as one without area: no object is one pixel wide,
 * but slips of an annotator's mouse are. Image ids are the places in the split's list, from 1; category ids are indices
 * plus 1.
 */
public final class VocReader {
    private final Path root;
    private final RootFolder reach;
    private final List<String> classes;
    private final boolean useDifficult;
    private final OrientationRule orientation;
    private final List<DataProblem> problems = new ArrayList<>();

    /**
     * Names what to read.
     *
     * @param root of the layout, and what names in lists may lead to
     * @param classes in the order of their indices; empty to collect the names that occur, sorted
     * @param useDifficult whether objects marked difficult are objects like others, or neither object nor background
     */
    public VocReader(RootFolder root, List<String> classes, boolean useDifficult, OrientationRule orientation) {
        this.root = root.root();
        this.reach = root;
        this.classes = List.copyOf(classes);
        this.useDifficult = useDifficult;
        this.orientation = orientation;
    }

    /** A layout whose lists must stay below its root. */
    public VocReader(Path root, List<String> classes, boolean useDifficult, OrientationRule orientation) {
        this(new RootFolder(root, false), classes, useDifficult, orientation);
    }

    private record ListedImage(long id, String name, VocAnnotationFile file) {}

    /** {@link #read(String, String, MissingPictures)} without images whose picture is missing. */
    public Dataset read(String name, String split) {
        return read(name, split, MissingPictures.LEFT_OUT);
    }

    /**
     * Reads a split and the header of every image in it.
     *
     * @param name for messages
     * @param split the list's name without {@code .txt}
     * @throws UserInputException with everything that cannot be skipped
     */
    public Dataset read(String name, String split, MissingPictures missing) {
        Path list = root.resolve("ImageSets").resolve("Main").resolve(split + ".txt");
        checkLayout(list);
        DatasetAssembler assembler =
                new DatasetAssembler(name, problems, orientation, ResizedPictures.LEFT_OUT, missing, false);
        List<ListedImage> listed = readAnnotations(names(list), assembler);
        List<String> names = classes.isEmpty() ? collectedClasses(listed) : classes;
        Map<String, Integer> indices = new HashMap<>();
        List<Category> categories = new ArrayList<>();
        for (String className : names) {
            indices.put(className, categories.size());
            categories.add(new Category(categories.size(), categories.size() + 1L, className));
        }
        long annotationId = 0;
        for (ListedImage image : listed) {
            Path picture = pictureOf(image.name());
            List<DeclaredBox> boxes = new ArrayList<>();
            for (VocObject object : image.file().objects()) {
                addBox(boxes, indices, image, object, ++annotationId);
            }
            assembler.add(new DeclaredImage(
                    image.id(),
                    picture.getFileName().toString(),
                    picture,
                    image.file().width(),
                    image.file().height(),
                    boxes,
                    image.file().path().toString()));
        }
        return assembler.assemble(list.toString(), categories);
    }

    private List<String> names(Path list) {
        List<String> names = new VocImageList(list, this::exists, problems).names();
        Problems refused = new Problems();
        for (String name : names) {
            reach.refusal(root.resolve("Annotations"), name)
                    .or(() -> reach.refusal(root.resolve("JPEGImages"), name))
                    .ifPresent(refusal -> refused.add(
                            list.toString(), "image[" + name + "] " + refusal, "data.outside_root: true allows it"));
        }
        refused.throwIfAny();
        return names;
    }

    private boolean exists(String name) {
        return Files.isRegularFile(annotationOf(name)) || Files.isRegularFile(pictureOf(name));
    }

    private Path annotationOf(String name) {
        return RootFolder.resolve(root.resolve("Annotations"), name + ".xml");
    }

    private void checkLayout(Path list) {
        Problems missing = new Problems();
        for (String folder : List.of("JPEGImages", "Annotations")) {
            if (!Files.isDirectory(root.resolve(folder))) {
                missing.add(root.resolve(folder).toString(), "folder does not exist", "expected in a Pascal VOC root");
            }
        }
        if (!Files.isRegularFile(list)) {
            missing.add(list.toString(), "file does not exist", "expected a list of image names, one a line");
        }
        missing.throwIfAny();
    }

    private List<ListedImage> readAnnotations(List<String> names, DatasetAssembler assembler) {
        List<ListedImage> listed = new ArrayList<>();
        long id = 0;
        for (String name : names) {
            id++;
            Path path = annotationOf(name);
            if (!Files.isRegularFile(path)) {
                report(ProblemKind.MISSING_ANNOTATION_FILE, path.toString(), "file does not exist");
                assembler.leaveOut(new Reference.Image(id, name, List.of()));
                continue;
            }
            try {
                listed.add(new ListedImage(id, name, VocAnnotationFile.read(path)));
            } catch (UserInputException e) {
                problems.add(new DataProblem(
                        ProblemKind.BROKEN_ANNOTATION_FILE, e.problems().get(0)));
                assembler.leaveOut(new Reference.Image(id, name, List.of()));
            }
        }
        return listed;
    }

    private static List<String> collectedClasses(List<ListedImage> listed) {
        TreeSet<String> names = new TreeSet<>();
        for (ListedImage image : listed) {
            for (VocObject object : image.file().objects()) {
                if (object.fault().isEmpty() && !object.name().isEmpty()) {
                    names.add(object.name());
                }
            }
        }
        return List.copyOf(names);
    }

    private Path pictureOf(String name) {
        Path folder = root.resolve("JPEGImages");
        for (String ending : PictureFormats.found().endings()) {
            for (String spelt : List.of(ending, ending.toUpperCase(Locale.ROOT))) {
                if (Files.isRegularFile(RootFolder.resolve(folder, name + spelt))) {
                    return RootFolder.resolve(folder, name + spelt);
                }
            }
        }
        return RootFolder.resolve(folder, name + ".jpg");
    }

    private void addBox(
            List<DeclaredBox> boxes, Map<String, Integer> indices, ListedImage image, VocObject object, long id) {
        String where = image.file().path() + " object[" + object.position() + "]";
        Integer index = indices.get(object.name());
        if (object.name().isEmpty()) {
            report(ProblemKind.NO_CATEGORY, where, "name is missing");
        } else if (!object.fault().isEmpty()) {
            report(ProblemKind.MALFORMED_ANNOTATION, where, object.fault());
        } else if (index == null) {
            report(
                    ProblemKind.UNKNOWN_CATEGORY,
                    where,
                    "name[" + object.name() + "] is not among the classes"
                            + indices.keySet().stream().sorted().toList());
        } else {
            boolean degenerate = object.xmax() <= object.xmin() || object.ymax() <= object.ymin();
            double shift = degenerate ? 0 : 1; // leaves a degenerate box degenerate, and told as the file has it
            double x = object.xmin() - shift;
            double y = object.ymin() - shift;
            boxes.add(new DeclaredBox(
                    id,
                    index,
                    x,
                    y,
                    object.xmax() - x,
                    object.ymax() - y,
                    Double.NaN,
                    object.difficult() && !useDifficult ? ObjectKind.DIFFICULT : ObjectKind.OBJECT,
                    where));
        }
    }

    private void report(ProblemKind kind, String where, String what) {
        problems.add(DataProblem.of(kind, where, what));
    }
}
