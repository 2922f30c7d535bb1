package org.fpn4j.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fpn4j.core.memory.HeapBudget.Growth;
import org.fpn4j.core.problem.UserInputException;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void saysWhatIsNeededWhatThereIsAndWhatHelps() {
        assertThatThrownBy(() ->
                        HeapBudget.requireOf("a.pth", "tensors", 700 * MEGABYTE + 1, 300 * MEGABYTE, 512 * MEGABYTE))
                .isInstanceOf(UserInputException.class)
                .hasMessage("a.pth: tensors need [701] MB of memory, and [300] MB are left of [512] MB of heap\n"
                        + "    FPN_HEAP=1113m makes room"); // 512, and half again what is missing, for two thirds count
    }

    @Test
    void whatFitsExactlyIsGiven() {
        assertThatCode(() -> HeapBudget.requireOf("a", "b", 300, 300, 512)).doesNotThrowAnyException();
    }

    @Test
    void moreThanTheHeapIsRefusedAndALittleIsNot() {
        long heap = Runtime.getRuntime().maxMemory();

        assertThatCode(() -> HeapBudget.require("a", "b", MEGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> HeapBudget.require("a", "b", heap)).isInstanceOf(InsufficientMemoryException.class);
        assertThatThrownBy(() -> HeapBudget.require("a", "b", Long.MAX_VALUE))
                .isInstanceOf(InsufficientMemoryException.class);
    }

    @Test
    void garbageDoesNotCountAsUsed() {
        long left = HeapBudget.left();
        long made = 0;
        while (made < left / 2) {
            made += new byte[(int) MEGABYTE].length;
        }

        assertThatCode(() -> HeapBudget.require("a", "b", left * 3 / 4)).doesNotThrowAnyException();
    }

    @Test
    void growthIsRefusedWhenAsMuchAgainWouldNotFit() {
        Growth growth = new Growth("a", "entries");

        assertThatCode(() -> growth.add(MEGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> growth.add(Runtime.getRuntime().maxMemory()))
                .isInstanceOf(InsufficientMemoryException.class)
                .hasMessageStartingWith("a: entries need [");
    }

    @Test
    void sharesAreOfTheWholeHeap() {
        assertThat(HeapBudget.share(4)).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
    }
}
