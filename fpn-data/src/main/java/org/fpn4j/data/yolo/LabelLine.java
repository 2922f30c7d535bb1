package org.fpn4j.data.yolo;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A line of a label file: a class and a box ({@code center x, center y, width, height}), or a class and the points of a polygon, in
 * shares of the picture's width and height. Which of both it is depends on the number of values, line by line.
 *
 * @param label index of the class
 * @param values four of a box, or x and y of each point
 */
record LabelLine(long label, double[] values) {
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,300}\\.?\\d{0,300}|\\.\\d{1,300})([eE][-+]?\\d{1,3})?");
    private static final int OF_A_BOX = 4;
    private static final int OF_A_POLYGON = 6; // at least

    /** What passes the border by rounding, as exporters write it, is as if it did not. */
    private static final double ROUNDING = 0.005;

    /** Why a line says nothing. */
    static final class MalformedLineException extends RuntimeException {
        MalformedLineException(String message) {
            super(message);
        }
    }

    /**
     * Reads a line that is not blank.
     *
     * @throws MalformedLineException in words that follow the line's place
     */
    static LabelLine of(String line) {
        String[] words = line.strip().split("\\s+", -1);
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = NUMBER.matcher(words[i]).matches() ? Double.parseDouble(words[i]) : Double.NaN;
            if (!Double.isFinite(numbers[i])) {
                throw new MalformedLineException("value[" + words[i] + "] is no number");
            }
        }
        int count = words.length - 1;
        if (count != OF_A_BOX && (count < OF_A_POLYGON || count % 2 != 0)) {
            throw new MalformedLineException("line has [" + words.length
                    + "] values; a class and a box are 5, a class and a polygon an odd number from 7");
        }
        if (numbers[0] != Math.rint(numbers[0]) || Math.abs(numbers[0]) > Integer.MAX_VALUE) {
            throw new MalformedLineException("class[" + words[0] + "] is no whole number");
        }
        double[] values = Arrays.copyOfRange(numbers, 1, numbers.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] < -ROUNDING || values[i] > 1 + ROUNDING) {
                throw new MalformedLineException("value[" + words[i + 1] + "] is no share of the picture, 0 to 1");
            }
        }
        return new LabelLine((long) numbers[0], values);
    }

    boolean isPolygon() {
        return values.length > OF_A_BOX;
    }

    /** Left, upper, right and lower edge, in shares. */
    double[] edges() {
        if (!isPolygon()) {
            return new double[] {
                values[0] - values[2] / 2,
                values[1] - values[3] / 2,
                values[0] + values[2] / 2,
                values[1] + values[3] / 2
            };
        }
        double[] edges = {values[0], values[1], values[0], values[1]};
        for (int i = 0; i < values.length; i += 2) {
            edges[0] = Math.min(edges[0], values[i]);
            edges[1] = Math.min(edges[1], values[i + 1]);
            edges[2] = Math.max(edges[2], values[i]);
            edges[3] = Math.max(edges[3], values[i + 1]);
        }
        return edges;
    }
}
