package org.fpn4j.training.inference;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.onednn.OneDnn;
import org.fpn4j.onednn.OneDnnKernels;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExecutionConfig;
import org.fpn4j.training.config.ExecutionConfig.Dtype;
import org.fpn4j.training.config.ExecutionConfig.Kernels;
import org.fpn4j.training.config.Threads;
import org.fpn4j.engine.device.CudaBackend;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses who computes, and with how many threads. */
public final class Executors {
    private static final Logger LOG = LoggerFactory.getLogger(Executors.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static final String WHERE = "execution";

    private Executors() {}

    /**
     * The executor of a config, for use in the calling thread.
     *
     * @throws UserInputException where the config asks for what this machine does not have, or ND4J's CUDA backend cannot
     *     serve a device
     */
    public static PlanExecutor forThisThread(CheckedConfig config) {
        return forThisThread(config.config().execution(), config.threads().count());
    }

    /**
     * The executor of a config. OpenMP remembers the number of threads for each thread that starts work; ND4J's own kernels
     * have one number a process, which is the same in all threads that compute ({@link Threads#requireOne}).
     */
    public static PlanExecutor forThisThread(ExecutionConfig config, int threads) {
        CudaBackend.requireServedDevices();
        PlanExecutor executor = choose(config);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        Nd4j.getEnvironment().setMaxThreads(threads);
        // oneDNN shares ND4J's OpenMP
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        return executor;
    }

    private static PlanExecutor choose(ExecutionConfig config) {
        return choose(config, oneDnnUnavailable(config.dtype()));
    }

    /** @param unavailable why oneDNN cannot be used for the config's type */
    static PlanExecutor choose(ExecutionConfig config, Optional<String> unavailable) {
        if (unavailable.isPresent() && config.dtype() == Dtype.BFLOAT16) {
            throw new UserInputException(
                    WHERE, "dtype[bfloat16] needs oneDNN, and " + unavailable.get(), "use float32");
        }
        if (config.kernels() == Kernels.ND4J) {
            return nd4j();
        }
        if (unavailable.isPresent()) {
            if (config.kernels() == Kernels.ONEDNN) {
                throw new UserInputException(
                        WHERE, "kernels[onednn] cannot be used: " + unavailable.get(), "use auto or nd4j");
            }
            if (!TOLD.getAndSet(true)) {
                LOG.warn("execution.kernels[auto] uses nd4j: {}", unavailable.get());
            }
            return nd4j();
        }
        Precision precision = config.dtype() == Dtype.BFLOAT16 ? Precision.BFLOAT16 : Precision.FLOAT32;
        return new PlanExecutor("onednn", () -> List.of(new OneDnnKernels(precision), new Nd4jKernels()));
    }

    /** The provider that {@link #forThisThread} would take: {@code auto} resolved. */
    public static String kernels(ExecutionConfig config) {
        return choose(config).name();
    }

    /** Why oneDNN's kernels cannot be used for a type, in one sentence; empty where they can. */
    public static Optional<String> oneDnnUnavailable(Dtype dtype) {
        if (CudaBackend.isOnClassPath()) {
            return Optional.of("ND4J's arrays are on a GPU, where oneDNN's CPU kernels cannot reach them");
        }
        return dtype == Dtype.BFLOAT16 ? OneDnn.bfloat16Unavailable() : OneDnn.unavailable();
    }

    private static PlanExecutor nd4j() {
        return new PlanExecutor("nd4j", () -> List.of(new Nd4jKernels()));
    }
}
