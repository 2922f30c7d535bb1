package org.fpn4j.data.mask;

/** Reads runs in COCO's spelling ({@link RunBuilder}), one after the other. */
final class RunCursor {
    private static final int MOST_DIGITS = 7; // lengths and differences have 32 bits

    private final byte[] text;
    private int place;
    private int read;
    private final long[] last = new long[2]; // the latest run and the one before it

    RunCursor(byte[] text) {
        this.text = text;
    }

    boolean hasNext() {
        return place < text.length;
    }

    /**
     * The length of the next run.
     *
     * @throws MalformedMaskException where the spelling is wrong
     */
    long next() {
        long number = number();
        long run = read < RunBuilder.FIRST_DIFFERENCE ? number : number + last[1];
        if (run < 0 || run > Integer.MAX_VALUE) {
            throw new MalformedMaskException(
                    "counts have the run[" + run + "], and runs are from 0 to 2147483647 pixels");
        }
        read++;
        last[1] = last[0];
        last[0] = run;
        return run;
    }

    private long number() {
        long number = 0;
        int digits = 0;
        boolean more = true;
        while (more) {
            if (place == text.length) {
                throw new MalformedMaskException("counts end within a number");
            }
            int character = text[place++] - RunBuilder.FIRST_CHARACTER;
            if (character < 0 || character > (RunBuilder.MORE | RunBuilder.DIGIT) || digits == MOST_DIGITS) {
                throw new MalformedMaskException(
                        "counts are no run lengths in COCO's spelling, at character[" + place + "]");
            }
            number |= (long) (character & RunBuilder.DIGIT) << (RunBuilder.DIGIT_BITS * digits);
            digits++;
            more = (character & RunBuilder.MORE) != 0;
            if (!more && (character & RunBuilder.SIGN) != 0) {
                number |= -1L << (RunBuilder.DIGIT_BITS * digits);
            }
        }
        return number;
    }
}
