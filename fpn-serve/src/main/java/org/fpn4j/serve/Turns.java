package org.fpn4j.serve;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** One at work, a few in line in the order in which they asked, and no more. Thread-safe. */
final class Turns implements AutoCloseable {
    private final int mostPlaces;
    private final Semaphore places;
    private final Semaphore turn = new Semaphore(1, /* fair= */ true);
    private boolean closed; // read and written by whoever has the turn

    Turns(int mostWaiting) {
        this.mostPlaces = 1 + mostWaiting;
        this.places = new Semaphore(mostPlaces);
    }

    /** A place in the line. */
    final class Place implements AutoCloseable {
        private Place() {}

        /**
         * Does something when it is this one's turn.
         *
         * @throws RefusedRequest where there are no turns any more
         */
        <T> T work(Supplier<T> work) throws RefusedRequest {
            turn.acquireUninterruptibly();
            try {
                if (closed) {
                    throw new RefusedRequest(503, "the server is stopping");
                }
                return work.get();
            } finally {
                turn.release();
            }
        }

        @Override
        public void close() {
            places.release();
        }
    }

    /**
     * Takes a place.
     *
     * @throws RefusedRequest where none is left
     */
    Place enter() throws RefusedRequest {
        if (!places.tryAcquire()) {
            throw new RefusedRequest(
                    503, "pictures[" + mostPlaces + "] are looked at or wait already", Map.of("Retry-After", "5"));
        }
        return new Place();
    }

    /** Whether nobody works or waits. */
    boolean areIdle() {
        return places.availablePermits() == mostPlaces;
    }

    /** Waits for whoever is at work; who waits for a turn is refused. */
    @Override
    public void close() {
        turn.acquireUninterruptibly();
        closed = true;
        turn.release();
    }
}
