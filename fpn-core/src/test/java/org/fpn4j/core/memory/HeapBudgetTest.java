package org.fpn4j.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.memory.HeapBudget.Growth;
import org.fpn4j.core.memory.HeapBudget.Heap;
import org.fpn4j.core.memory.HeapBudget.Need;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapBudgetTest {
    private static final long MEGABYTE = 1 << 20;

    private static Heap heap(long most, long used) {
        return new Heap(most * MEGABYTE, used * MEGABYTE);
    }

    private static Need need(long bytes, long largest) {
        return new Need(bytes * MEGABYTE, largest * MEGABYTE);
    }

    @Test
    void saysWhatIsNeededWhatThereIsAndWhatHelps() {
        assertThatThrownBy(() -> HeapBudget.requireOf("a.pth", "tensors", need(700, 20), heap(512, 92)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("a.pth: tensors need [700] MB of memory, and [356] MB are left of [512] MB of heap\n"
                        + "    FPN_HEAP=907m makes room"); // 792 are seven eighths of 905.2, and one for rounding
        assertThatThrownBy(() -> HeapBudget.requireOf("a.pth", "tensors", need(300, 280), heap(480, 60)))
                .hasMessage(
                        "a.pth: tensors need [300] MB of memory, [280] of them in one piece, and [260] MB are left of"
                                + " [480] MB of heap\n    FPN_HEAP=511m makes room"); // 340 are two thirds of 510
    }

    @ParameterizedTest
    @CsvSource({
        "420, 20, true", // seven eighths of 480
        "421, 20, false",
        "320, 320, true", // two thirds
        "321, 321, false",
        "400, 320, true",
    })
    void anEmptyHeapHoldsSevenEighthsAndTwoThirdsInOnePiece(long bytes, long largest, boolean holds) {
        assertThat(heap(480, 0).holds(need(bytes, largest))).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({"30, 30, true", "31, 31, false", "70, 30, true", "71, 30, false", "0, 0, true"})
    void aHeapThatIsFullToTwoThirdsStillHoldsSmallPieces(long bytes, long largest, boolean holds) {
        assertThat(heap(480, 350).holds(need(bytes, largest))).isEqualTo(holds);
    }

    @Test
    void theHeapThatIsSaidToMakeRoomDoes() {
        for (Need need : List.of(need(700, 20), need(300, 280), need(5000, 4000), need(1, 1))) {
            Heap wanted = new Heap(heap(480, 60).wanted(need), 60 * MEGABYTE);

            assertThat(wanted.holds(need)).isTrue();
        }
    }

    @Test
    void moreThanTheHeapIsRefusedAndALittleIsNot() {
        long heap = Runtime.getRuntime().maxMemory();

        assertThatCode(() -> HeapBudget.require("a", "b", MEGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> HeapBudget.require("a", "b", heap)).isInstanceOf(InsufficientMemoryException.class);
        assertThatThrownBy(() -> HeapBudget.require("a", "b", heap, 1)).isInstanceOf(InsufficientMemoryException.class);
        assertThatThrownBy(() -> HeapBudget.require("a", "b", Long.MAX_VALUE))
                .isInstanceOf(InsufficientMemoryException.class);
    }

    @Test
    void garbageDoesNotCountAsUsed() {
        long half = Runtime.getRuntime().maxMemory() / 2;
        long made = 0;
        while (made < half) {
            made += new byte[(int) MEGABYTE].length;
        }

        assertThatCode(() -> HeapBudget.require("a", "b", half)).doesNotThrowAnyException();
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
