package org.fpn4j.core.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fpn4j.core.execution.FlatVector;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ArrayValuesTest {
    @Test
    void aPartOfAPartIsReadAndWrittenAtItsOwnPlace() {
        try (NativeVector whole = NativeMemory.shared().allocate(100)) {
            whole.write(counted());
            FlatVector part = whole.part(10, 80);
            INDArray array = NativeVector.of(part).array(5, 24).reshape(2, 3, 4);
            float[] target = new float[4];

            ArrayValues values = ArrayValues.of(array);
            values.fetch();
            values.read(8, target, 1, 3);
            values.write(23, new float[] {0, -1}, 1, 1);
            values.written();

            assertThat(values.size()).isEqualTo(24);
            assertThat(target).containsExactly(0, 23, 24, 25);
            assertThat(whole.toArray()[38]).isEqualTo(-1);
        }
    }

    @Test
    void whatLiesOutsideOfTheArrayIsOutOfBounds() {
        try (NativeVector whole = NativeMemory.shared().allocate(100)) {
            ArrayValues values = ArrayValues.of(whole.array(10, 20));

            assertThatThrownBy(() -> values.read(18, new float[4], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> values.write(-1, new float[4], 0, 3))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aTurnedArrayIsRefused() {
        try (NativeVector whole = NativeMemory.shared().allocate(6)) {
            INDArray turned = whole.array().reshape(2, 3).permute(1, 0);

            assertThatThrownBy(() -> ArrayValues.of(turned)).hasMessageContaining("one after the other");
        }
    }

    private static float[] counted() {
        float[] values = new float[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return values;
    }
}
