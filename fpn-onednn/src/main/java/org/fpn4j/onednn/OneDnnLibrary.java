package org.fpn4j.onednn;

import com.google.auto.service.AutoService;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;

/** oneDNN, on the CPU. */
@AutoService(KernelLibrary.class)
public final class OneDnnLibrary implements KernelLibrary {
    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public String title() {
        return "oneDNN";
    }

    @Override
    public int rank() {
        return 100;
    }

    /** Resizes by other than whole factors, concatenation and some losses are left to others. */
    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.INT8);
    }

    @Override
    public Optional<String> unavailable(Precision precision) {
        if (CudaBackend.isOnClassPath()) {
            return Optional.of("ND4J's arrays are on a GPU, where oneDNN's CPU kernels cannot reach them");
        }
        return switch (precision) {
            case FLOAT32, FLOAT16 -> OneDnn.unavailable();
            case BFLOAT16 -> OneDnn.bfloat16Unavailable();
            case INT8 -> OneDnn.int8Unavailable();
        };
    }

    @Override
    public String description() {
        return "oneDNN " + OneDnn.version() + ", " + OneDnn.instructions();
    }

    @Override
    public String processor() {
        return OneDnn.instructions();
    }

    @Override
    public KernelProvider create(KernelOptions options) {
        return new OneDnnKernels(options);
    }
}
