package org.fpn4j.experiments.ablation;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fpn4j.evaluation.statistics.Looks;
import org.fpn4j.evaluation.statistics.Question;
import org.fpn4j.experiments.scoring.MetricByConvention;

/**
 * What an ablation asks of its variants, decided before any is trained.
 *
 * @param baseline the variant that others are compared with, label by axis
 * @param compared those that are compared with it
 * @param decideBy the metric of the verdicts, with the convention that it follows
 * @param margin up to which a difference of that metric counts as none
 * @param looks numbers of seeds at which results are looked at
 */
public record Comparing(
        Map<String, String> baseline,
        List<Map<String, String>> compared,
        MetricByConvention decideBy,
        OptionalDouble margin,
        Optional<Looks> looks) {
    public Comparing {
        baseline = Collections.unmodifiableMap(new LinkedHashMap<>(baseline));
        compared = List.copyOf(compared);
        requireNonNull(decideBy, "decideBy is null");
        requireNonNull(margin, "margin is null");
        requireNonNull(looks, "looks is null");
    }

    /** With variants by their labels: {@code bifpn, 512}. */
    Question question() {
        return new Question(
                label(baseline), compared.stream().map(Comparing::label).toList(), margin, looks);
    }

    static String label(Map<String, String> variant) {
        return String.join(", ", variant.values());
    }
}
