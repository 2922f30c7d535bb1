package org.fpn4j.data.csv;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.SampleRandom;

/**
 * How one list of images becomes the splits. On which side a patient is depends on the seed and the patient's name alone, so
 * that nobody moves when others come or go; sizes of splits are near their shares, not exact.
 *
 * @param by what stays together: patient or image
 * @param seed of the draw
 * @param ratios shares of train, val and test, which sum to 1; two of them leave no test split
 * @param patientPart regular expression that finds the patient in an image's name, as its first group; empty: what the labels
 *     say
 */
public record SplitConfig(
        SplitRule by,
        @Range(min = -Range.EXACT, max = Range.EXACT) long seed,
        @Count(min = 2, max = 3) @Range(min = 0, max = 1) List<Double> ratios,
        String patientPart) {
    private static final List<Split> SIDES =
            List.of(Split.TRAIN, Split.VAL, Split.TEST); // in the order of their shares
    private static final double ROUNDING = 1e-6; // of shares such as a third

    public SplitConfig {
        requireNonNull(by, "by is null");
        ratios = List.copyOf(ratios);
        FieldChecks.of(SplitConfig.class)
                .bounds("seed", seed)
                .bounds("ratios", ratios)
                .require(
                        !ratios.stream().allMatch(ratio -> ratio >= 0 && ratio <= 1)
                                || Math.abs(sum(ratios) - 1) <= ROUNDING,
                        "ratios",
                        ratios,
                        "must be shares of 0 to 1 that sum to 1")
                .require(
                        isExpression(patientPart),
                        "patientPart",
                        patientPart,
                        "must be a regular expression with a group, as ^([0-9]+)_")
                .done();
    }

    /** Eighty, ten and ten of a hundred patients. */
    public SplitConfig() {
        this(SplitRule.PATIENT, 0, List.of(0.8, 0.1, 0.1), "");
    }

    private static double sum(List<Double> ratios) {
        return ratios.stream().mapToDouble(ratio -> ratio).sum();
    }

    private static boolean isExpression(String text) {
        try {
            return text.isEmpty() || Pattern.compile(text).matcher("").groupCount() > 0;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** The splits that one list becomes. */
    List<Split> sides() {
        return SIDES.subList(0, ratios.size());
    }

    /** The side of a patient, or of an image. */
    public Split side(String name) {
        double drawn = SampleRandom.of(seed, "split of " + name).nextDouble();
        double bound = 0;
        for (int i = 0; i < ratios.size() - 1; i++) {
            bound += ratios.get(i);
            if (drawn < bound) {
                return SIDES.get(i);
            }
        }
        return SIDES.get(ratios.size() - 1);
    }

    /** The patient that an image's name tells; empty where it tells none. */
    Optional<String> patientIn(String image) {
        Matcher matcher = Pattern.compile(patientPart).matcher(image);
        return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }
}
