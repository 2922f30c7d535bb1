package org.fpn4j.experiments.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Question;
import org.fpn4j.evaluation.statistics.Scored;
import org.fpn4j.experiments.picture.BoxPainter;
import org.fpn4j.experiments.picture.HeatMap;
import org.fpn4j.experiments.picture.Jpegs;
import org.fpn4j.experiments.picture.LabelledBox;

/** Invented reports of the size and shape of real ones; the same at every call. */
final class SampleReports {
    private static final List<String> NECKS = List.of("fpn", "panet", "bifpn");
    private static final List<String> CLASSES = List.of("nodule", "consolidation", "large heart");
    private static final double[][] SCORES = {
        {0.412, 0.701, 0.428, 0.183, 0.437, 0.655},
        {0.431, 0.717, 0.452, 0.204, 0.451, 0.662},
        {0.437, 0.722, 0.449, 0.221, 0.449, 0.671}
    };
    private static final long[] PARAMS = {2_153_482, 2_744_330, 1_988_914};
    private static final long[] MACS = {4_412_000_000L, 5_093_000_000L, 3_871_000_000L};
    private static final int STEPS = 1800;
    private static final List<String> COLUMNS =
            Metrics.coco().in(Shown.TABLES).stream().map(Metric::name).toList();

    private SampleReports() {}

    /** Of an even number of seeds half lie above the mean and half below, of an odd number one on it. */
    static VariantRow variant(String neck, int n, double ap, double sd) {
        double distance = n < 2 ? 0 : sd * Math.sqrt((n - 1.0) / (n - n % 2));
        List<CellRow> runs = new ArrayList<>();
        for (int seed = 0; seed < n; seed++) {
            boolean middle = n % 2 == 1 && seed == n - 1;
            runs.add(cell(neck, seed, middle || ap < 0 ? ap : ap + (seed % 2 == 0 ? distance : -distance)));
        }
        return variant(neck, runs);
    }

    static VariantRow variant(String neck, List<CellRow> runs) {
        return new VariantRow(Map.of("neck", neck), runs, 1_000_000, 2_000_000_000L);
    }

    static CellRow cell(String neck, long seed, double ap) {
        return new CellRow(
                Map.of("neck", neck),
                seed,
                CellRow.DONE,
                new RunScores(Map.of("AP", ap), Map.of()),
                60,
                "cells/" + neck,
                "",
                LearningCurves.NONE);
    }

    static AblationReport report(List<VariantRow> variants, List<CellRow> cells) {
        return new AblationReport(
                "necks",
                new Circumstances("./fpn ablate necks.yaml", List.of("4f1e0a"), List.of("two cores"), "today", "none"),
                Metrics.coco(),
                List.of("neck"),
                variants,
                verdicts(cells),
                cells,
                List.of(),
                Inspected.NOTHING,
                List.of());
    }

    /** All variants that have a run, compared with the first of them, without draws of images. */
    static Verdicts verdicts(List<CellRow> cells) {
        List<String> labels = cells.stream()
                .map(cell -> VariantRow.label(cell.axisValues()))
                .distinct()
                .toList();
        Question question = labels.isEmpty()
                ? new Question("none", List.of())
                : new Question(labels.get(0), labels.subList(1, labels.size()));
        int seeds = (int) cells.stream().map(CellRow::seed).distinct().count();
        return new Verdicts(
                Family.deciding(question, "AP", true, seeds, scored(cells, "AP")),
                COLUMNS.stream()
                        .filter(name -> !name.equals("AP"))
                        .map(name -> Family.besides(question, name, true, scored(cells, name)))
                        .toList(),
                List.of());
    }

    private static List<Scored> scored(List<CellRow> cells, String metric) {
        return cells.stream()
                .filter(CellRow::isDone)
                .map(cell -> new Scored(
                        VariantRow.label(cell.axisValues()), cell.seed(), cell.metric(metric), Optional.empty()))
                .toList();
    }

