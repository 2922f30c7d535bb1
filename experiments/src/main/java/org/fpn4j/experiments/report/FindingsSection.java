package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.evaluation.mistake.ConfusionMatrix;
import org.fpn4j.experiments.plot.CurvePlot;
import org.fpn4j.experiments.plot.Look;

/** Curves of precision and recall, and what is taken for what. */
final class FindingsSection {
    private static final int MOST_CURVES = 240; // of all plots together
    private static final String OTHERS = "other classes";
    private static final int OPEN_MATRICES = 4;
    private static final int MOST_MATRICES = 8;
    private static final int PERCENT = 100;

    /** How a variant looks in plots. */
    record Style(String label, String mark, String line) {}

    /** A class and its curves. */
    record Plot(String name, String svg) {}

    /** A share of a row. */
    record Share(String text, String count, String shade, boolean right) {}

    /** A true class, and what became of its objects. */
    record Row(String name, String count, List<Share> shares) {}

    /** What one variant takes for what. */
    record Matrix(String label, List<String> columns, List<Row> rows, List<Share> background) {}

    private final Findings findings;
    private final ClassOrder order;
    private final List<String> known; // variants by style

    /**
     * Prepares.
     *
     * @param order of classes
     * @param labels of all variants, whose places are their styles
     */
    FindingsSection(Findings findings, ClassOrder order, List<String> labels) {
        this.findings = findings;
        this.order = order;
        this.known = List.copyOf(labels);
    }

    /** A legend's entry for each variant. */
    static List<Style> styles(List<String> labels) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Style(labels.get(i), Look.markSample(i), Look.lineSample(i)))
                .toList();
    }

    void put(Map<String, Object> model) {
        List<Plot> plots = plots();
        int open = Math.min(plots.size(), order.shown());
        List<Matrix> matrices = findings.variants().stream()
                .limit(MOST_MATRICES)
                .map(this::matrix)
                .toList();
        int cut = findings.variants().size() - matrices.size();
        int shown = Math.min(matrices.size(), OPEN_MATRICES);
        model.put("hasFindings", !findings.variants().isEmpty());
        model.put("hasFindingNotes", !findings.notes().isEmpty());
        model.put("findingNotes", findings.notes());
        model.put(
                "findingStyles",
                styles(findings.variants().stream().map(VariantFindings::label).toList(), known));
        model.put("hasPlots", !plots.isEmpty());
        model.put("plots", plots.subList(0, open));
        model.put("hasOtherPlots", open < plots.size());
        model.put("otherPlotCount", plots.size() - open);
        model.put("otherPlots", plots.subList(open, plots.size()));
        model.put("plotOrder", order.explanation(findings.variants().size()));
        model.put("matrices", matrices.subList(0, shown));
        model.put("hasOtherMatrices", shown < matrices.size());
        model.put("otherMatrices", matrices.subList(shown, matrices.size()));
        model.put("otherMatrixCount", matrices.size() - shown);
        model.put("cutMatrices", cut == 0 ? "" : "Of " + cut + " more variants there is no table.");
    }

    private static List<Style> styles(List<String> labels, List<String> known) {
        List<Style> all = styles(known);
        return labels.stream().map(label -> all.get(known.indexOf(label))).toList();
    }

    private List<Plot> plots() {
        int most = MOST_CURVES / Math.max(1, findings.variants().size());
        List<Plot> plots = new ArrayList<>();
        for (String name : order.all()) {
            int place = findings.classes().indexOf(name);
            if (place >= 0 && plots.size() < most) {
                plot(name, place).ifPresent(svg -> plots.add(new Plot(name, svg)));
            }
        }
        return plots;
    }

    private Optional<String> plot(String name, int place) {
        List<CurvePlot.Curve> curves = new ArrayList<>();
        List<String> described = new ArrayList<>();
        for (VariantFindings variant : findings.variants()) {
            PrecisionCurves ofClass = variant.curves().get(place);
            int style = known.indexOf(variant.label());
            if (!ofClass.half().isEmpty()) {
                curves.add(new CurvePlot.Curve(style, false, ofClass.half()));
                curves.add(new CurvePlot.Curve(style, true, ofClass.threeQuarters()));
                described.add(String.format(
                        Locale.ROOT,
                        "%s %.2f and %.2f",
                        variant.label(),
                        mean(ofClass.half()),
                        mean(ofClass.threeQuarters())));
            }
        }
        return curves.isEmpty()
                ? Optional.empty()
                : Optional.of(CurvePlot.of(
                        name + ": precision by recall",
                        "Precision by recall of " + name + "; mean precision at IoU 0.5 and 0.75: "
                                + String.join(", ", described) + ".",
                        "recall",
                        "precision",
                        curves));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private Matrix matrix(VariantFindings variant) {
        List<Integer> kept = order.all().subList(0, order.shown()).stream()
                .map(name -> variant.confusion().classes().indexOf(name))
                .filter(place -> place >= 0)
                .toList();
        ConfusionMatrix confusion = variant.confusion().of(kept, OTHERS);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < confusion.background(); row++) {
            List<Share> shares = new ArrayList<>();
            for (int column = 0; column <= confusion.background(); column++) {
                shares.add(share(confusion, row, column));
            }
            rows.add(new Row(confusion.classes().get(row), Numbers.grouped(confusion.inRow(row)), shares));
        }
        List<Share> background = new ArrayList<>();
        double images = (double) variant.images() * variant.runs();
        for (int column = 0; column < confusion.background(); column++) {
            long count = confusion.count(confusion.background(), column);
            double each = images == 0 ? 0 : PERCENT * count / images;
            background.add(new Share(Numbers.fixed(each, each < 10 ? 1 : 0), Numbers.grouped(count), "0", false));
        }
        String label = String.format(
                Locale.ROOT,
                "%s, score \u2265 %.2f, %d run%s",
                variant.label(),
                variant.rule().score(),
                variant.runs(),
                variant.runs() == 1 ? "" : "s");
        return new Matrix(label, confusion.classes(), rows, background);
    }

    private static Share share(ConfusionMatrix confusion, int row, int column) {
        long count = confusion.count(row, column);
        long all = confusion.inRow(row);
        double percent = all == 0 ? 0 : 100.0 * count / all;
        String text = count == 0 ? "" : percent < 0.5 ? "< 1" : String.valueOf(Math.round(percent));
        return new Share(text, count + " of " + all, Numbers.fixed(percent / PERCENT * 0.45, 2), row == column);
    }
}
