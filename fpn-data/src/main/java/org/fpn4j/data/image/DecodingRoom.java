package org.fpn4j.data.image;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.fpn4j.core.memory.HeapBudget;

/**
 * As many pictures at a time as a third of the heap holds: small ones as fast as threads ask for them, one that is larger
 * alone. Thread-safe.
 */
public final class DecodingRoom {
    private static final long BYTES_OF_A_PIXEL = 16; // three floats, and four bytes of what they are made from

    private final int megabytes = (int) Math.max(1, Math.min(Integer.MAX_VALUE, HeapBudget.share(3) >> 20));
    private final Semaphore left = new Semaphore(megabytes, /* fair= */ true);

    /** Does something with a picture of a size, from decoding it to the last use of its values. */
    public <T> T with(int width, int height, Supplier<T> work) {
        long needed = (BYTES_OF_A_PIXEL * width * height) >> 20;
        int taken = (int) Math.min(needed, megabytes);
        left.acquireUninterruptibly(taken); // whoever holds it is at work and waits for nothing
        try {
            return work.get();
        } finally {
            left.release(taken);
        }
    }
}