    /** Three necks and three seeds, one of the nine runs failed. */
    static AblationReport ablation() {
        List<VariantRow> variants = new ArrayList<>();
        List<CellRow> cells = new ArrayList<>();
        for (int variant = 0; variant < NECKS.size(); variant++) {
            Map<String, String> axes = Map.of("neck", NECKS.get(variant));
            List<CellRow> done = new ArrayList<>();
            for (long seed = 0; seed < 3; seed++) {
                if (variant == 1 && seed == 2) {
                    cells.add(new CellRow(
                            axes,
                            seed,
                            CellRow.failed("loss became NaN at step 412 (level P3, tensor head/box_deltas)"),
                            RunScores.NONE,
                            81,
                            "cells/panet-2",
                            "",
                            curves(
                                    loss(variant, seed, 412),
                                    Map.of("AP", metricCurve(SCORES[variant][0], variant, seed, 2)))));
                } else {
                    CellRow cell = finished(axes, variant, seed);
                    done.add(cell);
                    cells.add(cell);
                }
            }
            variants.add(new VariantRow(axes, done, PARAMS[variant], MACS[variant]));
        }
        return new AblationReport(
                "Necks on synthetic radiographs",
                new Circumstances(
                        "./fpn ablate configs/quickstart.yaml --set training.epochs=12 --out runs/quickstart",
                        List.of("4f1e0a2b9c3d"),
                        List.of("2 cores of an x86-64 server with AVX2, 8 GB; Linux 6.1"),
                        "2026-01-15 10:42 UTC",
                        "Synthetic radiographs 256 x 256: 400 images to train on, 100 to validate on, 3 classes, 741 boxes; digest 5c1f0a7e."),
                Metrics.coco(),
                List.of("neck"),
                variants,
                verdicts(cells),
                cells,
                List.of(new ConfigDifference("neck.type", NECKS)),
                inspected(NECKS, List.of(example(1), example(2))),
                List.of(
                        "All variants share the initial values of backbone and head and see the same images in the same order.",
                        "Training times were taken with nothing else running."));
    }

    private static CellRow finished(Map<String, String> axes, int variant, long seed) {
        SplittableRandom random = new SplittableRandom(100L * variant + seed);
        Map<String, Double> metrics = new LinkedHashMap<>();
        double shift = 0.014 * (random.nextDouble() - 0.5);
        for (int i = 0; i < COLUMNS.size(); i++) {
            metrics.put(COLUMNS.get(i), SCORES[variant][i] + shift + 0.01 * (random.nextDouble() - 0.5));
        }
        return new CellRow(
                axes,
                seed,
                CellRow.DONE,
                new RunScores(metrics, classScores(variant, seed)),
                212 + 21 * variant + 8 * random.nextDouble(),
                "cells/" + axes.get("neck") + "-" + seed,
                "cells/report.html",
                curves(
                        loss(variant, seed, STEPS),
                        Map.of(
                                "AP", metricCurve(metrics.get("AP"), variant, seed, 12),
                                "AP50", metricCurve(metrics.get("AP50"), variant, seed, 12))));
    }

    static LearningCurves curves(List<CurvePoint> loss, Map<String, List<CurvePoint>> metrics) {
        return new LearningCurves(loss, Map.of(), metrics, Map.of());
    }

    /** Of a class. */
    static Map<String, Double> scores(double ap, double ap50) {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("AP", ap);
        scores.put("AP50", ap50);
        return scores;
    }

    private static Map<String, Map<String, Double>> classScores(int variant, long seed) {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        for (int i = 0; i < CLASSES.size(); i++) {
            double ap = 0.2 + 0.2 * i + 0.01 * variant + 0.002 * seed;
            scores.put(CLASSES.get(i), scores(ap, ap + 0.25));
        }
        return scores;
    }

