package org.fpn4j.experiments.cli;

import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.onednn.OneDnn;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.training.config.ExecutionConfig.Dtype;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.engine.device.CudaDevice;
import org.fpn4j.engine.device.CudaDevices;
import org.fpn4j.training.inference.Executors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code ./fpn doctor}. */
@Command(name = "doctor", description = "What is installed, what works and, for what does not, why.")
final class DoctorCommand implements Callable<Integer> {
    private static final String DEVICE = "cuda device";

    @Override
    public Integer call() {
        line("fpn4j", Provenance.version());
        line(
                "java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version") + " on "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        line("machine", Provenance.machine());
        line(
                "memory",
                "heap up to " + (Runtime.getRuntime().maxMemory() >> 20) + " MB, arrays up to "
                        + System.getProperty("org.bytedeco.javacpp.maxbytes", "the heap's size")
                        + " (FPN_HEAP, FPN_OFFHEAP)");
        boolean served = cuda();
        if (!served) {
            line(
                    "nd4j kernels",
                    "not tried: ND4J's CUDA 11.6 backend cannot work here; run ./fpn without FPN_PROFILES=cuda");
            return ExitCode.USAGE;
        }
        boolean works = backend();
        line(
                "onednn kernels",
                Executors.oneDnnUnavailable(Dtype.FLOAT32)
                        .map(reason -> "cannot be used: " + reason + "; execution.kernels auto uses nd4j")
                        .orElseGet(() -> "oneDNN " + OneDnn.version() + ", " + OneDnn.instructions()
                                + "; execution.kernels auto uses them"));
        line(
                "bfloat16",
                Executors.oneDnnUnavailable(Dtype.BFLOAT16)
                        .map(reason -> "execution.dtype bfloat16 cannot be used: " + reason)
                        .orElse("execution.dtype bfloat16 works"));
        return works ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Tells what NVIDIA devices there are, and whether loading the backend on them makes sense. */
    private static boolean cuda() {
        line(
                "cuda",
                CudaBackend.isOnClassPath()
                        ? "ND4J's CUDA 11.6 backend stands in for the CPU one; it serves " + CudaBackend.SERVED
                        : "not on the class path; FPN_PROFILES=cuda puts ND4J's CUDA 11.6 backend there, which serves "
                                + CudaBackend.SERVED);
        CudaDevices found = CudaDevices.find();
        for (int i = 0; i < found.devices().size(); i++) {
            CudaDevice device = found.devices().get(i);
            line(DEVICE + " " + i, device.toString());
            if (!CudaBackend.serves(device.capability())) {
                line("", CudaBackend.refusal(device));
            }
        }
        if (!found.reason().isEmpty()) {
            line(DEVICE, (found.devices().isEmpty() ? "none: " : "") + found.reason());
        }
        try {
            CudaBackend.requireServedDevices();
            return true;
        } catch (UserInputException e) {
            return false; // the lines above say why
        }
    }

    /** Loads the backend and multiplies two matrices. */
    private static boolean backend() {
        try {
            line(
                    "nd4j",
                    Provenance.nd4jVersion() + ", backend "
                            + Nd4j.getBackend().getClass().getSimpleName());
            line(
                    "instructions",
                    "built for "
                            + NativeOpsHolder.getInstance()
                                    .getDeviceNativeOps()
                                    .buildInfo()
                                    .lines()
                                    .findFirst()
                                    .orElse("unknown"));
            INDArray product = Nd4j.ones(DataType.FLOAT, 8, 8).mmul(Nd4j.ones(DataType.FLOAT, 8, 8));
            boolean right = product.getFloat(0) == 8;
            line("nd4j kernels", right ? "work" : "give wrong products");
            return right;
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            line("nd4j kernels", "do not work: " + cause);
            return false;
        }
    }

    private static void line(String what, String value) {
        Console.results().println(String.format(java.util.Locale.ROOT, "%-15s %s", what, value));
    }
}
