package org.fpn4j.experiments.explanation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.Located;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.training.inference.Predictor;

/**
 * A level that is taken out of a detector, in one of three ways that must not be mixed.
 *
 * @param level 0 for the finest
 */
record Removal(Kind kind, int level) {
    /** What is taken out. */
    enum Kind {
        /** The level gives no candidates, and suppression runs without them: what others find in its place counts. */
        CANDIDATES,
        /** The level's boxes go after suppression, with what they suppressed: a lower bound. */
        DETECTIONS,
        /** The level's map is 0 before the head, whose biases still speak. */
        FEATURES;

        /** As it is read: {@code candidates}. */
        String words() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** In a sentence, for readers. */
        String meaning() {
            return switch (this) {
                case CANDIDATES -> "the level gives no candidates, and suppression runs again without them";
                case DETECTIONS -> "the level's boxes are taken out after suppression: a lower bound, because what they"
                        + " suppressed stays away";
                case FEATURES -> "the level's map is 0 before the head, whose biases still speak";
            };
        }

        /** Whether it is a matter of decoding alone. */
        boolean isOfDecoding() {
            return this != FEATURES;
        }
    }

    Removal {
        requireNonNull(kind, "kind is null");
    }

    /** How a head decodes without the level; only of the kinds that are a matter of that, and of heads with a {@link Decoding}. */
    Predictor.Decoder decoder() {
        return (geometry, outputs, wanted) -> decode(
                geometry.decoding()
                        .orElseThrow(() -> new IllegalStateException(
                                "a head without a decoding does not say where boxes come from")),
                outputs,
                wanted);
    }

    List<Detection> decode(Decoding decoding, RawOutputs outputs, Wanted wanted) {
        List<Located> found = kind == Kind.CANDIDATES
                ? decoding.locate(outputs, wanted, other -> other != level)
                : decoding.locate(outputs, wanted, other -> true).stream()
                        .filter(one -> decoding.level(one.cell()) != level)
                        .toList();
        return found.stream().map(Located::detection).toList();
    }
}
