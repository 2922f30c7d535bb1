package org.fpn4j.experiments.audit;

/**
 * Lets one of two threads go on at a time. The first, number 0, has it at the beginning.
 */
final class Baton {
    /** The other training has ended, so there is nobody to compare with. */
    static final class Deserted extends RuntimeException {
        Deserted() {
            super("the other training has ended", null, false, false);
        }
    }

    private final boolean[] gone = new boolean[2];
    private int holder;

    /** Waits for the turn. */
    synchronized void await(int side) {
        while (holder != side) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted in a training that is compared", e);
            }
        }
    }

    /** Gives the turn away and waits until it comes back. */
    synchronized void pass(int side) {
        give(1 - side);
        await(side);
    }

    /** Gives the turn away for good. */
    synchronized void leave(int side) {
        gone[side] = true;
        give(1 - side);
    }

    /**
     * Asks whether the other one is still there.
     *
     * @throws Deserted where it has left
     */
    synchronized void requireOther(int side) {
        if (gone[1 - side]) {
            throw new Deserted();
        }
    }

    /** Who has left has no turn. */
    private void give(int side) {
        if (!gone[side]) {
            holder = side;
            notifyAll();
        }
    }
}
