package org.fpn4j.data.loading;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.fpn4j.data.image.Picture;

/**
 * Decoded pictures in memory, until a budget is used up: small data sets decode once, of large ones the part that came
 * first. Values that came from 8 or 16 bits are kept in as many, and come back exactly. Thread-safe.
 */
public final class PictureCache {
    private final long budgetBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final Map<Long, Packed> pictures = new ConcurrentHashMap<>();

    /** @param budgetBytes 0 keeps nothing */
    public PictureCache(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /** The picture under a key, decoded if it is not kept. */
    public Picture get(long key, Supplier<Picture> decoder) {
        Packed kept = pictures.get(key);
        if (kept != null) {
            return kept.unpacked();
        }
        Picture picture = decoder.get();
        if (usedBytes.get() < budgetBytes) {
            keep(key, Packed.of(picture));
        }
        return picture;
    }

    /** What the kept pictures take, at most the budget. */
    public long usedBytes() {
        return usedBytes.get();
    }

    private void keep(long key, Packed packed) {
        if (usedBytes.addAndGet(packed.bytes()) > budgetBytes || pictures.putIfAbsent(key, packed) != null) {
            usedBytes.addAndGet(-packed.bytes());
        }
    }

    /** One of three arrays holds the values: bytes of 255ths, shorts of 65535ths, or the floats themselves. */
    private static final class Packed {
        private final int width;
        private final int height;
        private final int channels;
        private final Object values;

        private Packed(Picture picture, Object values) {
            width = picture.width();
            height = picture.height();
            channels = picture.channels();
            this.values = values;
        }

        static Packed of(Picture picture) {
            float[] planes = picture.planes();
            if (isMadeOf(planes, 255f)) {
                byte[] bytes = new byte[planes.length];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) Math.round(planes[i] * 255f);
                }
                return new Packed(picture, bytes);
            }
            if (isMadeOf(planes, 65535f)) {
                short[] shorts = new short[planes.length];
                for (int i = 0; i < shorts.length; i++) {
                    shorts[i] = (short) Math.round(planes[i] * 65535f);
                }
                return new Packed(picture, shorts);
            }
            return new Packed(picture, planes);
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
            long count = (long) width * height * channels;
            return values instanceof byte[] ? count : values instanceof short[] ? 2 * count : 4 * count;
        }

        Picture unpacked() {
            if (values instanceof float[] floats) {
                return new Picture(width, height, channels, floats);
            }
            float[] planes = new float[width * height * channels];
            if (values instanceof byte[] bytes) {
                for (int i = 0; i < planes.length; i++) {
                    planes[i] = (bytes[i] & 0xFF) / 255f;
                }
            } else {
                short[] shorts = (short[]) values;
                for (int i = 0; i < planes.length; i++) {
                    planes[i] = (shorts[i] & 0xFFFF) / 65535f;
                }
            }
            return new Picture(width, height, channels, planes);
        }
    }
}
