package org.fpn4j.data.coco;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.memory.HeapBudget.Growth;
import org.fpn4j.data.mask.MalformedMaskException;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.mask.RunLengthMask;

/**
 * Reads a {@code segmentation} in any of COCO's forms, however large, straight into what is kept of it: a list of polygons, each a
 * list {@code [x, y, x, y, ...]}; or {@code {"size": [height, width], "counts": ...}} with the runs as a list of numbers or in
 * compressed spelling. A polygon of fewer than three points is left out.
 *
 * @param growth hears of what is kept
 */
record SegmentationReader(Growth growth) {
    private static final int NUMBER = Double.BYTES;
    private static final int PART = 64; // bytes of a list beside its numbers
    private static final int LEAST_NUMBERS = 2 * Polygon.LEAST_POINTS;

    /** What was read, or why it is none. The parser stands on the value and then at its end. */
    ReadSegmentation read(JsonParser parser) throws IOException {
        try {
            return switch (parser.currentToken()) {
                case START_ARRAY -> ReadSegmentation.of(polygons(parser));
                case START_OBJECT -> ReadSegmentation.of(runs(parser));
                case VALUE_NULL -> ReadSegmentation.ABSENT;
                default -> throw new MalformedMaskException("it is neither a list of polygons nor run lengths");
            };
        } catch (MalformedMaskException e) {
            return ReadSegmentation.fault(e.getMessage());
        }
    }

    private Polygons polygons(JsonParser parser) throws IOException {
        List<double[]> parts = new ArrayList<>();
        boolean areLists = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            areLists &= parser.currentToken() == JsonToken.START_ARRAY;
            if (areLists) {
                growth.add(PART);
                parts.add(numbers(parser));
            } else {
                parser.skipChildren();
            }
        }
        if (!areLists) {
            throw new MalformedMaskException("it must be a list of polygons, each of them a list of numbers");
        }
        List<Polygon> polygons = new ArrayList<>();
        for (double[] part : parts) {
            if (part.length >= LEAST_NUMBERS) {
                polygons.add(new Polygon(part));
            }
        }
        return new Polygons(polygons, parts.size() - polygons.size());
    }

    private RunLengthMask runs(JsonParser parser) throws IOException {
        double[] size = {};
        double[] counts = {};
        String text = null;
        boolean hasCounts = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("size") && value == JsonToken.START_ARRAY) {
                size = numbers(parser);
            } else if (name.equals("counts") && value == JsonToken.START_ARRAY) {
                counts = numbers(parser);
                hasCounts = true;
            } else if (name.equals("counts") && value == JsonToken.VALUE_STRING) {
                text = parser.getText();
                growth.add(text.length());
                hasCounts = true;
            } else {
                parser.skipChildren();
            }
        }
        if (size.length != 2 || !areWhole(size)) {
            throw new MalformedMaskException("its size must be [height, width]");
        }
        if (!hasCounts || !areWhole(counts)) {
            throw new MalformedMaskException("its counts must be a list of whole numbers or a text");
        }
        return text == null
                ? RunLengthMask.ofCounts(
                        (long) size[0],
                        (long) size[1],
                        Arrays.stream(counts).mapToInt(count -> (int) count).toArray())
                : RunLengthMask.ofText((long) size[0], (long) size[1], text);
    }

    private static boolean areWhole(double[] numbers) {
        return Arrays.stream(numbers).allMatch(number -> number == (int) number);
    }

    /** What is no number reads as NaN. */
    private double[] numbers(JsonParser parser) throws IOException {
        double[] numbers = new double[16];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == numbers.length) {
                growth.add((long) NUMBER * count);
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            boolean isNumber = parser.currentToken().isNumeric();
            numbers[count++] = isNumber ? parser.getDoubleValue() : Double.NaN;
            parser.skipChildren();
        }
        return Arrays.copyOf(numbers, count);
    }
}
