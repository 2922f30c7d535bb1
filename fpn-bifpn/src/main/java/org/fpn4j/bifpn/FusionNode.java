package org.fpn4j.bifpn;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One node of a fusion topology: the named inputs are resized to the node's level and fused. Written {@code P4.td <- P4.in,
 * P5.td}; an input may be two maps by global pooling attention, {@code P5.out <- P5.in, gp(P4.out, P3.out)}.
 *
 * @param name unique; starts with the level, {@code P4.td}
 * @param level of the result
 * @param inputs names of inputs ({@code P4.in}) or of nodes before this one, or {@code gp(P4.in, P3.in)} of two of them
 */
public record FusionNode(String name, int level, List<String> inputs) {
    private static final Pattern INPUT = Pattern.compile(FusionInput.TEXT);
    private static final Pattern TEXT = Pattern.compile("\\s*(P(\\d{1,2})\\.\\w+)\\s*<-\\s*((?:" + FusionInput.TEXT
            + ")(?:\\s*,\\s*(?:" + FusionInput.TEXT + "))*)\\s*");

    public FusionNode {
        inputs = List.copyOf(inputs);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException where it is another
     */
    public static FusionNode parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "node[" + text + "] must be written like [P4.td <- P4.in, P5.td]: a name, an arrow, its inputs");
        }
        return new FusionNode(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                INPUT.matcher(matcher.group(3))
                        .results()
                        .map(MatchResult::group)
                        .toList());
    }

    /** The names of all maps that it takes. */
    List<String> maps() {
        return inputs.stream()
                .flatMap(input -> FusionInput.parse(input).maps().stream())
                .toList();
    }

    @Override
    public String toString() {
        return name + " <- " + String.join(", ", inputs);
    }
}
