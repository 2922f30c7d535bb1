package org.fpn4j.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.fpn4j.engine.kernel.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@EnabledIf("hasOneDnn")
class HostTest {
    static boolean hasOneDnn() {
        return OneDnn.unavailable().isEmpty();
    }

    @Test
    void aBlockIsSeenWhereverItStands() {
        long offset = (1L << 29) + 16; // beyond the bytes that an int counts
        try (INDArray arena =
                Nd4j.createUninitialized(DataType.FLOAT, offset + 8)) { // untouched, so 2 GB of addresses only
            Block block = new Block(arena, offset, 4 * Float.BYTES);

            FloatBuffer floats = Host.floats(block, 4);
            floats.put(3, 7);

            assertThat(floats.capacity()).isEqualTo(4);
            assertThat(arena.getFloat(offset + 3)).isEqualTo(7);
        }
    }
}
