package org.fpn4j.data.loading;

import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PicturePart;

/** A decoded picture in as few bytes as give its values back exactly: bytes of 255ths, shorts of 65535ths, places in a table, or floats. */
final class PackedPicture {
    private final int width;
    private final int height;
    private final int channels;
    private final Object values;

    private PackedPicture(Picture picture, Object values) {
        width = picture.width();
        height = picture.height();
        channels = picture.channels();
        this.values = values;
    }

    static PackedPicture of(Picture picture) {
        float[] planes = picture.planes();
        if (isMadeOf(planes, 255f)) {
            byte[] bytes = new byte[planes.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Math.round(planes[i] * 255f);
            }
            return new PackedPicture(picture, bytes);
        }
        if (isMadeOf(planes, 65535f)) {
            short[] shorts = new short[planes.length];
            for (int i = 0; i < shorts.length; i++) {
                shorts[i] = (short) Math.round(planes[i] * 65535f);
            }
            return new PackedPicture(picture, shorts);
        }
        return IndexedValues.of(planes)
                .map(indexed -> new PackedPicture(picture, indexed))
                .orElseGet(() -> new PackedPicture(picture, planes));
    }

    private static boolean isMadeOf(float[] values, float steps) {
        for (float value : values) {
            if (Math.round(value * steps) / steps != value) {
                return false;
            }
        }
        return true;
    }

    long bytes() {
        if (values instanceof IndexedValues indexed) {
            return indexed.bytes();
        }
        long count = (long) width * height * channels;
        return values instanceof byte[] ? count : values instanceof short[] ? 2 * count : 4 * count;
    }

    /** All of it. */
    Picture unpacked() {
        return values instanceof float[] floats
                ? new Picture(width, height, channels, floats)
                : rectangle(0, 0, width, height);
    }

    /**
     * A rectangle of it; nothing else is unpacked.
     *
     * @throws UserInputException where it does not have the size that it had when its data set was opened
     */
    Picture part(PicturePart part) {
        part.requireSize(width, height);
        return rectangle(
                part.left(), part.top(), part.size().width(), part.size().height());
    }

    private Picture rectangle(int left, int top, int columns, int rows) {
        float[] planes = new float[channels * rows * columns];
        for (int row = 0; row < channels * rows; row++) {
            int from = ((row / rows) * height + top + row % rows) * width + left;
            unpack(from, planes, row * columns, columns);
        }
        return new Picture(columns, rows, channels, planes);
    }

    private void unpack(int from, float[] planes, int to, int count) {
        if (values instanceof byte[] bytes) {
            for (int i = 0; i < count; i++) {
                planes[to + i] = (bytes[from + i] & 0xFF) / 255f;
            }
        } else if (values instanceof short[] shorts) {
            for (int i = 0; i < count; i++) {
                planes[to + i] = (shorts[from + i] & 0xFFFF) / 65535f;
            }
        } else if (values instanceof IndexedValues indexed) {
            for (int i = 0; i < count; i++) {
                planes[to + i] = indexed.at(from + i);
            }
        } else {
            System.arraycopy(values, from, planes, to, count);
        }
    }
}
