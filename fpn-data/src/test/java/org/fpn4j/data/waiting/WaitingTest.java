package org.fpn4j.data.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingTest {
    @Test
    void whatTheOtherThreadThrewIsThrownAsItIs() {
        IllegalStateException failure = new IllegalStateException("there");

        assertThatThrownBy(() -> Waiting.forResult(CompletableFuture.failedFuture(failure), "interrupted"))
                .isSameAs(failure);
    }

    @Test
    void anInterruptedWaitSaysWhatForAndLeavesTheThreadInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Waiting.forResult(new CompletableFuture<String>(), "interrupted while waiting"))
                .isInstanceOf(CancellationException.class)
                .hasMessage("interrupted while waiting");

        assertThat(Thread.interrupted()).isTrue();
    }
}
