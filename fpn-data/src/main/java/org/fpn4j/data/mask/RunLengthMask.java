package org.fpn4j.data.mask;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.ObjectMask;

/**
 * The pixels of an image that an object covers, as lengths of runs: pixels column by column, outside and inside in turn,
 * beginning outside. It is kept in COCO's compressed spelling, a byte or two a run. No run but the first is empty, so that two masks
 * of the same pixels are equal.
 */
public final class RunLengthMask implements Segmentation, ObjectMask {
    private final int height;
    private final int width;
    private final byte[] text;
    private final int area;

    /** What a builder wrote. */
    RunLengthMask(int height, int width, byte[] text, int area) {
        this.height = height;
        this.width = width;
        this.text = text;
        this.area = area;
    }

    /**
     * A mask of its runs.
     *
     * @param counts pixels of each
     * @throws MalformedMaskException where there is no such image, or it has another number of pixels
     */
    public static RunLengthMask ofCounts(long height, long width, int[] counts) {
        requireSize(height, width);
        long sum = 0;
        for (int count : counts) {
            if (count < 0) {
                throw new MalformedMaskException(
                        "counts have the run[" + count + "], and runs are from 0 to 2147483647 pixels");
            }
            sum += count;
        }
        requireSum(height, width, sum);
        RunBuilder runs = new RunBuilder((int) height, (int) width);
        for (int i = 0; i < counts.length; i++) {
            runs.add(i % 2 == 1, counts[i]);
        }
        return runs.mask();
    }

    /**
     * A mask in COCO's compressed spelling.
     *
     * @throws MalformedMaskException where it is none, or the image has another number of pixels
     */
    public static RunLengthMask ofText(long height, long width, String text) {
        requireSize(height, width);
        byte[] bytes = text.getBytes(
                StandardCharsets.ISO_8859_1); // of other characters a question mark, which is read as a digit
        if (!text.equals(new String(bytes, StandardCharsets.ISO_8859_1))) {
            throw new MalformedMaskException("counts are no run lengths in COCO's spelling");
        }
        long sum = 0;
        for (RunCursor cursor = new RunCursor(bytes); cursor.hasNext(); ) {
            sum += cursor.next();
        }
        requireSum(height, width, sum);
        RunBuilder runs = new RunBuilder((int) height, (int) width);
        boolean inside = false;
        for (RunCursor cursor = new RunCursor(bytes); cursor.hasNext(); inside = !inside) {
            runs.add(inside, (int) cursor.next());
        }
        return runs.mask();
    }

