package org.fpn4j.data.loading;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.DecodingRoom;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PicturePart;
import org.fpn4j.data.image.PictureSource;

/**
 * Decoded pictures in memory, until a budget is used up: small data sets decode once, of large ones the part that came
 * first. One cache serves a whole process, whatever trains and evaluates in it at a time, so that there is one budget.
 * Values that came from 8 or 16 bits are kept in as many, those of 16 with a table where they were changed, and come back exactly. A cache is never what memory runs out for:
 * Java drops pictures before it gives up, and all of them give way to one that would not fit beside them. Thread-safe.
 *
 * <p>Of a {@link PicturePart} the whole picture is kept, so that it is decoded once for many parts. Where the budget is used up,
 * those whose last part was asked for longest ago make room; two stay whatever the budget, the one that is at work and the one
 * that comes next. {@link EpochOrder#shuffledParts} asks for parts in an order to which that is good.
 */
public final class PictureCache {
    private static final int SHARE = 4; // of the heap: a quarter
    private static final int LEAST_WHOLES = 2;
    private static final int LOCKS = 64;

    private final long budgetBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final Map<PictureSource, Kept> pictures = new ConcurrentHashMap<>();
    private final Map<PictureSource, Kept> wholes =
            new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true); // its own lock
    private final List<Object> decoding =
            Stream.generate(Object::new).limit(LOCKS).toList(); // two threads decode no picture twice
    private final ReferenceQueue<PackedPicture> dropped = new ReferenceQueue<>();
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
        if (image.source() instanceof PicturePart part) {
            return use.apply(whole(part).part(part)); // small: what needs room is its whole
        }
        return room.with(image.width(), image.height(), () -> use.apply(picture(image.source())));
    }

    private Picture picture(PictureSource source) {
        Kept kept = pictures.get(source);
        PackedPicture packed = kept == null ? null : kept.get();
        if (packed != null) {
            return packed.unpacked();
        }
        forgetDropped();
        Picture picture = read(source);
        if (usedBytes.get() < budgetBytes) {
            keep(source, PackedPicture.of(picture));
        }
        return picture;
    }

    private PackedPicture whole(PicturePart part) {
        PictureSource source = part.whole();
        synchronized (decoding.get(Math.floorMod(source.hashCode(), LOCKS))) {
            PackedPicture kept = keptWhole(source);
            if (kept != null) {
                return kept;
            }
            forgetDropped();
            PackedPicture packed = room.with(
                    part.wholeSize().width(), part.wholeSize().height(), () -> PackedPicture.of(read(source)));
            keepWhole(source, packed);
            return packed;
        }
    }

    private PackedPicture keptWhole(PictureSource source) {
        synchronized (wholes) {
            Kept kept = wholes.get(source);
            return kept == null ? null : kept.get();
        }
    }

    private void keepWhole(PictureSource source, PackedPicture packed) {
        synchronized (wholes) {
            Kept kept = new Kept(source, packed, dropped);
            Kept before = wholes.put(source, kept);
            usedBytes.addAndGet(kept.bytes - (before == null ? 0 : before.bytes));
            Iterator<Kept> longestAgo = wholes.values().iterator();
            while (usedBytes.get() > budgetBytes && wholes.size() > LEAST_WHOLES) {
                usedBytes.addAndGet(-longestAgo.next().bytes);
                longestAgo.remove();
            }
        }
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
        synchronized (wholes) {
            wholes.values().forEach(kept -> usedBytes.addAndGet(-kept.bytes));
            wholes.clear();
        }
    }

    private void forgetDropped() {
        for (Reference<? extends PackedPicture> one = dropped.poll(); one != null; one = dropped.poll()) {
            forget((Kept) one);
        }
    }

    private void forget(Kept kept) {
        boolean isForgotten = pictures.remove(kept.source, kept);
        synchronized (wholes) {
            isForgotten |= wholes.remove(kept.source, kept);
        }
        if (isForgotten) {
            usedBytes.addAndGet(-kept.bytes);
        }
    }

    /** What the kept pictures take: at most the budget, or what two of which parts are asked for take. */
    public long usedBytes() {
        return usedBytes.get();
    }

    /** What they may take. */
    public long budgetBytes() {
        return budgetBytes;
    }

    private void keep(PictureSource source, PackedPicture packed) {
        Kept kept = new Kept(source, packed, dropped);
        if (usedBytes.addAndGet(kept.bytes) > budgetBytes || pictures.putIfAbsent(source, kept) != null) {
            usedBytes.addAndGet(-kept.bytes);
        }
    }

    /** A picture that Java may drop when memory runs short; what it took is known after that, too. */
    private static final class Kept extends SoftReference<PackedPicture> {
        private final PictureSource source;
        private final long bytes;

        Kept(PictureSource source, PackedPicture packed, ReferenceQueue<PackedPicture> dropped) {
            super(packed, dropped);
            this.source = source;
            this.bytes = packed.bytes();
        }
    }
}
