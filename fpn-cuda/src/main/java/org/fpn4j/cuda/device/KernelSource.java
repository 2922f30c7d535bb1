package org.fpn4j.cuda.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * CUDA C of one operation, for one type of values: {@code kernels/NAME.cu} with {@code kernels/common.cuh} before it.
 *
 * @param name of the file, as the operation's: {@code max_pool}
 * @param type what {@code T} is in it
 */
public record KernelSource(String name, ElementType type) {
    private static final String FOLDER = "/org/fpn4j/cuda/kernels/";

    /** The whole source, in which {@code FPN_FLOAT32}, {@code FPN_BFLOAT16} or {@code FPN_FLOAT16} is defined. */
    public String text() {
        return "#define FPN_" + type.name() + "\n" + read("common.cuh") + read(name + ".cu");
    }

    private static String read(String file) {
        try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no kernel source[" + file + "]");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
