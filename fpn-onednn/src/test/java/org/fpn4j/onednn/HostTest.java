package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.core.nd4j.NativeVector;
import org.fpn4j.engine.kernel.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("hasOneDnn")
class HostTest {
    static boolean hasOneDnn() {
        return OneDnn.unavailable().isEmpty();
    }

    @Test
    void aBlockIsSeenWhereverItStands() {
        long offset = (1L << 29) + 16; // beyond the bytes that an int counts
        try (NativeVector arena = NativeMemory.shared().allocate(offset + 8)) { // untouched, so 2 GB of addresses only
            Block block = new Block(arena, offset, 4 * Float.BYTES);

            FloatBuffer floats = Host.floats(block, 4);
            floats.put(3, 7);

            assertThat(floats.capacity()).isEqualTo(4);
            assertThat(arena.part(offset + 3, 1).toArray()).containsExactly(7);
        }
    }
}
