package org.fpn4j.cuda.device;

/**
 * How many threads run a kernel.
 *
 * @param x blocks along the first axis
 * @param y blocks along the second, at most 65535
 * @param threadsX threads of a block along the first axis
 * @param threadsY threads of a block along the second
 */
public record Grid(int x, int y, int threadsX, int threadsY) {
    /** Threads of a block that has no reason for another number. */
    public static final int THREADS = 256;

    /** Blocks that keep a large card busy. */
    public static final int BUSY = 1024;

    private static final int WARP = 32; // threads that run together
    private static final int MOST_Y = 65535; // blocks along the second axis

    /** Blocks in a row that have at least as many threads as there are items. */
    public static Grid over(long items) {
        return new Grid(Math.toIntExact((items + THREADS - 1) / THREADS), 1, THREADS, 1);
    }

    /** A number of blocks in a row, of {@link #THREADS} threads each. */
    public static Grid blocks(long blocks) {
        return new Grid(Math.toIntExact(blocks), 1, THREADS, 1);
    }

    /** No more blocks in a row than keep a large card busy: their threads take several items, and leave few sums. */
    public static Grid forSums(long items) {
        return blocks(Math.min((items + THREADS - 1) / THREADS, BUSY));
    }

    /**
     * Blocks along the first axis for each of some rows, along the second for the items of a row: a thread knows its row
     * without a division. Threads of rows of very many items take several of them, a grid's width apart.
     */
    public static Grid rows(long rows, long items) {
        int threads = (int) Math.min(THREADS, (items + WARP - 1) / WARP * WARP);
        return new Grid(Math.toIntExact(rows), (int) Math.min((items + threads - 1) / threads, MOST_Y), threads, 1);
    }
}
