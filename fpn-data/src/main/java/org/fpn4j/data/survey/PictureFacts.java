package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.fpn4j.data.image.Picture;

/**
 * What one look at a picture's pixels gives.
 *
 * @param format of its file; {@code drawn} where there is none
 * @param channels 1 of grey, 3 of colour
 * @param print what it is recognised by; empty where it shows nothing
 */
public record PictureFacts(String format, int channels, Depth depth, Optional<PicturePrint> print) {
    /** How fine the values are that occur, whatever the file could hold. */
    public enum Depth {
        /** Each is a 255th. */
        EIGHT_BITS("8 bits"),
        /** Each is a 65535th. */
        SIXTEEN_BITS("16 bits"),
        /** Neither, as those of a window are. */
        OTHER("other values");

        private final String words;

        Depth(String words) {
            this.words = words;
        }

        /** For a table. */
        public String words() {
            return words;
        }
    }

    public PictureFacts {
        requireNonNull(format, "format is null");
        requireNonNull(depth, "depth is null");
        requireNonNull(print, "print is null");
    }

    /** Those of a decoded picture. */
    public static PictureFacts of(String format, Picture picture) {
        Depth depth = isMadeOf(picture.planes(), 255f)
                ? Depth.EIGHT_BITS
                : isMadeOf(picture.planes(), 65535f) ? Depth.SIXTEEN_BITS : Depth.OTHER;
        return new PictureFacts(format, picture.channels(), depth, PicturePrint.of(picture));
    }

    private static boolean isMadeOf(float[] values, float steps) {
        for (float value : values) {
            if (Math.round(value * steps) / steps != value) {
                return false;
            }
        }
        return true;
    }
}
