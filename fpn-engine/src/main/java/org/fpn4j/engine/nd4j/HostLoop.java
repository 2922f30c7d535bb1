package org.fpn4j.engine.nd4j;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.fpn4j.core.nd4j.NativeThreads;

/**
 * A loop in Java whose rounds write places of their own, divided among as many threads as the calling thread's kernels have.
 * Who computes which round is a matter of chance, so a round must not depend on others.
 */
final class HostLoop {
    private HostLoop() {}

    /**
     * Runs all rounds.
     *
     * @param body makes what computes rounds, once for each thread: it may keep arrays of its own
     */
    static void run(int rounds, Supplier<IntConsumer> body) {
        AtomicInteger next = new AtomicInteger();
        IntConsumer thread = index -> {
            IntConsumer round = body.get();
            for (int i = next.getAndIncrement(); i < rounds; i = next.getAndIncrement()) {
                round.accept(i);
            }
        };
        int threads = Math.min(rounds, NativeThreads.ofThisThread());
        if (threads > 1) {
            IntStream.range(0, threads).parallel().forEach(thread);
        } else if (rounds > 0) {
            thread.accept(0);
        }
    }
}
