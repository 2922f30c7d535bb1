package org.fpn4j.cuda.driver;

import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.cuda.CudaLibrary;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.Precision;

/**
 * {@code ChoiceOfKernels KERNELS DTYPE DEVICE}: which kernels a command would use, or exit code 2 and why none; {@code findings}: what
 * {@code doctor} would say.
 */
final class ChoiceOfKernels {
    private ChoiceOfKernels() {}

    private static KernelOptions options(String... arguments) {
        Precision precision = Precision.valueOf(arguments[1]);
        return new KernelOptions(precision, 1, Integer.parseInt(arguments[2]), false, true, false);
    }

    public static void main(String[] arguments) {
        if (arguments[0].equals("findings")) {
            new CudaLibrary().findings().forEach(System.out::println);
            return;
        }
        try {
            KernelLibrary chosen = KernelLibraries.onClassPath().choose(arguments[0], options(arguments));
            chosen.create(options(arguments)).close();
            System.out.println(chosen.name() + ": " + chosen.description());
            System.exit(0); // threads of ND4J may go on
        } catch (UserInputException e) {
            System.out.println(e.getMessage());
            System.exit(2);
        }
    }
}
