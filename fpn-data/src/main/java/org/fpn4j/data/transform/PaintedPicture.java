package org.fpn4j.data.transform;

/**
 * A picture at the size that it has in the input, before normalisation. It is a rectangle, of which a picture that was turned
 * fills a part. For one thread.
 */
public final class PaintedPicture {
    private final int height;
    private final int width;
    private final float[][] planes;
    private final boolean[] shown; // empty where it fills its rectangle

    /** What becomes of a value. */
    @FunctionalInterface
    public interface Change {
        /** The new value of one, both in [0, 1]. */
        float of(float value);
    }

    /**
     * Which fills its rectangle.
     *
     * @param planes {@code [channels][height * width]}, changed in place
     */
    public PaintedPicture(int height, int width, float[][] planes) {
        this(height, width, planes, new boolean[0]);
    }

    /** @param shown {@code [height * width]}, where the picture is */
    public PaintedPicture(int height, int width, float[][] planes, boolean[] shown) {
        this.height = height;
        this.width = width;
        this.planes = planes.clone();
        this.shown = shown.clone();
    }

    /** Rows of pixels; 0 where nothing of the picture is to be seen. */
    public int height() {
        return height;
    }

    /** Columns of pixels; 0 where nothing of the picture is to be seen. */
    public int width() {
        return width;
    }

    /** 1 of a grey picture, 3 of one in red, green and blue. */
    public int channels() {
        return planes.length;
    }

    /** The values of a channel, row by row, to be changed in place; those where there is no picture mean nothing. */
    public float[] plane(int channel) {
        return planes[channel];
    }

    /** Whether the picture is at a place of its rectangle, {@code row * width + column}. */
    public boolean shows(int place) {
        return shown.length == 0 || shown[place];
    }

    /** Of all values of all channels; 0 where nothing is shown. */
    public float mean() {
        double sum = 0;
        long count = 0;
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                if (shows(i)) {
                    sum += plane[i];
                    count++;
                }
            }
        }
        return count == 0 ? 0 : (float) (sum / count);
    }

    /** Changes every value by itself; those that leave [0, 1] are cut off. */
    public void change(Change change) {
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = cut(change.of(plane[i]));
            }
        }
    }

    void cutOff() {
        change(value -> value);
    }

    private static float cut(float value) {
        return Math.max(0, Math.min(1, value));
    }
}
