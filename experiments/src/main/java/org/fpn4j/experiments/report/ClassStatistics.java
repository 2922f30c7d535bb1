package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.fpn4j.evaluation.coco.ClassScore;

/** The scores of each class over the seeds of each variant. */
public final class ClassStatistics {
    private final List<CellRow> cells;

    public ClassStatistics(List<CellRow> cells) {
        this.cells = List.copyOf(cells);
    }

    /** Names of the classes that any run was scored on, in the order of the data. */
    public List<String> classes() {
        Set<String> classes = new LinkedHashSet<>();
        cells.forEach(cell -> classes.addAll(cell.perClass().keySet()));
        return new ArrayList<>(classes);
    }

    /** AP of a class over the seeds of a variant. */
    public Statistic ap(Map<String, String> variant, String name) {
        return of(variant, name, ClassScore::ap);
    }

    /** AP50 of a class over the seeds of a variant. */
    public Statistic ap50(Map<String, String> variant, String name) {
        return of(variant, name, ClassScore::ap50);
    }

    private Statistic of(Map<String, String> variant, String name, ToDoubleFunction<ClassScore> score) {
        return Statistic.of(cells.stream()
                .filter(cell -> cell.axisValues().equals(variant))
                .map(cell -> cell.perClass().get(name))
                .filter(Objects::nonNull)
                .map(score::applyAsDouble)
                .toList());
    }
}
