package org.fpn4j.onednn;

import java.util.List;
import org.fpn4j.engine.kernel.Kernel;

/** Kernels one after the other. */
record Sequence(List<Kernel> kernels) implements Kernel {
    Sequence {
        kernels = List.copyOf(kernels);
    }

    @Override
    public void run() {
        for (Kernel kernel : kernels) {
            kernel.run();
        }
    }

    @Override
    public void close() {
        kernels.forEach(Kernel::close);
    }
}
