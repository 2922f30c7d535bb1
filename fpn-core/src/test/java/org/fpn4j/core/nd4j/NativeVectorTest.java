package org.fpn4j.core.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Pointer;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.junit.jupiter.api.Test;

class NativeVectorTest {
    private static NativeVector vector(float... values) {
        NativeVector vector = NativeMemory.shared().allocate(values.length);
        vector.write(values);
        return vector;
    }

    @Test
    void everyVectorBeginsAtAMultipleOfACacheLine() {
        for (int length = 1; length < 40; length++) {
            try (NativeVector vector = NativeMemory.shared().allocate(length)) {
                assertThat(vector.pointer(0).address() % Memory.ALIGNMENT).isZero();
                assertThat(vector.array().data().address())
                        .isEqualTo(vector.pointer(0).address());
            }
        }
    }

    @Test
    void aPartOfAPartSharesTheValues() {
        try (NativeVector whole = vector(0, 1, 2, 3, 4, 5, 6, 7)) {
            NativeVector part = whole.part(2, 5).part(1, 3);

            part.write(1, new float[] {40, 50}, 0, 2);
            part.close();

            assertThat(part.toArray()).containsExactly(3, 40, 50);
            assertThat(part.array().toFloatVector()).containsExactly(3, 40, 50);
            assertThat(part.array(1, 2).toFloatVector()).containsExactly(40, 50);
            assertThat(whole.toArray()).containsExactly(0, 1, 2, 3, 40, 50, 6, 7);
        }
    }

    @Test
    void stretchesOutsideOfAVectorAreRefused() {
        try (NativeVector whole = vector(0, 1, 2, 3)) {
            NativeVector part = whole.part(1, 2);

            assertThatThrownBy(() -> part.write(1, new float[2], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> part.read(2, new float[1], 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> part.part(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> part.copy(whole)).hasMessage("vectors of [4] and [2] values");
        }
    }

    @Test
    void stretchesAreCopied() {
        try (NativeVector source = vector(1, 2, 3, 4);
                NativeVector target = vector(0, 0, 0, 0)) {
            target.copy(1, source, 2, 2);

            assertThat(target.toArray()).containsExactly(0, 3, 4, 0);
        }
    }

    @Test
    void whatIsClosedIsNeitherReadNorWritten() {
        long before = Pointer.totalBytes();
        NativeVector whole = vector(new float[1 << 20]);
        FlatVector part = whole.part(1, 2);

        whole.close();
        whole.close();

        assertThat(Pointer.totalBytes() - before)
                .isLessThan(1000); // descriptors of a few bytes are left to the collector
        assertThatThrownBy(whole::toArray).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> part.write(1, 2)).isInstanceOf(IllegalStateException.class);
    }
}
