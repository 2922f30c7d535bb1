package org.fpn4j.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fpn4j.cuda.emulation.EmulatedDevice;

/**
 * NVIDIA's libraries without a card: {@code pretended.c}, compiled by the machine's gcc, in processes of their own, because a
 * process loads libraries once.
 */
final class PretendedCard {
    private static final String HEADER = "cuda_on_cpu.h";

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    /** A card of libraries that were made before, which are copied below another folder. */
    PretendedCard(Path made, Path parent) throws IOException {
        folder = Files.createDirectories(parent.resolve("libraries"));
        try (Stream<Path> files = Files.list(made)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        environment.put("FPN_CUDA_LIB", folder.toString());
        environment.put("PRETENDED_HEADER", folder.resolve(HEADER).toString());
        environment.put("XDG_CACHE_HOME", parent.resolve("cache").toString());
    }

    /** Makes all libraries in a folder. */
    static void make(Path folder) throws IOException {
        Path source = copy("pretended.c", PretendedCard.class, folder);
        copy(HEADER, EmulatedDevice.class, folder);
        compile(source, "cuda", folder.resolve("libcuda.so.1"));
        for (String name : CudaFiles.CUDA) {
            compile(source, name, folder.resolve("lib" + name + ".so.13"));
        }
        for (String name : CudaFiles.CUDNN) {
            compile(source, name, folder.resolve("lib" + name + ".so.9"));
        }
    }

    /** Whether this machine has a compiler; for {@code @EnabledIf}. */
    static boolean isThere() {
        try {
            return new ProcessBuilder("gcc", "--version")
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor()
                            == 0
                    && EmulatedDevice.isThere();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path copy(String resource, Class<?> beside, Path folder) throws IOException {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            return Files.write(folder.resolve(resource), in.readAllBytes());
        }
    }

    private static void compile(Path source, String part, Path library) throws IOException {
        Process process = new ProcessBuilder(
                        "gcc",
                        "-w",
                        "-shared",
                        "-fPIC",
                        "-O1",
                        "-DPART_" + part,
                        "-Wl,-soname," + library.getFileName(),
                        "-o",
                        library.toString(),
                        source.toString(),
                        "-ldl")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes libraries away. */
    PretendedCard without(String... names) throws IOException {
        for (String name : names) {
            Files.delete(folder.resolve(name));
        }
        return this;
    }

    /** Where one of the libraries is, or would be. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** With a variable of the environment, which {@code pretended.c} or the project reads. */
    PretendedCard with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What a process said on standard output and on standard error, and how it ended. */
    record Ended(int code, String output, String log) {}

    /** Runs a class' main method in a process that sees these libraries and no others. */
    Ended run(Class<?> main, String... arguments) {
        try {
            Path output = Files.createTempFile(folder, "output", ".txt");
            Path log = Files.createTempFile(folder, "log", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command(main, arguments))
                    .redirectOutput(output.toFile())
                    .redirectError(log.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.matches("LD_LIBRARY_PATH|VIRTUAL_ENV|CONDA_PREFIX|HOME|FPN_.*|CUDA_.*"));
            builder.environment().put("PATH", "/usr/bin:/bin");
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end: " + Files.readString(log));
            }
            return new Ended(process.exitValue(), Files.readString(output), Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> command(Class<?> main, String... arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
