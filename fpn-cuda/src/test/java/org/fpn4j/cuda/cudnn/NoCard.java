package org.fpn4j.cuda.cudnn;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * cuDNN on a machine without a card, in processes of their own: a process loads libraries once. In the driver's place stands {@code
 * no_card.c}, compiled by the machine's gcc.
 */
final class NoCard {
    private static final Path FOLDER = Path.of("target", "no_card").toAbsolutePath();
    private static final List<String> NEEDED = List.of(
            "libcudart.so.13",
            "libcublasLt.so.13",
            "libcublas.so.13",
            "libnvrtc.so.13",
            "libcudnn.so.9",
            "libcudnn_graph.so.9");
    private static final List<String> SYSTEM =
            List.of("/usr/local/cuda/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/opt/cuda/lib64");

    private NoCard() {}

    /** Whether this machine has cuDNN, CUDA and a compiler; for {@code @EnabledIf}. */
    static boolean isThere() {
        return libraries().isPresent() && run(List.of("gcc", "--version")).code() == 0;
    }

    /** Folders that together have everything. */
    private static Optional<String> libraries() {
        List<Path> folders = Stream.of(variable("FPN_CUDA_LIB"), variable("LD_LIBRARY_PATH"), SYSTEM.stream())
                .flatMap(names -> names)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .toList();
        List<Path> used = new ArrayList<>();
        for (String library : NEEDED) {
            Optional<Path> folder = folders.stream()
                    .filter(candidate -> Files.exists(candidate.resolve(library)))
                    .findFirst();
            if (folder.isEmpty()) {
                return Optional.empty();
            }
            used.add(folder.get());
        }
        return Optional.of(String.join(
                File.pathSeparator, used.stream().distinct().map(Path::toString).toList()));
    }

    private static Stream<String> variable(String name) {
        return Stream.of(Optional.ofNullable(System.getenv(name)).orElse("").split(File.pathSeparator));
    }

    /** What a process said on standard output, and how it ended. */
    record Ended(int code, String output) {}

    /** Runs a main method that may load cuDNN; fails where it does. */
    static List<String> run(Class<?> main, String... arguments) {
        String path = driver().getParent() + File.pathSeparator + libraries().orElseThrow();
        Ended ended = run(java(List.of(), main, arguments), path);
        if (ended.code() != 0) {
            throw new IllegalStateException(ended.output());
        }
        return ended.output().lines().toList();
    }

    /** Runs a main method in a process that finds no library of NVIDIA's, and gives what it and Java's options say. */
    static Ended runWithout(List<String> options, Class<?> main, String... arguments) {
        return run(java(options, main, arguments), "");
    }

    private static List<String> java(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path driver() {
        Path library = FOLDER.resolve("libcuda.so.1");
        try (InputStream source = NoCard.class.getResourceAsStream("no_card.c")) {
            Files.createDirectories(FOLDER);
            Path code = FOLDER.resolve("no_card.c");
            Files.copy(source, code, StandardCopyOption.REPLACE_EXISTING);
            Ended ended = run(List.of(
                    "gcc",
                    "-w",
                    "-shared",
                    "-fPIC",
                    "-Wl,-soname,libcuda.so.1",
                    "-o",
                    library.toString(),
                    code.toString()));
            if (ended.code() != 0) {
                throw new IllegalStateException(ended.output());
            }
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended run(List<String> command) {
        return run(command, "");
    }

    private static Ended run(List<String> command, String libraryPath) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("LD_LIBRARY_PATH", libraryPath);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException(output);
            }
            return new Ended(process.exitValue(), output);
        } catch (IOException e) {
            return new Ended(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
