package org.fpn4j.experiments.cli;

import java.util.concurrent.Callable;
import org.fpn4j.experiments.run.Provenance;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine.Command;

/** {@code ./fpn doctor}. */
@Command(name = "doctor", description = "What is installed, what works and, for what does not, why.")
final class DoctorCommand implements Callable<Integer> {
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
        boolean works = backend();
        line("onednn kernels", "not part of this version; execution.kernels auto uses nd4j");
        line(
                "cuda",
                "not part of this version's class path; ND4J's CUDA 11.6 backend would serve compute capability 3.7 to 8.9");
        return works ? 0 : 1;
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
