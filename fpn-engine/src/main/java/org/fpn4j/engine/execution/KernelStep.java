package org.fpn4j.engine.execution;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;

/**
 * A step with its kernel and the values in the formats that the kernel takes. Conversions between formats and copies between
 * memories are such steps too.
 *
 * @param label what it does
 * @param owner whose kernel it is; empty for copies between memories, which are nobody's
 * @param choice the kernel
 * @param overwritable inputs whose memory the first output may take over
 * @param origins the definition's nodes that it was made of
 * @param because why the providers before this one did not take it; empty for the first one's steps
 */
record KernelStep(
        String label,
        Optional<KernelProvider> owner,
        KernelChoice choice,
        List<Stored> inputs,
        List<Stored> outputs,
        Set<Integer> overwritable,
        List<String> origins,
        String because) {
    KernelStep {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The name of the owner, or of the memory that a copy goes to. */
    String provider() {
        return owner.map(KernelProvider::name).orElseGet(() -> memory().name());
    }

    /** Where what it makes lies, and with it the memory that it needs while it runs. */
    Memory memory() {
        return outputs.get(0).memory();
    }
}
