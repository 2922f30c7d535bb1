package org.fpn4j.engine.execution;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.KernelChoice;

/** Steps that carry plain values from one memory to another. */
final class MemoryCopy {
    private MemoryCopy() {}

    static KernelStep step(Stored from, Stored to) {
        long values = from.value().shape().size();
        String label = "copy " + from.memory().name() + " to " + to.memory().name();
        KernelChoice choice = KernelChoice.plain("copy", 1, 1, (in, out, scratch) -> {
            Block source = in.get(0);
            Block target = out.get(0);
            return () -> target.memory().copy(target.offset(), source.memory(), source.offset(), values);
        });
        return new KernelStep(label, Optional.empty(), choice, List.of(from), List.of(to), Set.of(), List.of(), "");
    }
}
