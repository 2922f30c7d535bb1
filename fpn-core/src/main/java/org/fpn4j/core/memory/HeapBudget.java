package org.fpn4j.core.memory;

/**
 * The memory that large things may take: two thirds of the heap, less what is in use. The last third is for what is made
 * beside them, and no single array can be larger than two thirds: those are the part of the heap in which Java's serial
 * collector keeps large arrays.
 *
 * <p>Files say how large they are, and files lie. So whoever makes something large of a file asks first, for all of it at
 * once; or, where nobody knows beforehand how much there will be, counts while it grows ({@link Growth}).
 */
public final class HeapBudget {
    private static final long MEGABYTE = 1 << 20;

    private HeapBudget() {}

    /** Bytes that are left; 0 where nothing is. */
    public static long left() {
        return left(Runtime.getRuntime());
    }

    /** A share of the whole heap, for what may be kept or not. */
    public static long share(int parts) {
        return Runtime.getRuntime().maxMemory() / parts;
    }

    /**
     * Asks for memory that is not there yet.
     *
     * @param where the file that needs it
     * @param noun what it needs it for, in the plural: {@code tensors}
     * @throws InsufficientMemoryException where there is less
     */
    public static void require(String where, String noun, long bytes) {
        if (bytes <= left()) {
            return;
        }
        System.gc(); // much of what is in use may be used by nobody
        requireOf(where, noun, bytes, left(), Runtime.getRuntime().maxMemory());
    }

    /** The refusal alone. */
    static void requireOf(String where, String noun, long bytes, long left, long heap) {
        if (bytes > left) {
            long wanted = heap + Math.min((bytes - left) / 2 * 3, Long.MAX_VALUE / 2) + MEGABYTE;
            throw new InsufficientMemoryException(
                    where,
                    noun + " need [" + megabytes(bytes) + "] MB of memory, and [" + left / MEGABYTE
                            + "] MB are left of [" + heap / MEGABYTE + "] MB of heap",
                    "FPN_HEAP=" + megabytes(wanted) + "m makes room");
        }
    }

    private static long left(Runtime runtime) {
        long used = runtime.totalMemory() - runtime.freeMemory();
        return Math.max(0, runtime.maxMemory() / 3 * 2 - used);
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
                require(where, noun, counted);
                counted = 0;
            }
        }
    }
}
