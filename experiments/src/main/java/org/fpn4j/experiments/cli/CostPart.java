package org.fpn4j.experiments.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.fpn4j.core.graph.CostGraph;

/** A part of a detector whose cost is told, in the order of tables. */
enum CostPart {
    BACKBONE,
    /** With the levels above it. */
    NECK,
    EXTRA_LEVELS,
    HEAD,
    TOTAL;

    private List<String> scopes() {
        return switch (this) {
            case BACKBONE, EXTRA_LEVELS, HEAD -> List.of(key());
            case NECK -> List.of(key(), EXTRA_LEVELS.key());
            case TOTAL -> List.of("");
        };
    }

    /** As files have it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As tables have it: what is counted in the row before stands a little to the right. */
    String title() {
        return this == EXTRA_LEVELS ? "  " + key() : key();
    }

    long params(CostGraph graph) {
        return sum(graph::parameterCount);
    }

    long macs(CostGraph graph) {
        return sum(graph::macs);
    }

    /** What it multiplies to make maps of a level's stride. */
    long macs(CostGraph graph, int stride) {
        return sum(scope -> graph.macs(scope, stride));
    }

    private long sum(ToLongFunction<String> ofScope) {
        return scopes().stream().mapToLong(ofScope).sum();
    }
}
