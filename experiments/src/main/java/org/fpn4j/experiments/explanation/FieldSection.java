package org.fpn4j.experiments.explanation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fpn4j.experiments.explanation.LevelField.Energy;
import org.fpn4j.experiments.picture.EnergyPicture;
import org.fpn4j.experiments.picture.Jpegs;
import org.fpn4j.experiments.report.ExplanationReport.Section;
import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.HeatMapRow;
import org.fpn4j.experiments.report.LevelsReport;
import org.fpn4j.experiments.report.NamedPicture;
import org.fpn4j.experiments.report.SidePlot;

/**
 * Effective receptive fields beside the sides of objects.
 *
 * @param sides of the training's objects in pixels of the input, ascending; at least one
 * @param images that fields were measured on
 * @param noun of these: validation images, or their tiles
 */
record FieldSection(List<RunFindings> runs, double[] sides, int images, String noun) {
    /** When a field was measured. */
    private enum Moment {
        BEFORE,
        AFTER;

        /** As it is read: {@code before}. */
        String words() {
            return name().toLowerCase(Locale.ROOT);
        }

        Energy energy(LevelField field) {
            return this == BEFORE ? field.initial() : field.trained();
        }
    }

    private Spread spread(int level, Moment moment, ToDoubleFunction<EffectiveField> number) {
        return Spread.of(runs.stream()
                .map(run -> moment.energy(run.fields().get(level)))
                .flatMap(energy -> energy.extent().stream())
                .mapToDouble(number));
    }

    private Spread outside(int level, Moment moment) {
        return Spread.of(
                runs.stream().map(run -> moment.energy(run.fields().get(level))).mapToDouble(Energy::outside));
    }

    private List<LevelField> first() {
        return runs.get(0).fields();
    }

    Section section() {
        return new Section(
                "fields",
                "What each level sees",
                List.of(
                        "How much each pixel moves the cell in the middle of a level: squared gradients by the pixels, of sums of"
                                + " the cell's channels with random signs, over " + images + " " + noun
                                + ". Norms take their stored statistics."),
                Optional.of(plot()),
                List.of(new TitledTable("Side of the square about the cell that holds its energy", table())),
                List.of(),
                pictures(),
                "Thick bar, and solid square: half of the energy. Thin bar, and dashed square: 95 %. Dashed tick, and dotted"
                        + " frame: all that the cell can depend on, by the windows on the way. Pictures: brightness falls by"
                        + " the logarithm of the energy over six powers of ten.");
    }

