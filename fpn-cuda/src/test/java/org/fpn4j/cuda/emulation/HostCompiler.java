package org.fpn4j.cuda.emulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.cuda.device.KernelSource;

/** Kernels as a library of the host, made by the machine's g++ and kept in the build folder. */
final class HostCompiler {
    private static final Path FOLDER = Path.of("target", "emulation");
    private static final Pattern KERNEL = Pattern.compile("extern \"C\"\\s+void (\\w+)\\(");
    private static final List<String> OPTIONS =
            List.of("-x", "c++", "-std=c++17", "-O1", "-Wl,-Bsymbolic", "-ffp-contract=off", "-fPIC", "-w");

    private HostCompiler() {}

    static boolean isThere() {
        try {
            return new ProcessBuilder("g++", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The library of a source, in which {@code launch_NAME} runs the kernel {@code NAME}. */
    static Path library(KernelSource source) {
        String text = header() + source.text();
        try {
            Files.createDirectories(FOLDER);
            Path library = FOLDER.resolve(source.name() + "-" + source.type() + "-" + digest(OPTIONS + text) + ".so");
            if (!Files.exists(library)) {
                compile(source, text, library);
            }
            return library.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Preprocessed first: some kernels are written by macros, and each gets a launcher. */
    private static void compile(KernelSource source, String text, Path library) throws IOException {
        Path code = Files.createTempFile(FOLDER, source.name(), ".cpp");
        Path preprocessed = Files.createTempFile(FOLDER, source.name(), ".ii");
        Path made = Files.createTempFile(FOLDER, source.name(), ".tmp");
        Files.writeString(code, text);
        run(command("-E", "-P", code.toString(), "-o", preprocessed.toString()));
        StringBuilder launchers = new StringBuilder();
        Matcher kernels = KERNEL.matcher(Files.readString(preprocessed));
        TreeSet<String> names = new TreeSet<>();
        while (kernels.find()) {
            names.add(kernels.group(1));
        }
        names.forEach(name -> launchers.append("FPN_LAUNCHER(" + name + ")\n"));
        Files.writeString(code, text + launchers);
        run(command("-shared", code.toString(), "-o", made.toString()));
        Files.move(made, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(code);
        Files.delete(preprocessed);
    }

    private static List<String> command(String... last) {
        List<String> command = new ArrayList<>(List.of("g++"));
        command.addAll(OPTIONS);
        command.addAll(List.of(last));
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + System.lineSeparator() + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header() {
        try (InputStream in = HostCompiler.class.getResourceAsStream("cuda_on_cpu.h")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
