package org.fpn4j.cuda.driver;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Loads the driver's, CUDA's and cuDNN's libraries by their paths, so that whoever asks for them by name later (JavaCPP's
 * bindings, cuDNN itself) gets those, whatever {@code LD_LIBRARY_PATH} is.
 */
final class NativeLibraries {
    private static final String DRIVER = "libcuda.so.1";
    private static final List<String> SYSTEMS = List.of("linux-x86_64", "linux-arm64");

    private NativeLibraries() {}

    /** Why this system cannot have them; empty where it can. */
    static Optional<String> unsupported() {
        String platform = Loader.getPlatform();
        return SYSTEMS.contains(platform)
                ? Optional.empty()
                : Optional.of("the kernels for NVIDIA's cards run on Linux, and this is " + platform);
    }

    /** Loads the driver's library: that of a folder, or the one that the system's loader finds. */
    static Optional<String> loadDriver(List<Path> folders) {
        Optional<Path> file = folders.stream()
                .map(folder -> folder.resolve(DRIVER))
                .filter(Files::isRegularFile)
                .findFirst();
        try {
            if (file.isPresent()) {
                System.load(file.get().toString());
            } else {
                Loader.load(); // JavaCPP's own, of which the next is a part
                Loader.loadGlobal(DRIVER);
            }
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of(file.map(path -> "the NVIDIA driver " + path + " cannot be loaded: "
                            + reason(e).replace(path + ": ", ""))
                    .orElse("there is no NVIDIA driver (no " + DRIVER + "); install the card's, version 580 or later"));
        }
    }

    /** Loads what was found. */
    static Optional<String> load(CudaFiles files) {
        try {
            for (String name : CudaFiles.CUDA) {
                load(name + "@.13", files.file(name));
            }
            for (String name : CudaFiles.CUDNN) {
                load(name + "@.9", files.file(name));
            }
            for (Path file : files.besideCompiler()) {
                System.load(file.toString());
            }
            Loader.load(org.bytedeco.cuda.global.cudart.class);
            Loader.load(org.bytedeco.cuda.global.nvrtc.class);
            Loader.load(org.bytedeco.cuda.global.cudnn.class);
            return Optional.empty();
        } catch (LinkageError | MalformedURLException e) {
            return Optional.of("CUDA's libraries cannot be loaded: " + reason(e));
        }
    }

    /** Under the name by which JavaCPP asks for it, so that it does not load another one that it would find first. */
    private static void load(String name, Path file) throws MalformedURLException {
        Loader.loadLibrary(NativeLibraries.class, new URL[] {file.toUri().toURL()}, name);
    }

    /** The loader's own words, which lie at the bottom. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst(" in java\\.library\\.path.*", "");
    }
}
