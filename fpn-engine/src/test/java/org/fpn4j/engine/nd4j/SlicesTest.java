package org.fpn4j.engine.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.core.nd4j.NativeVector;
import org.fpn4j.engine.kernel.Block;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SlicesTest {
    /** The second half of the channels, wherever the array stands: each value is its own place in the buffer. */
    @ParameterizedTest
    @CsvSource({"1, 32, 1, 1", "2, 32, 1, 1", "1, 8, 2, 3", "2, 3, 4, 5", "1, 2, 1, 1", "42, 4, 1, 1"})
    void aSliceIsTheSameWhereverTheArrayStands(int images, int channels, int height, int width) {
        NativeVector memory = NativeMemory.shared().allocate(1024);
        memory.array().assign(Nd4j.arange(1024));
        Shape shape = Shape.of(images, channels, height, width);
        int half = channels / 2;
        for (int offset = 0; offset < 128; offset++) {
            INDArray array = HostBlock.array(new Block(memory, offset, Float.BYTES * shape.size()), shape);

            INDArray slice = Slices.of(array, 1, half, channels);

            assertThat(slice.shape()).as("offset %s", offset).containsExactly(images, channels - half, height, width);
            assertThat(slice.getFloat(0, 0, 0, 0)).as("offset %s", offset).isEqualTo(offset + half * height * width);
            assertThat(slice.getFloat(images - 1, channels - half - 1, height - 1, width - 1))
                    .as("offset %s", offset)
                    .isEqualTo((float) (offset + shape.size() - 1));
        }
    }
}
