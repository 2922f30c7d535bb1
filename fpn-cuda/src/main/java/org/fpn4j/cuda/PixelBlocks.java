package org.fpn4j.cuda;

import org.fpn4j.cuda.device.Grid;

/**
 * Blocks that go down the pixels of maps, each thread with one vector of channels: what differs from channel to channel is read
 * once for many pixels, and what stands beside each other is read by threads beside each other. Their number depends on shapes
 * alone, and so the order in which sums are added up.
 *
 * @param images that are kept apart
 * @param pixels of an image
 * @param vectors of channels
 * @param threadsX vectors that a block takes
 * @param threadsY pixels that a block takes at a time
 * @param chunk pixels that a block takes in all
 */
record PixelBlocks(int images, int pixels, int vectors, int threadsX, int threadsY, int chunk) {
    /** Vectors that are wide enough for a block. */
    private static final int WIDE = 32;

    /** For sums: no more blocks than keep a card busy, so that there is little to add up after them. */
    static PixelBlocks forSums(int images, int pixels, int vectors) {
        return of(images, pixels, vectors, 4, Integer.MAX_VALUE);
    }

    /** For values that are sums themselves, where pixels of all images stand together: a number of them to each thread. */
    static PixelBlocks withEach(int pixels, int vectors, int each) {
        return of(1, pixels, vectors, each, each);
    }

    /** For values that are written one by one: many blocks, as long as each thread has some pixels. */
    static PixelBlocks forValues(int images, int pixels, int vectors) {
        return of(images, pixels, vectors, 1, 8);
    }

    /**
     * As many pixels to a thread as divide a map among {@link Grid#BUSY} blocks.
     *
     * @param least pixels of a thread where there are as many
     * @param most pixels of a thread
     */
    private static PixelBlocks of(int images, int pixels, int vectors, int least, int most) {
        int tiles = (vectors + WIDE - 1) / WIDE;
        int threadsX = (vectors + tiles - 1) / tiles;
        int threadsY = Grid.THREADS / threadsX;
        long busy = (long) images * pixels * tiles / ((long) Grid.BUSY * threadsY);
        int each = (int) Math.min(most, Math.max(least, busy));
        return new PixelBlocks(images, pixels, vectors, threadsX, threadsY, Math.multiplyExact(each, threadsY));
    }

    /** Stretches of pixels that an image is divided into. */
    int chunks() {
        return (pixels + chunk - 1) / chunk;
    }

    /** Blocks beside each other for all vectors. */
    int tiles() {
        return (vectors + threadsX - 1) / threadsX;
    }

    Grid grid() {
        return grid(1);
    }

    /** A grid that goes down the pixels a number of times, along the second axis, for different things. */
    Grid grid(int times) {
        return new Grid(Math.multiplyExact(images, chunks()), Math.multiplyExact(tiles(), times), threadsX, threadsY);
    }

    /** Columns of threads that add up what all chunks have, for each of some sums; so many times along the second axis. */
    static Grid totals(int sums, int times) {
        return new Grid((sums + WIDE - 1) / WIDE, times, WIDE, 1024 / WIDE);
    }
}
