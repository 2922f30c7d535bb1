package org.fpn4j.bifpn;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What enters a node: a map, {@code P4.in}, or two by attention, {@code gp(P6.in, P4.in)}, NAS-FPN's global pooling
 * (arXiv:1904.07392v1, section 3.2 and figure 4): {@code other + sigmoid(mean(other)) * map}, the mean of each channel.
 *
 * @param map name of an input or node
 * @param other name of the map that decides how much of the first is added to it; empty for the map alone
 */
record FusionInput(String map, String other) {
    private static final String NAME = "P\\d{1,2}\\.\\w+";

    /** One input in writing. */
    static final String TEXT = NAME + "|gp\\(\\s*" + NAME + "\\s*,\\s*" + NAME + "\\s*\\)";

    private static final Pattern PAIR = Pattern.compile("gp\\(\\s*(" + NAME + ")\\s*,\\s*(" + NAME + ")\\s*\\)");

    /** Reads the written form, which {@link #TEXT} matches. */
    static FusionInput parse(String text) {
        Matcher pair = PAIR.matcher(text);
        return pair.matches() ? new FusionInput(pair.group(1), pair.group(2)) : new FusionInput(text, "");
    }

    /** The names of the maps that it takes. */
    List<String> maps() {
        return other.isEmpty() ? List.of(map) : List.of(map, other);
    }
}