    private static List<CurvePoint> loss(int variant, long seed, int steps) {
        SplittableRandom random = new SplittableRandom(7 + 31 * variant + seed);
        List<CurvePoint> points = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            double noise = 0.25 * (random.nextDouble() - 0.5);
            points.add(new CurvePoint(step, (0.42 - 0.02 * variant + 1.5 * Math.exp(-step / 260.0)) * (1 + noise)));
        }
        return points;
    }

    private static List<CurvePoint> metricCurve(double last, int variant, long seed, int epochs) {
        SplittableRandom random = new SplittableRandom(13 + 17 * variant + seed);
        List<CurvePoint> points = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double rise = (1 - Math.exp(-epoch / 3.0)) / (1 - Math.exp(-4));
            double noise = epoch == 12 ? 0 : 0.02 * (random.nextDouble() - 0.5);
            points.add(new CurvePoint(150 * epoch, Math.max(0, last * rise + noise)));
        }
        return points;
    }

    static TrainingReport training() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            metrics.put(COLUMNS.get(i), SCORES[2][i]);
        }
        Map<String, Map<String, Double>> perClass = new LinkedHashMap<>();
        perClass.put("nodule", scores(0.223, 0.473));
        perClass.put("consolidation", scores(0.451, 0.701));
        perClass.put("large heart", scores(0.637, 0.887));
        perClass.put("effusion", scores(-1, -1));
        Map<String, List<CurvePoint>> losses = new LinkedHashMap<>();
        losses.put("classification", scaled(loss(1, 1, STEPS), 0.6));
        losses.put("boxes", scaled(loss(0, 2, STEPS), 0.4));
        Map<String, List<CurvePoint>> scores = new LinkedHashMap<>();
        scores.put("AP", metricCurve(0.437, 2, 0, 12));
        scores.put("AP50", metricCurve(0.722, 2, 0, 12));
        List<CurvePoint> rate = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            double warmUp = Math.min(1, step / 200.0);
            rate.add(new CurvePoint(step, 0.01 * warmUp * (0.5 + 0.5 * Math.cos(Math.PI * step / STEPS))));
        }
        return new TrainingReport(
                "bifpn on synthetic radiographs",
                new Circumstances(
                        "./fpn train configs/models/tiny.yaml --set neck.type=bifpn",
                        List.of("4f1e0a2b9c3d"),
                        List.of("2 cores, 8 GB; Linux 6.1"),
                        "2026-01-15 10:42 UTC",
                        "Synthetic radiographs 256 x 256: 400 images to train on, 100 to validate on."),
                new ConfigText(
                        "seed: 0\nneck:\n  type: bifpn\n  repeats: 2\n",
                        "seed          0      default\nneck.type     bifpn  --set neck.type=bifpn\nneck.repeats  2      tiny.yaml:7:12\n"),
                new RunScores(metrics, perClass),
                new Cost(PARAMS[2], MACS[2], 251.3),
                new LearningCurves(
                        loss(2, 0, STEPS),
                        losses,
                        scores,
                        Map.of("lr", rate, "val_loss", losses.get("boxes"), "val_losses.boxes", losses.get("boxes"))),
                inspected(List.of("bifpn"), List.of(example(1))),
                List.of());
    }

    private static List<CurvePoint> scaled(List<CurvePoint> curve, double factor) {
        return curve.stream()
                .map(point -> new CurvePoint(point.step(), factor * point.value()))
                .toList();
    }

    private static Inspected inspected(List<String> labels, List<Example> examples) {
        return new Inspected(
                SampleFindings.data(CLASSES),
                SampleFindings.findings(labels, CLASSES),
                labels.stream()
                        .map(label -> new VariantRegions(label, SampleRegions.of(CLASSES)))
                        .toList(),
                new Pictures(
                        List.of(new PictureGroup("Hardest images", "Those with the least F1.", examples)),
                        List.of(heatMaps("fpn, seed 0, image 7", 1), heatMaps("bifpn, seed 0, image 7", 2))));
    }

    /** The same words wherever words can be. */
    static Inspected hostile(String words, List<NamedPicture> pictures) {
        return new Inspected(
                SampleFindings.data(List.of(words)),
                SampleFindings.findings(List.of(words), List.of(words)),
                List.of(new VariantRegions(words, SampleRegions.of(List.of(words)))),
                new Pictures(
                        List.of(new PictureGroup(words, words, List.of(new Example(words, pictures)))),
                        List.of(new HeatMapRow(words, pictures))));
    }

    private static Example example(int seed) {
        BufferedImage image = radiograph(seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Box> objects = List.of(
                new Box(112, 130, 190, 214),
                new Box(48 + 10 * seed, 84, 92 + 10 * seed, 150),
                new Box(190, 70, 202, 82));
        List<Integer> classes = List.of(2, 1, 0);
        List<LabelledBox> truth = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            truth.add(LabelledBox.groundTruth(objects.get(i), classes.get(i)));
        }
        BoxPainter painter = new BoxPainter(CLASSES);
        List<NamedPicture> pictures = new ArrayList<>();
        pictures.add(new NamedPicture("ground truth", "objects", Jpegs.encode(painter.paintEnlarged(image, truth, 2))));
        for (int variant = 0; variant < NECKS.size(); variant++) {
            List<LabelledBox> found = new ArrayList<>();
            for (int i = 0; i < objects.size() - (variant == 0 ? 1 : 0); i++) {
                Box box = objects.get(i);
                float dx = (float) (6 * random.nextDouble() - 3);
                Box moved = new Box(box.x1() + dx, box.y1() + dx / 2, box.x2() + dx, box.y2() - dx);
                float score = (float) (0.5 + 0.45 * random.nextDouble());
                found.add(LabelledBox.detection(new Detection(classes.get(i), score, moved)));
            }
            pictures.add(new NamedPicture(
                    NECKS.get(variant),
                    "what " + NECKS.get(variant) + " found",
                    Jpegs.encode(painter.paintEnlarged(image, found, 2))));
        }
        return new Example("Validation image " + (6 + seed), pictures);
    }

    private static HeatMapRow heatMaps(String caption, int seed) {
        BufferedImage image = radiograph(1);
        List<NamedPicture> pictures = new ArrayList<>();
        for (int level = 3; level <= 6; level++) {
            int size = 256 >> level;
            SplittableRandom random = new SplittableRandom(10L * seed + level);
            double[] means = new double[size * size];
            for (int i = 0; i < means.length; i++) {
                double x = (i % size + 0.5) / size - 0.6;
                double y = (Math.floorDiv(i, size) + 0.5) / size - 0.67;
                double width = 0.004 * (1 << (level - 3));
                means[i] = Math.exp(-(x * x + y * y) / width) + 0.25 * random.nextDouble();
            }
            HeatMap map = HeatMap.of(means, size, size);
            pictures.add(new NamedPicture("P" + level, "level " + level, Jpegs.encode(map.over(image))));
        }
        return new HeatMapRow(caption, pictures);
    }

    private static BufferedImage radiograph(int seed) {
        BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(new GradientPaint(0, 0, new Color(0x707070), 0, 256, new Color(0xA8A8A8)));
        graphics.fillRect(0, 0, 256, 256);
        graphics.setColor(new Color(0x303030));
        graphics.fill(new Ellipse2D.Double(34, 40, 84, 180));
        graphics.fill(new Ellipse2D.Double(140, 40, 84, 180));
        graphics.setColor(new Color(255, 255, 255, 26));
        graphics.setStroke(new BasicStroke(7));
        for (int rib = 0; rib < 8; rib++) {
            graphics.drawArc(14, 40 + 24 * rib, 228, 60, 0, 180);
        }
        graphics.setColor(new Color(220, 220, 220, 150));
        graphics.fill(new Ellipse2D.Double(114, 132, 74, 80));
        graphics.fill(new Ellipse2D.Double(50 + 10 * seed, 86, 40, 62));
        graphics.fill(new Ellipse2D.Double(191, 71, 10, 10));
        graphics.dispose();
        return image;
    }
}
