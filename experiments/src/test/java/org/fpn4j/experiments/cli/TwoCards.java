package org.fpn4j.experiments.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fpn4j.engine.kernel.KernelKey;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;

/** A machine with two devices that pretend: both are the host. Found where {@link ExtraLibrary} says so. */
public final class TwoCards implements KernelLibrary {
    /** The device of every network that was made. */
    static final List<Integer> DEVICES = new CopyOnWriteArrayList<>();

    @Override
    public String name() {
        return "cards";
    }

    @Override
    public String title() {
        return "two cards";
    }

    @Override
    public int rank() {
        return -1; // nobody takes it for nothing
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32);
    }

    @Override
    public Set<KernelKey> keys() {
        return Set.of(KernelKey.DEVICE, KernelKey.TF32);
    }

    @Override
    public int devices() {
        return 2;
    }

    @Override
    public Optional<String> unavailable(Precision precision) {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "two cards";
    }

    @Override
    public KernelProvider create(KernelOptions options) {
        DEVICES.add(options.device());
        return new Nd4jKernels(options.threads());
    }
}
