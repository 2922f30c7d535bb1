package org.fpn4j.experiments.ablation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.evaluation.statistics.Factor;
import org.fpn4j.evaluation.statistics.Factorial;

/**
 * The axes of an ablation as a design: two of them, each with more than one value, cross. The one whose values are amounts is what the
 * effect of the other may depend on; where both or neither are, that is the second.
 */
final class CrossedAxes {
    private static final int CROSSED = 2;

    private final List<Axis> varied;
    private final Map<String, String> baseline;
    private final List<Map<String, String>> variants;

    CrossedAxes(Ablation ablation) {
        this.varied = ablation.axes().stream()
                .filter(axis -> axis.values().size() > 1)
                .toList();
        this.baseline = ablation.comparing().baseline();
        this.variants = ablation.variants();
    }

    /** Empty where not two axes vary. */
    Optional<Factorial> design() {
        if (varied.size() != CROSSED) {
            return Optional.empty();
        }
        Factor first = factor(varied.get(0));
        Factor second = factor(varied.get(1));
        boolean turned = first.ordered() && !second.ordered();
        return Optional.of(turned ? design(second, first) : design(first, second));
    }

    /** What is not done where more axes vary. */
    Optional<String> remark() {
        return varied.size() > CROSSED
                ? Optional.of(
                        "Of " + varied.size() + " axes it is not computed whether the effect of one depends on others:"
                                + " an ablation with two of them tells.")
                : Optional.empty();
    }

    private Factor factor(Axis axis) {
        return Factor.of(axis.name(), List.copyOf(axis.values().keySet()), baseline.get(axis.name()));
    }

    private Factorial design(Factor topic, Factor moderator) {
        List<List<String>> rows = new ArrayList<>();
        for (String one : topic.levels()) {
            rows.add(moderator.levels().stream()
                    .map(other -> variant(topic.name(), one, moderator.name(), other))
                    .toList());
        }
        return new Factorial(topic, moderator, rows);
    }

    private String variant(String topic, String one, String moderator, String other) {
        return variants.stream()
                .filter(each -> one.equals(each.get(topic)) && other.equals(each.get(moderator)))
                .map(Comparing::label)
                .findFirst()
                .orElseThrow();
    }
}
