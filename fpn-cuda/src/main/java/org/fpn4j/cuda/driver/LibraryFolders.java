package org.fpn4j.cuda.driver;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Folders that may hold NVIDIA's libraries, those to look in first before the others: what the user names in {@code
 * FPN_CUDA_LIB}, the loader's, those of Python's packages {@code nvidia-*}, the system's.
 */
final class LibraryFolders {
    private static final List<String> SYSTEM = List.of(
            "usr/local/cuda/lib64",
            "usr/local/cuda/targets/x86_64-linux/lib",
            "usr/local/cuda/targets/sbsa-linux/lib",
            "opt/cuda/lib64",
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu",
            "usr/lib64",
            "usr/lib",
            "usr/lib/wsl/lib",
            "usr/local/nvidia/lib64");
    private static final int SECONDS = 20; // that Python may take to say where its packages are

    private final Map<String, String> environment;
    private final Path root;
    private final Set<Path> found = new LinkedHashSet<>();

    private LibraryFolders(Map<String, String> environment, Path root) {
        this.environment = environment;
        this.root = root;
    }

    /**
     * Those that are there.
     *
     * @param environment variables of a process
     * @param root what system folders are below
     */
    static List<Path> of(Map<String, String> environment, Path root) {
        LibraryFolders folders = new LibraryFolders(environment, root);
        folders.addNamed("FPN_CUDA_LIB");
        folders.addNamed("LD_LIBRARY_PATH");
        folders.addPython();
        folders.addSystem();
        return List.copyOf(folders.found);
    }

    private Optional<Path> variable(String name) {
        return path(environment.getOrDefault(name, ""));
    }

    private static Optional<Path> path(String value) {
        try {
            return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
        } catch (InvalidPathException e) {
            return Optional.empty(); // no folder of this name can be
        }
    }

    private List<Path> paths(String variable) {
        List<Path> paths = new ArrayList<>();
        for (String value : environment.getOrDefault(variable, "").split(File.pathSeparator, -1)) {
            path(value).ifPresent(paths::add);
        }
        return paths;
    }

    private void add(Path folder) {
        if (Files.isDirectory(folder)) {
            found.add(folder.toAbsolutePath().normalize());
        }
    }

    private void addNamed(String variable) {
        paths(variable).forEach(this::add);
    }

    private void addPython() {
        variable("VIRTUAL_ENV").ifPresent(this::addPrefix);
        variable("CONDA_PREFIX").ifPresent(prefix -> {
            addPrefix(prefix);
            add(prefix.resolve("lib"));
        });
        Optional<Path> python = paths("PATH").stream()
                .map(folder -> folder.resolve("python3"))
                .filter(Files::isExecutable)
                .findFirst();
        python.ifPresent(this::addPython);
        variable("HOME").ifPresent(home -> addPrefix(home.resolve(".local")));
        addPrefix(root.resolve("usr/local"));
    }

    /** A Python lies in the folder {@code bin} of its prefix, also where it is a link there; a script leads to another one. */
    private void addPython(Path python) {
        if (isScript(python)) {
            packages(python).ifPresent(this::addPackages);
            return;
        }
        addPrefix(python.toAbsolutePath().getParent().resolveSibling("."));
        try {
            addPrefix(python.toRealPath().getParent().resolveSibling("."));
        } catch (IOException e) {
            return; // a link that leads nowhere has no packages
        }
    }

    private static boolean isScript(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == '#' && in.read() == '!';
        } catch (IOException e) {
            return false;
        }
    }

    /** Where a Python says that its packages are. */
    private static Optional<Path> packages(Path python) {
        try {
            Process process = new ProcessBuilder(
                            python.toString(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return path(answer.strip());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void addPrefix(Path prefix) {
        each(prefix.resolve("lib"), "python3*", version -> {
            addPackages(version.resolve("site-packages"));
            addPackages(version.resolve("dist-packages"));
        });
    }

    private void addPackages(Path packages) {
        each(packages.resolve("nvidia"), "*", product -> add(product.resolve("lib")));
    }

    private void addSystem() {
        SYSTEM.forEach(folder -> add(root.resolve(folder)));
        each(root.resolve("usr/local"), "cuda-13*", toolkit -> add(toolkit.resolve("lib64")));
    }

    /** In the order of names backwards, so that the latest version comes first. */
    private static void each(Path folder, String pattern, Consumer<Path> action) {
        List<Path> matching = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(matching::add);
        } catch (IOException e) {
            return; // it is not there, or nobody may look into it
        }
        matching.sort(Collections.reverseOrder());
        matching.forEach(action);
    }
}
