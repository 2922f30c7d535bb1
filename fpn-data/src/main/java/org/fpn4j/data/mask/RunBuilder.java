package org.fpn4j.data.mask;

import java.io.ByteArrayOutputStream;

/**
 * Writes runs in COCO's spelling: of each run, the length, from the fourth on less that of the run before the last, in digits of
 * five bits, the lowest first. A digit is a character from {@code 0} on; its sixth bit says that another one follows, and the
 * fifth bit of the last one is the sign. Runs of one kind that follow each other become one.
 */
final class RunBuilder {
    static final int FIRST_CHARACTER = '0';
    static final int DIGIT_BITS = 5;
    static final int DIGIT = (1 << DIGIT_BITS) - 1;
    static final int SIGN = 1 << (DIGIT_BITS - 1);
    static final int MORE = 1 << DIGIT_BITS;
    static final int FIRST_DIFFERENCE = 3; // runs before it are spelled whole

    private final int height;
    private final int width;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final int[] last = new int[FIRST_DIFFERENCE]; // the latest runs, the one that still grows first
    private int finished;
    private boolean inside;
    private int area;

    RunBuilder(int height, int width) {
        this.height = height;
        this.width = width;
    }

    /** Pixels that follow, column by column; the first are outside, be it none. */
    void add(boolean areInside, int length) {
        if (length == 0) {
            return;
        }
        if (areInside != inside) {
            finish();
            inside = areInside;
        }
        last[0] += length;
        area += areInside ? length : 0;
    }

    private void finish() {
        write(finished < FIRST_DIFFERENCE ? last[0] : last[0] - last[2]);
        finished++;
        last[2] = last[1];
        last[1] = last[0];
        last[0] = 0;
    }

    private void write(int number) {
        int rest = number;
        boolean more = true;
        while (more) {
            int digit = rest & DIGIT;
            rest >>= DIGIT_BITS;
            more = (digit & SIGN) == 0 ? rest != 0 : rest != -1;
            text.write(FIRST_CHARACTER + (more ? digit | MORE : digit));
        }
    }

    /** All pixels were added. */
    RunLengthMask mask() {
        finish();
        return new RunLengthMask(height, width, text.toByteArray(), area);
    }
}
