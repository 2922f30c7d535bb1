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

    /** Blocks in a row that have at least as many threads as there are items. */
    public static Grid over(long items) {
        return new Grid(Math.toIntExact((items + THREADS - 1) / THREADS), 1, THREADS, 1);
    }

    /** A number of blocks in a row, of {@link #THREADS} threads each. */
    public static Grid blocks(long blocks) {
        return new Grid(Math.toIntExact(blocks), 1, THREADS, 1);
    }
}
