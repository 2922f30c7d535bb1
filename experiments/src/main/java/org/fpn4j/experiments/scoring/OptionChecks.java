package org.fpn4j.experiments.scoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.Problems;

/** What options of families of metrics may be. */
final class OptionChecks {
    private final List<String> families;
    private final Problems problems;
    private final Map<String, List<String>> given = new LinkedHashMap<>(); // by family

    /**
     * Checks.
     *
     * @param families that are asked for
     * @param problems hears of what is wrong
     */
    OptionChecks(List<String> families, Problems problems) {
        this.families = families;
        this.problems = problems;
    }

    /** An option that is there is for a family that is asked for. */
    void reads(String family, String option, Object value) {
        if (value != null) {
            given.computeIfAbsent(family, name -> new ArrayList<>())
                    .add(option.replaceFirst("--", "").replace('-', '_') + " " + words(value));
        }
        if (value != null && !families.contains(family)) {
            problems.add(
                    place(option, value), option + "[" + words(value) + "] is read by --metrics " + family + " alone");
        }
    }

    /** What was said of a family: {@code froc_iou 0.3, froc_reading linear}; empty where nothing was. */
    String said(String family) {
        return String.join(", ", given.getOrDefault(family, List.of()));
    }

    void wrong(String place, String what) {
        problems.add(place, what);
    }

    /** A list is absent, or ascends from above 0 to a bound. */
    boolean ascends(String option, List<Double> values, double most) {
        boolean isFine = true;
        double last = 0;
        for (double value : values == null ? List.<Double>of() : values) {
            isFine &= value > last && value <= most && Double.isFinite(value);
            last = value;
        }
        if (!isFine) {
            String bound = Double.isInfinite(most) ? "" : " to at most " + words(most);
            problems.add(place(option, values), option + "[" + words(values) + "] must ascend from above 0" + bound);
        }
        return isFine;
    }

    /** A number is absent, or above 0 and at most 1. */
    boolean isIou(String option, Double value) {
        boolean isFine = value == null || (value > 0 && value <= 1);
        if (!isFine) {
            problems.add(place(option, value), option + "[" + value + "] must be above 0 and at most 1");
        }
        return isFine;
    }

    static String place(String option, Object value) {
        return option + " " + words(value);
    }

    private static String words(Object value) {
        if (value instanceof List<?> values) {
            return values.stream().map(OptionChecks::words).collect(Collectors.joining(","));
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9) {
            return Long.toString(number.longValue());
        }
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
