package org.fpn4j.experiments.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.engine.device.CudaDevice;
import org.fpn4j.engine.device.CudaDevices;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.experiments.run.Provenance;
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
    private static final String ND4J = "nd4j";
    private static final String CUDA = "cuda";
    private static final String PROFILES =
            "FPN_PROFILES=cuda ./fpn doctor builds with them, for compute capability 7.5 and"
                    + " later with CUDA 13 and cuDNN 9; FPN_PROFILES=nd4j-cuda with ND4J's CUDA 11.6 backend, for "
                    + CudaBackend.SERVED.replace("compute capability ", "");

    @Override
    public Integer call() {
        line("fpn4j", Provenance.version() + ", commit " + Provenance.commit());
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
        KernelLibraries libraries = KernelLibraries.onClassPath();
        cuda(libraries);
        if (!isServed()) {
            line(
                    "nd4j kernels",
                    "not tried: ND4J's CUDA 11.6 backend cannot work here; run ./fpn without FPN_PROFILES=nd4j-cuda");
            return ExitCode.USAGE;
        }
        boolean works = backend();
        String best = libraries.best(Precision.FLOAT32).map(KernelLibrary::name).orElse("nothing");
        for (KernelLibrary library : libraries.found()) {
            if (!library.name().equals(ND4J)) { // which was tried above
                line(library.name() + " kernels", kernels(library, best));
            }
        }
        for (Precision precision : List.of(Precision.BFLOAT16, Precision.INT8)) {
            line(
                    precision.key(),
                    libraries
                            .unavailable(precision)
                            .map(reason -> "execution.dtype " + precision.key() + " cannot be used: " + reason)
                            .orElse("execution.dtype " + precision.key() + " works"
                                    + (precision.trains() ? "" : " for inference")));
        }
        return works ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String kernels(KernelLibrary library, String best) {
        return library.unavailable(Precision.FLOAT32)
                .map(reason -> "cannot be used: " + reason + "; execution.kernels auto uses " + best)
                .orElseGet(() -> library.description() + "; execution.kernels "
                        + (library.name().equals(best) ? KernelLibraries.AUTO : library.name()) + " uses them");
    }

    /** Tells what NVIDIA devices there are, and what of the class path would compute on them. */
    private static void cuda(KernelLibraries libraries) {
        CudaDevices found = CudaDevices.find();
        boolean hasDriver = !found.devices().isEmpty() || CudaBackend.hasDriver();
        Optional<KernelLibrary> kernels = libraries.named(CUDA);
        if (kernels.isPresent()) {
            kernels.get().findings().forEach(finding -> line(CUDA, finding));
        } else {
            line(CUDA, "its kernels are not on the class path" + (hasDriver ? "; " + PROFILES : ""));
        }
        if (CudaBackend.isOnClassPath()) {
            line(CUDA, "ND4J's CUDA 11.6 backend stands in for the CPU one; it serves " + CudaBackend.SERVED);
        }
        for (int i = 0; i < found.devices().size(); i++) {
            CudaDevice device = found.devices().get(i);
            line(DEVICE + " " + i, device.toString());
            if (CudaBackend.isOnClassPath() && !CudaBackend.serves(device.capability())) {
                line("", CudaBackend.refusal(device));
            }
        }
        if (!found.reason().isEmpty()) {
            line(DEVICE, (found.devices().isEmpty() ? "none: " : "") + found.reason());
        }
    }

    /** Whether loading ND4J's backend makes sense. */
    private static boolean isServed() {
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
                    ND4J,
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
