package org.fpn4j.experiments.inference;

import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.experiments.config.ExecutionConfig;
import org.fpn4j.experiments.device.CudaBackend;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Chooses who computes, and with how many threads. */
public final class Executors {
    private Executors() {}

    /**
     * The executor of a config, for use in the calling thread: OpenMP remembers the number of threads for each thread
     * that starts work.
     *
     * @throws org.fpn4j.core.problem.UserInputException where ND4J's CUDA backend cannot serve a device
     */
    public static Executor forThisThread(ExecutionConfig config) {
        CudaBackend.requireServedDevices();
        Nd4j.getEnvironment().setMaxMasterThreads(config.resolvedThreads());
        Nd4j.getEnvironment().setMaxThreads(config.resolvedThreads());
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(config.resolvedThreads());
        return switch (config.kernels()) {
            case AUTO, ND4J -> new SameDiffExecutor();
        };
    }
}
