package org.fpn4j.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.image.PictureSize;

/**
 * Turns what a file says into a data set that holds true: reads the header of every image, drops images that are
 * missing or broken, clips boxes to the true size and drops those that have no area or lie outside.
 */
final class DatasetAssembler {
    /** An image as annotations declare it; sizes are 0 where they declare none. */
    record DeclaredImage(long id, String fileName, Path file, long width, long height, String where) {}

    /** A box as annotations declare it: corners in continuous pixels, area NaN where they declare none. */
    record DeclaredBox(
            long id,
            int categoryIndex,
            double x1,
            double y1,
            double x2,
            double y2,
            double area,
            boolean crowd,
            String where) {
        DeclaredBox of(int category) {
            return new DeclaredBox(id, category, x1, y1, x2, y2, area, crowd, where);
        }

        boolean hasArea() {
            return x2 > x1 && y2 > y1;
        }

        String text() {
            return String.format(Locale.ROOT, "%s, %s, %s, %s", number(x1), number(y1), number(x2), number(y2));
        }

        private static String number(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : "" + value;
        }
    }

    private static final double ROUNDING_PIXELS = 0.01; // annotations rounded to two decimals are no fault

    private final String name;
    private final List<DataProblem> problems;
    private final Map<Long, DeclaredImage> images = new LinkedHashMap<>();
    private final Map<Long, List<DeclaredBox>> boxes = new LinkedHashMap<>();

    /** @param problems what the reader found so far; goes on here */
    DatasetAssembler(String name, List<DataProblem> problems) {
        this.name = name;
        this.problems = problems;
    }

    void add(DeclaredImage image) {
        images.put(image.id(), image);
    }

    boolean knows(long imageId) {
        return images.containsKey(imageId);
    }

    void add(long imageId, DeclaredBox box) {
        boxes.computeIfAbsent(imageId, id -> new ArrayList<>()).add(box);
    }

    /**
     * @param source the file that declares the images, for messages
     * @throws UserInputException if no image or no object is left
     */
    Dataset assemble(Path source, List<Category> categories) {
        List<ImageEntry> entries = new ArrayList<>();
        List<DeclaredImage> declared = List.copyOf(images.values());
        List<Header> headers = IntStream.range(0, declared.size())
                .parallel()
                .mapToObj(i -> Header.of(declared.get(i)))
                .toList();
        for (int i = 0; i < declared.size(); i++) {
            DeclaredImage image = declared.get(i);
            Header header = headers.get(i);
            problems.addAll(header.problems());
            if (header.width() > 0) {
                entries.add(new ImageEntry(
                        image.id(),
                        image.fileName(),
                        new FilePicture(image.file(), Orientation.UPRIGHT),
                        header.width(),
                        header.height(),
                        trueBoxes(image, header)));
            }
        }
        Dataset dataset = new Dataset(name, categories, entries, new DataReport(problems));
        DatasetChecks.requireContent(dataset, source.toString(), declared.size());
        return dataset;
    }

    private List<Annotation> trueBoxes(DeclaredImage image, Header header) {
        List<Annotation> annotations = new ArrayList<>();
        for (DeclaredBox declared : boxes.getOrDefault(image.id(), List.of())) {
            Box whole =
                    new Box((float) declared.x1(), (float) declared.y1(), (float) declared.x2(), (float) declared.y2());
            Box box = whole.clip(header.width(), header.height());
            if (!declared.hasArea()) {
                report(ProblemKind.BOX_WITHOUT_AREA, declared, image, header, "has no area");
            } else if (!box.hasArea()) {
                report(ProblemKind.BOX_OUTSIDE, declared, image, header, "lies outside");
            } else {
                if (reachesOver(declared, header)) {
                    report(ProblemKind.BOX_CLIPPED, declared, image, header, "reaches over the edge of");
                }
                double area = Double.isNaN(declared.area()) ? box.area() : declared.area();
                annotations.add(new Annotation(declared.id(), declared.categoryIndex(), box, area, declared.crowd()));
            }
        }
        return annotations;
    }

    private static boolean reachesOver(DeclaredBox box, Header header) {
        return box.x1() < -ROUNDING_PIXELS
                || box.y1() < -ROUNDING_PIXELS
                || box.x2() > header.width() + ROUNDING_PIXELS
                || box.y2() > header.height() + ROUNDING_PIXELS;
    }

    private void report(ProblemKind kind, DeclaredBox box, DeclaredImage image, Header header, String fault) {
        problems.add(DataProblem.of(
                kind,
                box.where(),
                "box[" + box.text() + "] " + fault
                        + (kind == ProblemKind.BOX_WITHOUT_AREA
                                ? " in image[" + image.fileName() + "]"
                                : " image[" + image.fileName() + "] of size[" + header.width() + "x" + header.height()
                                        + "]")));
    }

    /** What the image file itself says; width 0 where it says nothing usable. */
    private record Header(int width, int height, List<DataProblem> problems) {
        static Header of(DeclaredImage image) {
            PictureSize size;
            try {
                size = new PictureReader().header(image.file()).stored();
            } catch (UserInputException e) {
                ProblemKind kind =
                        Files.isRegularFile(image.file()) ? ProblemKind.BROKEN_IMAGE : ProblemKind.MISSING_IMAGE;
                return new Header(
                        0,
                        0,
                        List.of(DataProblem.of(
                                kind,
                                image.where(),
                                "image[" + image.file() + "] "
                                        + e.problems().get(0).what().replaceFirst("^image ", ""))));
            }
            boolean declares = image.width() > 0 && image.height() > 0;
            if (declares && (size.width() != image.width() || size.height() != image.height())) {
                return new Header(
                        size.width(),
                        size.height(),
                        List.of(DataProblem.of(
                                ProblemKind.IMAGE_SIZE,
                                image.where(),
                                "image[" + image.file() + "] has size[" + size.width() + "x" + size.height()
                                        + "], declared is size[" + image.width() + "x" + image.height() + "]")));
            }
            return new Header(size.width(), size.height(), List.of());
        }
    }
}
