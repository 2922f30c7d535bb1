package org.fpn4j.engine.nd4j;

import com.google.auto.service.AutoService;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J, with the backend that is on the class path. */
@AutoService(KernelLibrary.class)
public final class Nd4jLibrary implements KernelLibrary {
    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String title() {
        return "ND4J";
    }

    @Override
    public int rank() {
        return 0;
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
    public void requireDevices() {
        CudaBackend.requireServedDevices();
    }

    @Override
    public Optional<String> unavailable(Precision precision) {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "ND4J, backend " + Nd4j.getBackend().getClass().getSimpleName();
    }

    /** ND4J numbers sets of instructions from 1, without AVX, to 3, AVX-512. */
    @Override
    public String processor() {
        requireDevices();
        return System.getProperty("os.arch") + " of level "
                + NativeOpsHolder.getInstance().getDeviceNativeOps().optimalLevel();
    }

    @Override
    public KernelProvider create(KernelOptions options) {
        requireDevices();
        return new Nd4jKernels(options.threads());
    }
}
