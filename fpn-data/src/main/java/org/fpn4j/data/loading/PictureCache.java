package org.fpn4j.data.loading;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.DecodingRoom;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;

/**
 * Decoded pictures in memory, until a budget is used up: small data sets decode once, of large ones the part that came
 * first. One cache serves a whole process, whatever trains and evaluates in it at a time, so that there is one budget.
 * Values that came from 8 or 16 bits are kept in as many, and come back exactly. A cache is never what memory runs out for:
 * Java drops pictures before it gives up, and all of them give way to one that would not fit beside them. Thread-safe.
 */
public final class PictureCache {
    private static final int SHARE = 4; // of the heap: a quarter

    private final long budgetBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final Map<PictureSource, Kept> pictures = new ConcurrentHashMap<>();
    private final ReferenceQueue<Packed> dropped = new ReferenceQueue<>();
    private final DecodingRoom room = new DecodingRoom();

    /** @param budgetBytes 0 keeps nothing */
    PictureCache(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    /**
     * A cache of some megabytes, or a quarter of the heap where that is less.
     *
     * @param megabytes 0 keeps nothing
     */
    public static PictureCache ofMegabytes(int megabytes) {
        return new PictureCache(Math.min((long) megabytes << 20, HeapBudget.share(SHARE)));
    }

    /** Makes something of an image's picture, which is decoded if it is not kept. */
    public <T> T with(ImageEntry image, Function<Picture, T> use) {
        return room.with(image.width(), image.height(), () -> use.apply(picture(image.source())));
    }

    private Picture picture(PictureSource source) {
        Kept kept = pictures.get(source);
        Packed packed = kept == null ? null : kept.get();
        if (packed != null) {
            return packed.unpacked();
        }
        forgetDropped();
        Picture picture = read(source);
        if (usedBytes.get() < budgetBytes) {
            keep(source, Packed.of(picture));
        }
        return picture;
    }

    private Picture read(PictureSource source) {
        try {
            return source.read();
        } catch (InsufficientMemoryException e) {
            clear();
            return source.read();
        }
    }

    private void clear() {
        for (Kept kept : List.copyOf(pictures.values())) {
            forget(kept);
        }
    }

    private void forgetDropped() {
        for (Reference<? extends Packed> one = dropped.poll(); one != null; one = dropped.poll()) {
            forget((Kept) one);
        }
    }

    private void forget(Kept kept) {
        if (pictures.remove(kept.source, kept)) {
            usedBytes.addAndGet(-kept.bytes);
        }
    }

    /** What the kept pictures take, at most the budget. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** What they may take. */
    public long budgetBytes() {
        return budgetBytes;
    }

    private void keep(PictureSource source, Packed packed) {
        Kept kept = new Kept(source, packed, dropped);
        if (usedBytes.addAndGet(kept.bytes) > budgetBytes || pictures.putIfAbsent(source, kept) != null) {
            usedBytes.addAndGet(-kept.bytes);
        }
    }

    /** A picture that Java may drop when memory runs short; what it took is known after that, too. */
    private static final class Kept extends SoftReference<Packed> {
        private final PictureSource source;
        private final long bytes;

        Kept(PictureSource source, Packed packed, ReferenceQueue<Packed> dropped) {
            super(packed, dropped);
            this.source = source;
            this.bytes = packed.bytes();
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
