package org.fpn4j.cuda.driver;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CUDA 13's and cuDNN 9's libraries in folders; nothing of them is loaded.
 *
 * @param files by the names of {@link #CUDA} and {@link #CUDNN}, in the order in which they are loaded: each after those
 *     that it needs
 * @param missing for each product that is not whole, what to say of it
 */
record CudaFiles(Map<String, Path> files, List<String> missing) {
    /** What of CUDA is used, in this order. */
    static final List<String> CUDA = List.of("cudart", "cublasLt", "cublas", "nvrtc");

    /** cuDNN's parts, in this order; of one folder, because parts of different versions do not go together. */
    static final List<String> CUDNN = List.of(
            "cudnn_graph",
            "cudnn_ops",
            "cudnn_cnn",
            "cudnn_adv",
            "cudnn_heuristic",
            "cudnn_engines_runtime_compiled",
            "cudnn_engines_precompiled",
            "cudnn");

    private static final String CUDA_MAJOR = ".so.13";
    private static final String CUDNN_MAJOR = ".so.9";
    private static final String ELSEWHERE = "; FPN_CUDA_LIB names folders to look in first";
    private static final String GET_CUDA =
            "pip install nvidia-cuda-runtime nvidia-cuda-nvrtc nvidia-cublas gets it, or install the CUDA Toolkit 13"
                    + ELSEWHERE;
    private static final String GET_CUDNN =
            "pip install nvidia-cudnn-cu13 gets it, or install cuDNN 9 for CUDA 13" + ELSEWHERE;

    CudaFiles {
        files = new LinkedHashMap<>(files);
        missing = List.copyOf(missing);
    }

    /** What folders have, the first that has it counts. */
    static CudaFiles in(List<Path> folders) {
        Map<String, Path> files = new LinkedHashMap<>();
        List<String> absent = new ArrayList<>();
        for (String name : CUDA) {
            found(folders, List.of(name), CUDA_MAJOR).ifPresentOrElse(files::putAll, () -> absent.add(name));
        }
        List<String> missing = new ArrayList<>();
        if (!absent.isEmpty()) {
            String names = String.join(
                    ", ", absent.stream().map(name -> "lib" + name + CUDA_MAJOR).toList());
            missing.add(
                    "CUDA 13 is needed, and no folder has " + names + others(folders, absent.get(0)) + "; " + GET_CUDA);
        }
        found(folders, CUDNN, CUDNN_MAJOR)
                .ifPresentOrElse(
                        files::putAll,
                        () -> missing.add("cuDNN 9 is needed, and no folder has all of its parts (libcudnn*.so.9)"
                                + others(folders, "cudnn") + "; " + GET_CUDNN));
        return new CudaFiles(files, missing);
    }

    /** Of the first folder that has all of these. */
    private static Optional<Map<String, Path>> found(List<Path> folders, List<String> names, String major) {
        for (Path folder : folders) {
            Map<String, Path> files = new LinkedHashMap<>();
            names.forEach(name -> files.put(name, folder.resolve("lib" + name + major)));
            if (files.values().stream().allMatch(Files::isRegularFile)) {
                return Optional.of(files);
            }
        }
        return Optional.empty();
    }

    /** Where other versions are, if they are. */
    private static String others(List<Path> folders, String name) {
        List<String> others =
                folders.stream().flatMap(folder -> versions(folder, name)).toList();
        return others.isEmpty() ? "" : ", but there is " + String.join(", ", others);
    }

    /** Files of a library in a folder, whatever the version. */
    private static Stream<String> versions(Path folder, String name) {
        return matching(folder, "lib" + name + ".so.*", "lib" + name + "\\.so\\.\\d+")
                .map(Path::toString);
    }

    private static Stream<Path> matching(Path folder, String glob, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(found::add);
        } catch (IOException e) {
            return Stream.empty(); // nobody may look into it
        }
        return found.stream()
                .filter(file -> file.getFileName().toString().matches(pattern))
                .sorted();
    }

    /** Where a library was found. */
    Path file(String name) {
        return files.get(name);
    }

    /** What the compiler asks for by name when it compiles, without looking into its own folder. */
    List<Path> besideCompiler() {
        return matching(file("nvrtc").getParent(), "libnvrtc-builtins" + CUDA_MAJOR + "*", ".*\\.so[.\\d]+")
                .toList();
    }
}
