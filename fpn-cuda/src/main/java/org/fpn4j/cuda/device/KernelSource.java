package org.fpn4j.cuda.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CUDA C of one operation, for one type of values: {@code kernels/NAME.cu} with {@code kernels/common.cuh} before it. A line
 * {@code #include "OTHER.cuh"} stands for that file of the same folder, so that what compiles it needs no files.
 *
 * @param name of the file, as the operation's: {@code max_pool}
 * @param type what {@code T} is in it
 * @param generated what is defined before the file for one kernel alone; empty where nothing is
 */
public record KernelSource(String name, ElementType type, String generated) {
    private static final String FOLDER = "/org/fpn4j/cuda/kernels/";
    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"(\\w+\\.cuh)\"$");

    /** A file for which nothing is generated. */
    public KernelSource(String name, ElementType type) {
        this(name, type, "");
    }

    /** The whole source, in which {@code FPN_FLOAT32}, {@code FPN_BFLOAT16} or {@code FPN_FLOAT16} is defined. */
    public String text() {
        return "#define FPN_" + type.name() + "\n" + read("common.cuh") + generated + read(name + ".cu");
    }

    private static String read(String file) {
        try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no kernel source[" + file + "]");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return INCLUDE.matcher(text).replaceAll(include -> Matcher.quoteReplacement(read(include.group(1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