    private LevelsReport.Table table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("level", "training", "half, px", "95 %, px", "sd x", "sd y", "theory, px", "outside it, %"));
        for (int level = 0; level < first().size(); level++) {
            LevelField field = first().get(level);
            for (Moment moment : Moment.values()) {
                rows.add(List.of(
                        field.level(),
                        moment.words(),
                        spread(level, moment, EffectiveField::side50).text(0),
                        spread(level, moment, EffectiveField::side95).text(0),
                        spread(level, moment, EffectiveField::sdX).text(1),
                        spread(level, moment, EffectiveField::sdY).text(1),
                        field.theory().toString(),
                        String.format(
                                Locale.ROOT,
                                "%.2f",
                                100 * outside(level, moment).mean())));
            }
        }
        return new LevelsReport.Table(rows, List.of(false, false, true, true, true, true, true, true));
    }

    private SidePlot plot() {
        List<SidePlot.Row> rows = new ArrayList<>();
        for (int level = 0; level < first().size(); level++) {
            for (Moment moment : Moment.values()) {
                Spread half = spread(level, moment, EffectiveField::side50);
                if (!Double.isNaN(half.mean())) {
                    LevelField field = first().get(level);
                    rows.add(new SidePlot.Row(
                            field.level() + " " + moment.words() + " training",
                            half.mean(),
                            spread(level, moment, EffectiveField::side95).mean(),
                            field.theory().largest()));
                }
            }
        }
        return new SidePlot(bins(), rows);
    }

    /** Half octaves. */
    private List<SidePlot.Bin> bins() {
        List<SidePlot.Bin> bins = new ArrayList<>();
        double largest = sides[sides.length - 1];
        double low = 0;
        for (int half = 2; low <= largest; half++) {
            double from = low;
            double high = Math.pow(2, half / 2.0);
            bins.add(new SidePlot.Bin(
                    from,
                    high,
                    Arrays.stream(sides)
                            .filter(side -> side >= from && side < high)
                            .count()));
            low = high;
        }
        return bins;
    }

    private List<HeatMapRow> pictures() {
        return Arrays.stream(Moment.values())
                .map(moment -> new HeatMapRow(
                        moment.words() + " training"
                                + (runs.size() == 1
                                        ? ""
                                        : ", seed " + runs.get(0).seed()),
                        first().stream().map(field -> picture(field, moment)).toList()))
                .toList();
    }

    private static NamedPicture picture(LevelField field, Moment moment) {
        Energy energy = moment.energy(field);
        List<EnergyPicture.Frame> frames = new ArrayList<>();
        frames.add(new EnergyPicture.Frame(
                field.window().left(),
                field.window().top(),
                field.window().right() + 1.0,
                field.window().bottom() + 1.0,
                EnergyPicture.Line.DOTTED));
        energy.extent().ifPresent(extent -> {
            frames.add(square(field, extent.side95(), EnergyPicture.Line.DASHED));
            frames.add(square(field, extent.side50(), EnergyPicture.Line.SOLID));
        });
        String name = field.level() + " " + moment.words() + " training: "
                + energy.extent()
                        .map(extent -> "half within " + extent.side50() + " px, 95 % within " + extent.side95() + " px")
                        .orElse("no pixel moves the cell");
        return new NamedPicture(
                name,
                "pixels that move a cell of " + name,
                Jpegs.encode(EnergyPicture.draw(
                        energy.values(), energy.width(), frames.toArray(new EnergyPicture.Frame[0]))));
    }

    private static EnergyPicture.Frame square(LevelField field, int side, EnergyPicture.Line line) {
        double left = field.column() - (side - 1) / 2.0;
        double top = field.row() - (side - 1) / 2.0;
        return new EnergyPicture.Frame(left, top, left + side, top + side, line);
    }

    /** {@code 95 % of what moves a cell lies within 61 pixels at P2 ...; 95 % of the objects have sides up to 160.} */
    String sentence() {
        String levels = IntStream.range(0, first().size())
                .mapToObj(level -> spread(level, Moment.AFTER, EffectiveField::side95)
                                .text(0)
                                .replaceFirst("±.*", "") + " at "
                        + first().get(level).level())
                .collect(Collectors.joining(", "));
        String objects = String.format(
                Locale.ROOT,
                " Half of the objects have sides up to %.0f pixels, 95 %% up to %.0f.",
                quantile(0.5),
                quantile(0.95));
        return "After training, 95 % of what moves a cell lies within so many pixels of the input: " + levels + "."
                + objects;
    }

    private double quantile(double share) {
        return sides[(int) Math.min(sides.length - 1, Math.ceil(share * sides.length) - 1)];
    }

    /** Sides of the objects. */
    Map<String, Object> objects() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("count", sides.length);
        values.put("median_side_px", quantile(0.5));
        values.put("side_95_px", quantile(0.95));
        return values;
    }

    /** Whether norms of whole maps make every pixel move every cell. */
    boolean reachesEverywhere() {
        return first().stream().anyMatch(field -> field.theory().wholeImage());
    }

    List<Map<String, Object>> json() {
        List<Map<String, Object>> levels = new ArrayList<>();
        for (int level = 0; level < first().size(); level++) {
            Map<String, Object> values = new LinkedHashMap<>();
            LevelField field = first().get(level);
            values.put("level", field.level());
            values.put(
                    "theory_px",
                    List.of(field.theory().smallest(), field.theory().largest()));
            values.put("whole_image", field.theory().wholeImage());
            for (Moment moment : Moment.values()) {
                values.put(moment.words(), json(level, moment));
            }
            levels.add(values);
        }
        return levels;
    }

    private Map<String, Object> json(int level, Moment moment) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("side_50_px", spread(level, moment, EffectiveField::side50).meanOrNull());
        values.put(
                "side_50_px_sd", spread(level, moment, EffectiveField::side50).sdOrNull());
        values.put("side_95_px", spread(level, moment, EffectiveField::side95).meanOrNull());
        values.put(
                "side_95_px_sd", spread(level, moment, EffectiveField::side95).sdOrNull());
        values.put("sd_x_px", spread(level, moment, EffectiveField::sdX).meanOrNull());
        values.put("sd_y_px", spread(level, moment, EffectiveField::sdY).meanOrNull());
        values.put("outside_share", outside(level, moment).mean());
        return values;
    }
}
