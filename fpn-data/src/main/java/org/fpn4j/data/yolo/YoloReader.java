package org.fpn4j.data.yolo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetAssembler;
import org.fpn4j.data.dataset.DeclaredBox;
import org.fpn4j.data.dataset.DeclaredImage;
import org.fpn4j.data.dataset.MissingPictures;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.dataset.ResizedPictures;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.mask.Segmentation;
import org.fpn4j.data.yolo.LabelLine.MalformedLineException;

/**
 * Reads the pictures of a split and their labels, which are shares of each picture's size as people see it. A line with a class
 * that {@code data.yaml} does not have is refused; other lines that say nothing are left out and counted.
 *
 * @param folder that file names are told relative to
 * @param masked whether polygons are kept as masks; their extent is a box in any case
 */
record YoloReader(List<String> names, Path folder, OrientationRule orientation, boolean masked) {
    private static final int MOST_TOLD = 20;

    /** What a label file says of a picture: nothing where it cannot be read. */
    private record Labels(List<DeclaredBox> boxes, List<DataProblem> survived, List<Problem> fatal, boolean readable) {
        static Labels none(List<DataProblem> survived, boolean readable) {
            return new Labels(List.of(), survived, List.of(), readable);
        }
    }

    /** Classes by index; their ids are those of the files. */
    List<Category> categories() {
        return IntStream.range(0, names.size())
                .mapToObj(index -> new Category(index, index, names.get(index)))
                .toList();
    }

    /**
     * Reads a split.
     *
     * @param name for messages
     * @param source file that names the split
     * @param known what is wrong with it, as far as it was told
     */
    Dataset read(String name, String source, List<Path> pictures, List<DataProblem> known) {
        List<Labels> read = IntStream.range(0, pictures.size())
                .parallel()
                .mapToObj(i -> labels(pictures.get(i)))
                .toList();
        List<DataProblem> problems = new ArrayList<>(known);
        Problems fatal = new Problems();
        int refused = 0;
        for (Labels labels : read) {
            problems.addAll(labels.survived());
            for (Problem problem : labels.fatal()) {
                if (++refused <= MOST_TOLD) {
                    fatal.add(problem);
                }
            }
        }
        if (refused > MOST_TOLD) {
            fatal.add(source, "[" + (refused - MOST_TOLD) + "] more lines of labels are like these");
        }
        fatal.throwIfAny();
        DatasetAssembler assembler = new DatasetAssembler(
                name, problems, orientation, ResizedPictures.LEFT_OUT, MissingPictures.LEFT_OUT, masked);
        long boxId = 0;
        for (int i = 0; i < pictures.size(); i++) {
            Path picture = pictures.get(i);
            List<DeclaredBox> boxes = new ArrayList<>();
            for (DeclaredBox box : read.get(i).boxes()) {
                boxes.add(box.of(++boxId, box.categoryIndex()));
            }
            if (read.get(i).readable()) {
                assembler.add(new DeclaredImage(i + 1L, told(picture), picture, 0, 0, boxes, source));
            } else {
                assembler.leaveOut(new Reference.Image(i + 1L, told(picture), List.of()));
            }
        }
        return assembler.assemble(source, categories());
    }

    private String told(Path picture) {
        Path absolute = picture.toAbsolutePath().normalize();
        Path from = folder.toAbsolutePath().normalize();
        return absolute.startsWith(from) ? from.relativize(absolute).toString() : picture.toString();
    }

    private Labels labels(Path picture) {
        Path file = YoloPictures.labels(picture);
        if (!Files.isRegularFile(file)) {
            return Labels.none(
                    List.of(DataProblem.of(
                            ProblemKind.NO_LABEL_FILE, picture.toString(), "label file[" + file + "] does not exist")),
                    true);
        }
        Optional<PictureSize> size = size(picture);
        if (size.isEmpty()) {
            return Labels.none(List.of(), true); // told when the set is put together
        }
        try {
            HeapBudget.require(file.toString(), "bytes of the file", Files.size(file));
            return parsed(file, Files.readAllLines(file), size.get());
        } catch (IOException e) {
            String reason = "file cannot be read: " + ReadFailure.reason(file, e);
            return Labels.none(
                    List.of(DataProblem.of(ProblemKind.BROKEN_ANNOTATION_FILE, file.toString(), reason)), false);
        }
    }

    private Optional<PictureSize> size(Path picture) {
        try {
            PictureHeader header = new PictureReader().header(picture);
            return Optional.of(orientation == OrientationRule.IGNORE ? header.stored() : header.seen());
        } catch (UserInputException e) {
            return Optional.empty();
        }
    }

    private Labels parsed(Path file, List<String> lines, PictureSize size) {
        List<DeclaredBox> boxes = new ArrayList<>();
        List<DataProblem> survived = new ArrayList<>();
        List<Problem> fatal = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).replace("\uFEFF", "");
            String where = file + ":" + (i + 1);
            if (text.isBlank()) {
                continue;
            }
            try {
                LabelLine line = LabelLine.of(text);
                if (line.label() < 0 || line.label() >= names.size()) {
                    fatal.add(Problem.of(
                            where,
                            "class[" + line.label() + "] is none of the [" + names.size() + "] classes",
                            "classes are numbered from 0 to " + (names.size() - 1)));
                } else {
                    boxes.add(box(line, size, where));
                    if (masked && !line.isPolygon()) {
                        survived.add(DataProblem.of(ProblemKind.NO_MASK, where, "label is a box, no polygon"));
                    }
                }
            } catch (MalformedLineException e) {
                survived.add(DataProblem.of(ProblemKind.MALFORMED_ANNOTATION, where, e.getMessage()));
            }
        }
        return new Labels(boxes, survived, fatal, true);
    }

    private DeclaredBox box(LabelLine line, PictureSize size, String where) {
        double[] edges = line.edges();
        double width = (edges[2] - edges[0]) * size.width();
        double height = (edges[3] - edges[1]) * size.height();
        Optional<Segmentation> mask = masked && line.isPolygon() ? Optional.of(polygon(line, size)) : Optional.empty();
        return new DeclaredBox(
                0,
                (int) line.label(),
                edges[0] * size.width(),
                edges[1] * size.height(),
                width,
                height,
                Double.NaN,
                ObjectKind.OBJECT,
                where,
                mask);
    }

    private static Segmentation polygon(LabelLine line, PictureSize size) {
        double[] pixels = line.values().clone();
        for (int i = 0; i < pixels.length; i += 2) {
            pixels[i] *= size.width();
            pixels[i + 1] *= size.height();
        }
        return new Polygons(List.of(new Polygon(pixels)));
    }
}
