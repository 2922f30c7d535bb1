package org.fpn4j.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.engine.device.CudaDevice.Capability;

/**
 * What NVRTC is given: a source, and for which cards.
 *
 * @param name for messages of the compiler
 * @param text CUDA C
 * @param architecture {@code sm_90} for a card's machine code, {@code compute_90} for PTX that the driver compiles
 */
record KernelProgram(String name, String text, String architecture) {
    private static final String HALF = "half.cuh";

    /**
     * A source for a card: machine code where the compiler knows the card, else PTX for the latest before it.
     *
     * @param known compute capabilities that the compiler knows, as {@code 90}
     */
    static KernelProgram of(KernelSource source, Capability capability, int[] known) {
        int wanted = 10 * capability.major() + capability.minor();
        boolean isKnown = IntStream.of(known).anyMatch(value -> value == wanted);
        int latest = IntStream.of(known)
                .filter(value -> value <= wanted)
                .max()
                .orElseThrow(() -> new IllegalStateException("NVRTC has no code for compute capability " + capability));
        return of(source, isKnown ? "sm_" + wanted : "compute_" + latest);
    }

    /** A source for an architecture. */
    static KernelProgram of(KernelSource source, String architecture) {
        return new KernelProgram(source.name() + ".cu", half() + source.text(), architecture);
    }

    private static String half() {
        try (InputStream in = KernelProgram.class.getResourceAsStream(HALF)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the result is machine code, and not PTX. */
    boolean isMachineCode() {
        return architecture.startsWith("sm_");
    }

    /** The compiler's options: nothing is contracted, so that results do not depend on what it makes of an expression. */
    List<String> options() {
        return List.of("--gpu-architecture=" + architecture, "--fmad=false", "--std=c++17");
    }
}
