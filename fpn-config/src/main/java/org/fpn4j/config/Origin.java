package org.fpn4j.config;

import java.util.Comparator;
import org.fpn4j.config.problem.Excerpt;

/**
 * Where a value was written. Orders by file, line and column; overrides come after files.
 *
 * @param kind what {@code source} is
 * @param source the file as the user gave it, the layer's name, or the argument {@code --set k=v}
 * @param line from 1; 0 where there is none; for an argument its position among its kind
 * @param column from 1; 0 where there is none
 */
public record Origin(Kind kind, String source, int line, int column) implements Comparable<Origin> {
    /** What an origin's source is. */
    public enum Kind {
        FILE,
        LAYER,
        SET,
        DEFAULT
    }

    /** The value nobody wrote: a record's own default. */
    public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "default", 0, 0);

    private static final Comparator<Origin> ORDER = Comparator.comparing(Origin::kind)
            .thenComparing(origin -> origin.kind == Kind.SET ? "" : origin.source)
            .thenComparingInt(Origin::line)
            .thenComparingInt(Origin::column)
            .thenComparing(Origin::source);

    /** A file as a whole. */
    public static Origin file(String file) {
        return new Origin(Kind.FILE, file, 0, 0);
    }

    /** A place in a file. */
    public static Origin file(String file, int line, int column) {
        return new Origin(Kind.FILE, file, line, column);
    }

    /** An override layer without positions. */
    public static Origin layer(String name) {
        return new Origin(Kind.LAYER, name, 0, 0);
    }

    static Origin set(String argument, int position) {
        return new Origin(Kind.SET, "--set " + Excerpt.of(argument), position, 0);
    }

    /** Whether nobody wrote the value. */
    public boolean isDefault() {
        return kind == Kind.DEFAULT;
    }

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:col}, {@code default}, {@code --set k=v} or the layer's name. */
    @Override
    public String toString() {
        return kind == Kind.FILE && line > 0 ? source + ":" + line + ":" + column : source;
    }
}
