package org.fpn4j.core.detector;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The parts of a detector that have outputs, which are named {@code features/C2}, {@code pyramid/P3}, {@code head/cls_logits}. */
public enum OutputPart {
    /** The backbone's stages, by level. */
    FEATURES,
    /** The levels of neck and extra levels. */
    PYRAMID,
    /** The head's raw outputs, by their own names. */
    HEAD,
    /** Losses by their own names, scalars; only of {@link Detector#evaluation}. */
    LOSS;

    private final String prefix = name().toLowerCase(Locale.ROOT) + "/";

    /** The output's name of what has this name within the part. */
    public String output(String inner) {
        return prefix + inner;
    }

    /** Whether the output is one of this part. */
    public boolean has(String output) {
        return output.startsWith(prefix);
    }

    /**
     * The name within the part.
     *
     * @throws IllegalArgumentException where the output is none of this part
     */
    public String inner(String output) {
        if (!has(output)) {
            throw new IllegalArgumentException("output[" + output + "] is none of " + prefix);
        }
        return output.substring(prefix.length());
    }

    /** Those of the outputs that are of this part, in their order. */
    public List<String> among(Collection<String> outputs) {
        return outputs.stream().filter(this::has).toList();
    }
}
