package org.fpn4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {
    @Test
    void aPlaceThatIsLeftIsAnothers() throws Exception {
        Turns turns = new Turns(0);

        try (Turns.Place place = turns.enter()) {
            assertThat(place.work(() -> "done")).isEqualTo("done");
            assertThat(turns.areIdle()).isFalse();
            assertThatThrownBy(turns::enter).hasMessage("pictures[1] are looked at or wait already");
        }

        assertThat(turns.areIdle()).isTrue();
        turns.enter().close();
    }

    @Test
    void closingWaitsForWhoIsAtWorkAndRefusesWhoWaits() throws Exception {
        Turns turns = new Turns(1);
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch let = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> worked(turns, () -> {
            atWork.countDown();
            let.await();
            return "done";
        }));
        atWork.await();
        Thread closing = new Thread(turns::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.sleep(5);
        }
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> worked(turns, () -> "too late"));

        assertThat(first.isDone()).isFalse();
        let.countDown();

        assertThat(first.get()).isEqualTo("done");
        closing.join();
        assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("the server is stopping");
    }

    private interface Work {
        String done() throws Exception;
    }

    private static String worked(Turns turns, Work work) {
        try (Turns.Place place = turns.enter()) {
            return place.work(() -> {
                try {
                    return work.done();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        } catch (RefusedRequest e) {
            throw new IllegalStateException(e);
        }
    }
}
