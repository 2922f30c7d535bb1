package org.fpn4j.core.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;

class NativeThreadsTest {
    @Test
    void anotherNumberIsRefusedAsLongAsOneIsHeld() {
        NativeThreads first = NativeThreads.hold(2);
        NativeThreads second = NativeThreads.hold(2);

        assertThatThrownBy(() -> NativeThreads.hold(3))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        "execution: threads[3] cannot be kept apart from threads[2] of another network in this process"
                                + "\n    use one number for all that compute at the same time");
        second.close();
        second.close(); // counts once
        assertThatThrownBy(() -> NativeThreads.hold(3)).isInstanceOf(UserInputException.class);
        first.close();
        assertThatCode(() -> NativeThreads.hold(3).close()).doesNotThrowAnyException();
    }

    @Test
    void theNumberIsThatOfTheThreadThatEnters() throws InterruptedException {
        int[] seen = new int[2];
        try (NativeThreads held = NativeThreads.hold(3)) {
            Thread thread = new Thread(() -> {
                held.enter();
                seen[0] = NativeThreads.ofThisThread();
            });
            thread.start();
            thread.join();
            held.enter();
            seen[1] = NativeThreads.ofThisThread();
        }

        assertThat(seen).containsExactly(3, 3);
    }

    @Test
    void whoTakesTurnsHasANumberOfItsOwnInEach() {
        List<Integer> seen = NativeThreads.inTurns(() -> {
            try (NativeThreads two = NativeThreads.hold(2);
                    NativeThreads three = NativeThreads.hold(3)) {
                List<Integer> inTurn = new ArrayList<>();
                for (NativeThreads turn : List.of(two, three, two)) {
                    turn.enter();
                    inTurn.add(NativeThreads.ofThisThread());
                }
                return inTurn;
            }
        });

        assertThat(seen).containsExactly(2, 3, 2);
    }

    @Test
    void anotherNumberIsRefusedAfterTheTurns() {
        NativeThreads.inTurns(() -> 0);

        try (NativeThreads held = NativeThreads.hold(2)) {
            assertThatThrownBy(() -> NativeThreads.hold(3)).isInstanceOf(UserInputException.class);
            assertThat(held.count()).isEqualTo(2);
        }
    }

    @Test
    void whoComputesAloneHasTheFormerNumberAfterwards() {
        try (NativeThreads held = NativeThreads.hold(3)) {
            held.enter();

            int alone = NativeThreads.alone(NativeThreads::ofThisThread);

            assertThat(alone).isEqualTo(1);
            assertThat(NativeThreads.ofThisThread()).isEqualTo(3);
        }
    }

    @Test
    void whoFailsAloneHasTheFormerNumberAfterwards() {
        try (NativeThreads held = NativeThreads.hold(3)) {
            held.enter();

            assertThatThrownBy(() -> NativeThreads.alone(() -> {
                        throw new IllegalStateException("failed");
                    }))
                    .hasMessage("failed");
            assertThat(NativeThreads.ofThisThread()).isEqualTo(3);
        }
    }
}
