package org.fpn4j.engine.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.fpn4j.core.nd4j.NativeThreads;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLoopTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000})
    void everyRoundIsComputedOnce(int rounds) {
        try (NativeThreads held = NativeThreads.hold(3)) {
            held.enter();
            AtomicIntegerArray seen = new AtomicIntegerArray(rounds);

            HostLoop.run(rounds, () -> seen::incrementAndGet);

            for (int i = 0; i < rounds; i++) {
                assertThat(seen.get(i)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noMoreThreadsComputeThanKernelsHave(int threads) {
        try (NativeThreads held = NativeThreads.hold(threads)) {
            held.enter();
            AtomicInteger bodies = new AtomicInteger();
            Set<Thread> seen = ConcurrentHashMap.newKeySet();

            HostLoop.run(1000, () -> {
                bodies.incrementAndGet();
                return round -> seen.add(Thread.currentThread());
            });

            assertThat(bodies).hasValueBetween(1, threads);
            assertThat(seen).hasSizeBetween(1, threads);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatARoundThrowsLeavesTheLoop(int threads) {
        try (NativeThreads held = NativeThreads.hold(threads)) {
            held.enter();

            assertThatThrownBy(() -> HostLoop.run(10, () -> round -> {
                        if (round == 7) {
                            throw new IllegalArgumentException("round 7");
                        }
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
