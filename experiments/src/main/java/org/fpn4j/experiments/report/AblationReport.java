package org.fpn4j.experiments.report;

import java.util.List;
import java.util.function.Function;

/**
 * Everything that the report of an ablation shows.
 *
 * @param command what to type to get these numbers
 * @param machine processor, cores, memory, system, versions
 * @param startedAt date and time with zone
 * @param dataSummary the data sets in one sentence: images, boxes, classes, digest
 * @param axes names of the axes, in the order of the table's columns
 * @param variants one row for each combination that has at least one seed done
 * @param cells one row for each variant and seed, failed ones included
 * @param notes sentences that a reader must know to judge the numbers
 */
public record AblationReport(
        String name,
        String command,
        String machine,
        String startedAt,
        String dataSummary,
        List<String> axes,
        List<VariantRow> variants,
        List<CellRow> cells,
        List<Example> examples,
        List<HeatMapRow> heatMaps,
        List<String> notes) {
    /** The scores of the headline table, in its order. */
    public static final List<String> METRICS = List.of("AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L");

    public AblationReport {
        axes = List.copyOf(axes);
        variants = List.copyOf(variants);
        cells = List.copyOf(cells);
        examples = List.copyOf(examples);
        heatMaps = List.copyOf(heatMaps);
        notes = List.copyOf(notes);
    }

    List<CellRow> unfinished() {
        return cells.stream().filter(cell -> !cell.isDone()).toList();
    }

    /** {@code 5 of 6 runs done}. */
    String progress() {
        return cells.size() - unfinished().size() + " of " + cells.size() + " runs done";
    }

    /** The scores of each class. */
    ClassStatistics classes() {
        return new ClassStatistics(cells);
    }

    /** The highest mean of a metric; -1 where no variant has one. */
    double best(String metric) {
        return best(variant -> variant.metric(metric));
    }

    /** The highest mean of anything; -1 where no variant has one. */
    double best(Function<VariantRow, Statistic> statistic) {
        return variants.stream()
                .mapToDouble(variant -> statistic.apply(variant).mean())
                .max()
                .orElse(-1);
    }
}
