package org.fpn4j.experiments.ablation;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.fpn4j.core.graph.CostGraph;

/**
 * What all variants of an ablation have equally much of: a whole number of each variant's config is set so that they do.
 *
 * @param what they have
 * @param scope of it
 * @param of the variant that stays as it is, label by axis
 * @param by path of the number, as {@code neck.out_channels}
 * @param multipleOf what the number must be a multiple of
 * @param tolerance largest relative distance
 */
record Match(What what, Scope scope, Map<String, String> of, String by, int multipleOf, double tolerance) {
    /** Something that can be counted. */
    enum What {
        MACS,
        PARAMS
    }

    /** Where it is counted. */
    enum Scope {
        /** In all of the detector: a wider neck makes the head wider, too. */
        DETECTOR,
        /** In the neck, the levels above it included. */
        NECK
    }

    Match {
        requireNonNull(what, "what is null");
        requireNonNull(scope, "scope is null");
        of = Collections.unmodifiableMap(new LinkedHashMap<>(of));
        requireNonNull(by, "by is null");
    }

    /** How much of it a detector has. */
    long count(CostGraph cost) {
        return switch (scope) {
            case DETECTOR -> count(cost, "");
            case NECK -> count(cost, "neck") + count(cost, "extra_levels");
        };
    }

    private long count(CostGraph cost, String name) {
        return what == What.MACS ? cost.macs(name) : cost.parameterCount(name);
    }

    /** {@code macs of the detector}. */
    String words() {
        return what.name().toLowerCase(Locale.ROOT) + " of the " + scope.name().toLowerCase(Locale.ROOT);
    }
}
