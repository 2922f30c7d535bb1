package org.fpn4j.core.memory;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The memory that large things may take of the Java heap: together seven eighths of it, less what is in use, for a collector
 * needs room to work in. In one piece it is two thirds, less what is in use: that is the part in which Java's serial collector
 * keeps old and large objects; a piece of a sixteenth fits into the rest as well.
 *
 * <p>Files say how large they are, and files lie. So whoever makes something large of a file asks first, for all of it at
 * once; or, where nobody knows beforehand how much there will be, counts while it grows ({@link Growth}).
 */
public final class HeapBudget {
    private static final long MEGABYTE = 1 << 20;
    private static final int MOST_ATTEMPTS = 100;
    private static final long NANOSECONDS_BETWEEN_ATTEMPTS = 5_000_000;

    private HeapBudget() {}

    /** A share of the whole heap, for what may be kept or not. */
    public static long share(int parts) {
        return Runtime.getRuntime().maxMemory() / parts;
    }

    /**
     * Asks for memory that is not there yet, in one piece.
     *
     * @param where the file that needs it
     * @param noun what it needs it for, in the plural: {@code tensors}
     * @throws InsufficientMemoryException where there is less
     */
    public static void require(String where, String noun, long bytes) {
        require(where, noun, bytes, bytes);
    }

    /**
     * Asks for memory in pieces.
     *
     * @param largest bytes of one of them
     */
    public static void require(String where, String noun, long bytes, long largest) {
        if (!holds(bytes, largest)) {
            requireOf(where, noun, new Need(bytes, largest), Heap.now());
        }
    }

    /**
     * Whether there is memory in pieces, for who can do with less.
     *
     * @param largest bytes of one of them
     */
    public static boolean holds(long bytes, long largest) {
        Need need = new Need(bytes, largest);
        if (Heap.now().holds(need)) {
            return true;
        }
        collect(need);
        return Heap.now().holds(need);
    }

    /**
     * Much of what is in use may be used by nobody. A request to collect is passed over while a thread is within native code
     * that holds an array, as decoders of pictures often are; so it is repeated until one was heard.
     */
    private static void collect(Need need) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            long before = collections();
            System.gc();
            if (collections() > before || Heap.now().holds(need)) {
                return;
            }
            LockSupport.parkNanos(NANOSECONDS_BETWEEN_ATTEMPTS);
        }
    }

    /** How often the whole heap was collected, by whichever collector looks after most of it. */
    private static long collections() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        int most = collectors.stream().mapToInt(HeapBudget::pools).max().orElse(0);
        return collectors.stream()
                .filter(collector -> pools(collector) == most)
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static int pools(GarbageCollectorMXBean collector) {
        return collector.getMemoryPoolNames().length;
    }

    /** The refusal alone. */
    static void requireOf(String where, String noun, Need need, Heap heap) {
        if (!heap.holds(need)) {
            throw new InsufficientMemoryException(
                    where,
                    noun + " need [" + megabytes(need.bytes()) + "] MB of memory"
                            + (heap.holdsInPieces(need)
                                    ? ", [" + megabytes(need.largest()) + "] of them in one piece"
                                    : "")
                            + ", and [" + Math.max(0, heap.left(need)) / MEGABYTE + "] MB are left of ["
                            + heap.most() / MEGABYTE + "] MB of heap",
                    "FPN_HEAP=" + megabytes(heap.wanted(need)) + "m makes room");
        }
    }

    /** What is asked for. */
    record Need(long bytes, long largest) {}

    /**
     * A state of the heap.
     *
     * @param most bytes that it may grow to
     */
    record Heap(long most, long used) {
        static Heap now() {
            Runtime runtime = Runtime.getRuntime();
            return new Heap(runtime.maxMemory(), runtime.totalMemory() - runtime.freeMemory());
        }

        boolean holds(Need need) {
            return holdsInPieces(need) && (need.largest() <= most / 16 || need.largest() <= most / 3 * 2 - used);
        }

        boolean holdsInPieces(Need need) {
            return need.bytes() <= most / 8 * 7 - used;
        }

        /** For the need as a whole, or in one piece where the whole would fit. */
        long left(Need need) {
            return holdsInPieces(need) ? most / 3 * 2 - used : most / 8 * 7 - used;
        }

        /** The heap that holds it. */
        long wanted(Need need) {
            long bounded = Long.MAX_VALUE / 8;
            long inPieces = (Math.min(need.bytes(), bounded) + used) / 7 * 8;
            long inOne = (Math.min(need.largest(), bounded) + used) / 2 * 3;
            return Math.max(inPieces, inOne) + MEGABYTE;
        }
    }

    private static long megabytes(long bytes) {
        return bytes / MEGABYTE + (bytes % MEGABYTE == 0 ? 0 : 1);
    }

    /** Counts what grows while a file is read. Not thread-safe. */
    public static final class Growth {
        private static final long STEP = 16 * MEGABYTE;

        private final String where;
        private final String noun;
        private long counted;

        /** Of something in a file, as in {@link #require}. */
        public Growth(String where, String noun) {
            this.where = where;
            this.noun = noun;
        }

        /**
         * Adds bytes that are there, or about to be.
         *
         * @throws InsufficientMemoryException where as many again would not fit
         */
        public void add(long bytes) {
            counted += bytes;
            if (counted >= STEP) {
                require(where, noun, counted, 0);
                counted = 0;
            }
        }
    }
}
