package org.fpn4j.data.csv;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.fpn4j.core.merging.FusedBox;
import org.fpn4j.core.merging.ScoredBox;
import org.fpn4j.core.merging.WeightedBoxesFusion;
import org.fpn4j.data.csv.LabelRow.Drawn;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.DeclaredBox;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.ProblemKind;

/**
 * What the readers of one image say, together: the boxes of each image that becomes of it.
 *
 * @param config what becomes of several readers
 * @param classIndex index of a class, -1 where it is none of the set
 */
record ImageReadings(ReadersConfig config, ToIntFunction<String> classIndex) {
    private static final int NOT_NUMBERED = 0;

    /**
     * The boxes of an image, or of as many images as it has readers where they are kept apart; not numbered yet.
     *
     * @param rows of the image
     * @param problems hear of boxes that are left out
     */
    List<List<DeclaredBox>> boxes(List<LabelRow> rows, List<DataProblem> problems) {
        Map<String, List<LabelRow>> readers = new LinkedHashMap<>();
        rows.forEach(row -> readers.computeIfAbsent(row.reader(), reader -> new ArrayList<>())
                .add(row));
        Map<String, List<DeclaredBox>> drawn = new LinkedHashMap<>();
        readers.forEach((reader, own) -> drawn.put(reader, declared(own, problems)));
        return switch (config.merge()) {
            case APART -> List.copyOf(drawn.values());
            case UNION -> List.of(drawn.values().stream().flatMap(List::stream).toList());
            case WBF -> drawn.size() == 1 && config.least() == 1
                    ? List.copyOf(drawn.values())
                    : List.of(fused(rows.get(0), List.copyOf(drawn.values()), problems));
        };
    }

    private List<DeclaredBox> declared(List<LabelRow> rows, List<DataProblem> problems) {
        List<DeclaredBox> boxes = new ArrayList<>();
        for (LabelRow row : rows) {
            if (row.drawn().isPresent()) {
                Drawn drawn = row.drawn().get();
                int index = classIndex.applyAsInt(drawn.className());
                String where = row.where();
                if (index < 0) {
                    problems.add(DataProblem.of(
                            ProblemKind.UNKNOWN_CATEGORY,
                            where,
                            "class[" + drawn.className() + "] is not among the classes"));
                } else {
                    boxes.add(box(index, drawn.x1(), drawn.y1(), drawn.width(), drawn.height(), where));
                }
            }
        }
        return boxes;
    }

    private static DeclaredBox box(int index, double x, double y, double width, double height, String where) {
        return new DeclaredBox(NOT_NUMBERED, index, x, y, width, height, Double.NaN, ObjectKind.OBJECT, where);
    }

    private List<DeclaredBox> fused(LabelRow first, List<List<DeclaredBox>> readers, List<DataProblem> problems) {
        List<List<ScoredBox>> voters = readers.stream()
                .map(boxes -> boxes.stream().map(ImageReadings::scored).toList())
                .toList();
        List<DeclaredBox> all = new ArrayList<>();
        List<FusedBox> fused = new WeightedBoxesFusion(config.overlap(), 0).fuse(voters);
        String image = first.where() + " image[" + first.image() + "]";
        for (FusedBox one : fused) {
            ScoredBox box = one.box();
            String where = image + " fused box[" + (all.size() + 1) + "]";
            DeclaredBox declared =
                    box(box.label(), box.x1(), box.y1(), box.x2() - box.x1(), box.y2() - box.y1(), where);
            if (one.voters() < config.least()) {
                problems.add(DataProblem.of(
                        ProblemKind.UNCONFIRMED_BOX,
                        image,
                        "box at [" + declared.x() + ", " + declared.y() + "] is of [" + one.voters() + "] of ["
                                + voters.size() + "] readers"));
            } else {
                all.add(declared);
            }
        }
        readers.stream()
                .flatMap(List::stream)
                .filter(box -> scored(box).area() <= 0)
                .forEach(all::add); // told as what they are
        return all;
    }

    private static ScoredBox scored(DeclaredBox box) {
        return new ScoredBox(box.categoryIndex(), 1, box.x(), box.y(), box.x() + box.width(), box.y() + box.height());
    }
}
