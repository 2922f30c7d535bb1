package org.fpn4j.experiments.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A metric's name as pages print it: AP and its lower index S. */
record MetricName(String base, String index) {
    private static final Pattern WITH_INDEX = Pattern.compile("([A-Z]+)(?:_([A-Z])|(\\d+))");

    /** Letters, and as index the number or the single letter behind an underscore that follow; other names have none. */
    static MetricName of(String metric) {
        Matcher matcher = WITH_INDEX.matcher(metric);
        if (!matcher.matches()) {
            return new MetricName(metric, "");
        }
        return new MetricName(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
    }
}
