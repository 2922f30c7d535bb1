package org.fpn4j.outside.arrays;

import java.util.Optional;
import java.util.Set;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;

/** {@code execution.kernels: array}; named in {@code META-INF/services}. */
public final class ArrayLibrary implements KernelLibrary {
    @Override
    public String name() {
        return "array";
    }

    @Override
    public String title() {
        return "Arrays";
    }

    @Override
    public int rank() {
        return 7; // before ND4J, behind oneDNN
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32);
    }

    @Override
    public Optional<String> unavailable(Precision precision) {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "arrays of Java";
    }

    @Override
    public KernelProvider create(KernelOptions options) {
        return new ArrayKernels(); // with one thread, however many may be
    }
}
