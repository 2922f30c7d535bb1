package org.fpn4j.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a config as people write it, {@code heads[2].levels}: keys joined by dots, list positions from 0. */
record ConfigPath(List<Step> steps) {
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]=\\s]+)|\\[(\\d{1,6})]");

    /** A key, or a list position where {@code key} is empty. */
    record Step(String key, int index) {
        boolean isIndex() {
            return key.isEmpty();
        }

        @Override
        public String toString() {
            return isIndex() ? "[" + index + "]" : key;
        }
    }

    ConfigPath {
        steps = List.copyOf(steps);
    }

    /** Empty if the text is not a path; the empty text is the root. */
    static Optional<ConfigPath> parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int position = 0;
        while (position < text.length()) {
            if (!matcher.find(position) || matcher.start() != position) {
                return Optional.empty();
            }
            boolean isKey = matcher.group(1) != null;
            boolean dotted = text.charAt(position) == '.';
            if (isKey && dotted == steps.isEmpty()) {
                return Optional.empty();
            }
            steps.add(isKey ? new Step(matcher.group(1), 0) : new Step("", Integer.parseInt(matcher.group(2))));
            position = matcher.end();
        }
        return Optional.of(new ConfigPath(steps));
    }

    static ConfigPath of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a config path: [" + text + "]"));
    }

    ConfigPath then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new ConfigPath(longer);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step.isIndex() || text.isEmpty() ? "" : ".").append(step);
        }
        return text.toString();
    }
}