    /**
     * A mask of its pixels.
     *
     * @param pixels row by row, 0 outside
     */
    public static RunLengthMask ofPixels(int height, int width, byte[] pixels) {
        requireSize(height, width);
        if (pixels.length != height * width) {
            throw new IllegalArgumentException(
                    "pixels[" + pixels.length + "] must be height[" + height + "] by width[" + width + "]");
        }
        RunBuilder runs = new RunBuilder(height, width);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                runs.add(pixels[y * width + x] != 0, 1);
            }
        }
        return runs.mask();
    }

    /** Any mask as runs. */
    public static RunLengthMask of(ObjectMask mask) {
        return mask instanceof RunLengthMask runs ? runs : ofPixels(mask.height(), mask.width(), mask.pixels());
    }

    /** A mask of nothing. */
    public static RunLengthMask empty(int height, int width) {
        return union(height, width, List.of());
    }

    /** Whatever one of some masks covers, all of an image of this size. */
    public static RunLengthMask union(int height, int width, List<RunLengthMask> masks) {
        if (masks.isEmpty()) {
            return ofCounts(height, width, new int[] {Math.multiplyExact(height, width)});
        }
        List<RunLengthMask> left = masks;
        while (left.size() > 1) { // in pairs, so that what is large is not walked for each that is small
            List<RunLengthMask> joined = new ArrayList<>();
            for (int i = 0; i < left.size(); i += 2) {
                joined.add(i + 1 < left.size() ? left.get(i).joined(left.get(i + 1)) : left.get(i));
            }
            left = joined;
        }
        return left.get(0);
    }

    /** An image that masks can be of. */
    static void requireSize(long height, long width) {
        boolean isSize = height >= 1 && width >= 1 && height <= Integer.MAX_VALUE / width;
        if (!isSize) {
            throw new MalformedMaskException("size[" + height + ", " + width
                    + "] must be a height and a width from 1, of 2147483647 pixels at most");
        }
    }

    private static void requireSum(long height, long width, long sum) {
        if (sum != height * width) {
            throw new MalformedMaskException("counts have a sum of pixels[" + sum + "], and size[" + height + ", "
                    + width + "] has pixels[" + height * width + "]");
        }
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    /** Number of pixels covered. */
    public int area() {
        return area;
    }

    /** Pixels of each run. */
    public int[] counts() {
        int[] counts = new int[text.length];
        int count = 0;
        for (RunCursor cursor = new RunCursor(text); cursor.hasNext(); ) {
            counts[count++] = (int) cursor.next();
        }
        return Arrays.copyOf(counts, count);
    }

    /** In COCO's compressed spelling. */
    public String text() {
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] pixels() {
        byte[] pixels = new byte[height * width];
        int place = 0;
        boolean inside = false;
        for (RunCursor cursor = new RunCursor(text); cursor.hasNext(); inside = !inside) {
            int end = place + (int) cursor.next();
            for (; inside && place < end; place++) {
                pixels[place % height * width + place / height] = 1;
            }
            place = end;
        }
        return pixels;
    }

    /** From the first pixel's edge to the last pixel's; 0 by 0 at the origin where nothing is covered. */
    public Box box() {
        if (area == 0) {
            return new Box(0, 0, 0, 0);
        }
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        int place = 0;
        boolean inside = false;
        for (RunCursor cursor = new RunCursor(text); cursor.hasNext(); inside = !inside) {
            int end = place + (int) cursor.next();
            if (inside) {
                int last = end - 1;
                boolean isWithinAColumn = place / height == last / height;
                left = Math.min(left, place / height);
                right = Math.max(right, last / height + 1);
                top = Math.min(top, isWithinAColumn ? place % height : 0);
                bottom = Math.max(bottom, isWithinAColumn ? last % height + 1 : height);
            }
            place = end;
        }
        return new Box(left, top, right, bottom);
    }

    /** How many pixels both cover; none of masks of different sizes. */
    public int common(RunLengthMask other) {
        if (height != other.height || width != other.width) {
            return 0;
        }
        PairOfMasks pair = new PairOfMasks(this, other);
        int common = 0;
        while (pair.next()) {
            common += pair.first() && pair.second() ? pair.length() : 0;
        }
        return common;
    }

    private RunLengthMask joined(RunLengthMask other) {
        PairOfMasks pair = new PairOfMasks(this, other);
        RunBuilder runs = new RunBuilder(height, width);
        while (pair.next()) {
            runs.add(pair.first() || pair.second(), pair.length());
        }
        return runs.mask();
    }

    /** Walks over two masks of one size, along pixels that are alike in both. */
    private static final class PairOfMasks {
        private final RunCursor[] cursors;
        private final long[] left = new long[2];
        private final boolean[] inside = {true, true}; // the first run makes it false
        private long length;

        PairOfMasks(RunLengthMask one, RunLengthMask other) {
            cursors = new RunCursor[] {new RunCursor(one.text), new RunCursor(other.text)};
        }

        boolean next() {
            for (int i = 0; i < 2; i++) {
                left[i] -= length;
                while (left[i] == 0) {
                    if (!cursors[i].hasNext()) {
                        return false;
                    }
                    left[i] = cursors[i].next();
                    inside[i] = !inside[i];
                }
            }
            length = Math.min(left[0], left[1]);
            return true;
        }

        int length() {
            return (int) length;
        }

        boolean first() {
            return inside[0];
        }

        boolean second() {
            return inside[1];
        }
    }

    /**
     * Intersection over union; 0 where the masks have nothing in common.
     *
     * @param object what is detected
     * @param isCrowd whether the intersection is divided by the pixels of this mask alone
     */
    public double iou(RunLengthMask object, boolean isCrowd) {
        int common = common(object);
        return common == 0 ? 0 : (double) common / (isCrowd ? area : (long) area + object.area - common);
    }

    @Override
    public boolean isEmpty() {
        return area == 0;
    }

    @Override
    public RunLengthMask moved(PixelMap map, int otherHeight, int otherWidth) {
        if (map.equals(PixelMap.SAME) && otherHeight == height && otherWidth == width) {
            return this;
        }
        return MovedRuns.of(this, map, otherHeight, otherWidth);
    }

    /** What of it lies in a part of the image, all else empty. */
    public RunLengthMask within(int left, int top, int right, int bottom) {
        RunBuilder part = new RunBuilder(height, width);
        for (int x = 0; x < width; x++) {
            boolean isWithin = x >= left && x < right && top < bottom;
            part.add(false, isWithin ? top : height);
            part.add(true, isWithin ? bottom - top : 0);
            part.add(false, isWithin ? height - bottom : 0);
        }
        return within(part.mask());
    }

    /** What of it another mask of its size covers too. */
    public RunLengthMask within(RunLengthMask part) {
        PairOfMasks pair = new PairOfMasks(this, part);
        RunBuilder runs = new RunBuilder(height, width);
        while (pair.next()) {
            runs.add(pair.first() && pair.second(), pair.length());
        }
        return runs.mask();
    }

    /** Itself, whatever the size: run lengths have one. */
    @Override
    public RunLengthMask mask(int ofHeight, int ofWidth) {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunLengthMask mask
                && height == mask.height
                && width == mask.width
                && Arrays.equals(text, mask.text);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * height + width) + Arrays.hashCode(text);
    }

    /** Its size and spelling. */
    @Override
    public String toString() {
        return height + "x" + width + " " + text();
    }
}
