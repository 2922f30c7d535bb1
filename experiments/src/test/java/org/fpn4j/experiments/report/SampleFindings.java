package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.mistake.ConfusionMatrix;
import org.fpn4j.evaluation.mistake.MatchRule;

/** Invented findings and data of given classes. */
final class SampleFindings {
    private SampleFindings() {}

    /** One run of each variant; of a later class the scores of variants differ more. */
    static AblationReport ofClasses(int count, int variants) {
        List<String> classes =
                IntStream.range(0, count).mapToObj(i -> "class " + i).toList();
        List<CellRow> cells = new ArrayList<>();
        List<VariantRow> rows = new ArrayList<>();
        for (int variant = 0; variant < variants; variant++) {
            Map<String, Map<String, Double>> perClass = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                double score = 0.2 + 0.001 * i * variant;
                perClass.put(classes.get(i), SampleReports.scores(score, score));
            }
            CellRow cell = new CellRow(
                    Map.of("neck", "neck " + variant),
                    0,
                    CellRow.DONE,
                    new RunScores(Map.of("AP", 0.5), perClass),
                    1,
                    "x",
                    "",
                    LearningCurves.NONE);
            cells.add(cell);
            rows.add(SampleReports.variant("neck " + variant, List.of(cell)));
        }
        List<String> labels = rows.stream().map(VariantRow::label).toList();
        return new AblationReport(
                "many",
                new Circumstances("", List.of(), List.of(), "", ""),
                Metrics.coco(),
                List.of("neck"),
                rows,
                SampleReports.verdicts(cells),
                cells,
                List.of(),
                new Inspected(data(classes), findings(labels, classes), List.of(), Pictures.NONE),
                List.of());
    }

    /** Each class has 10 objects and one more of the next, found by 8 of 10, one taken for the next class, the others missed. */
    static Findings findings(List<String> labels, List<String> classes) {
        List<VariantFindings> variants = new ArrayList<>();
        for (String label : labels) {
            List<PrecisionCurves> curves = new ArrayList<>();
            classes.forEach(name -> curves.add(new PrecisionCurves(falling(0.9), falling(0.6))));
            variants.add(new VariantFindings(label, new MatchRule(0.42, 0.5), 2, 50, confusion(classes), curves));
        }
        return new Findings(variants, List.of());
    }

    private static List<Double> falling(double end) {
        List<Double> values = new ArrayList<>();
        for (int point = 0; point <= 100; point++) {
            values.add(point > 100 * end ? 0 : 1 - 0.004 * point);
        }
        return values;
    }

    private static ConfusionMatrix confusion(List<String> classes) {
        List<List<Long>> counts = new ArrayList<>();
        int size = classes.size();
        for (int row = 0; row <= size; row++) {
            List<Long> values = new ArrayList<>();
            for (int column = 0; column <= size; column++) {
                values.add(row == size ? (column == size ? 0L : 3L) : column == row ? 8L : column == row + 1 ? 2L : 0L);
            }
            counts.add(values);
        }
        return new ConfusionMatrix(classes, counts);
    }

    static DataFacts data(List<String> classes) {
        List<DataFacts.ClassCount> counts = classes.stream()
                .map(name -> new DataFacts.ClassCount(name, 20, 1, 12, 6, 2, 17.5))
                .toList();
        List<Integer> sides = List.of(0, 1, 4, 8, 4, 2, 1, 0, 0);
        return new DataFacts(
                List.of(
                        new DataFacts.Split(
                                "invented train",
                                100,
                                2,
                                counts,
                                List.of(new DataFacts.Fault("box without area, skipped", 3, "train.json: box[0]"))),
                        new DataFacts.Split("invented val", 50, 0, counts, List.of())),
                List.of(new DataFacts.Sizes("128 x 128 (letterbox)", List.of(sides, sides))));
    }
}
