package org.fpn4j.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaFilesTest {
    private static final String GET_CUDA =
            "pip install nvidia-cuda-runtime nvidia-cuda-nvrtc nvidia-cublas gets it, or install the CUDA Toolkit 13;"
                    + " FPN_CUDA_LIB names folders to look in first";
    private static final String GET_CUDNN =
            "pip install nvidia-cudnn-cu13 gets it, or install cuDNN 9 for CUDA 13; FPN_CUDA_LIB names folders to look"
                    + " in first";

    @TempDir
    private Path root;

    private Path folder(String name, String major, List<String> libraries) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        for (String library : libraries) {
            Files.createFile(folder.resolve("lib" + library + ".so." + major));
        }
        return folder;
    }

    @Test
    void librariesAreLoadedAfterThoseThatTheyNeed() throws IOException {
        Path cuda = folder("cuda", "13", CudaFiles.CUDA);
        Path cudnn = folder("cudnn", "9", CudaFiles.CUDNN);

        CudaFiles found = CudaFiles.in(List.of(cudnn, cuda));

        assertThat(found.missing()).isEmpty();
        assertThat(found.files().keySet())
                .containsExactly(
                        "cudart",
                        "cublasLt",
                        "cublas",
                        "nvrtc",
                        "cudnn_graph",
                        "cudnn_ops",
                        "cudnn_cnn",
                        "cudnn_adv",
                        "cudnn_heuristic",
                        "cudnn_engines_runtime_compiled",
                        "cudnn_engines_precompiled",
                        "cudnn");
        assertThat(found.file("nvrtc")).isEqualTo(cuda.resolve("libnvrtc.so.13"));
        assertThat(found.file("cudnn")).isEqualTo(cudnn.resolve("libcudnn.so.9"));
    }

    @Test
    void theFirstFolderThatHasALibraryCounts() throws IOException {
        Path runtime = folder("runtime", "13", List.of("cudart"));
        Path toolkit = folder("toolkit", "13", CudaFiles.CUDA);

        CudaFiles found = CudaFiles.in(List.of(runtime, toolkit));

        assertThat(found.file("cudart")).isEqualTo(runtime.resolve("libcudart.so.13"));
        assertThat(found.file("nvrtc")).isEqualTo(toolkit.resolve("libnvrtc.so.13"));
    }

    @Test
    void partsOfCudnnAreOfOneFolder() throws IOException {
        Path torn = folder("torn", "9", List.of("cudnn", "cudnn_graph"));
        Path whole = folder("whole", "9", CudaFiles.CUDNN);

        assertThat(CudaFiles.in(List.of(torn, whole)).file("cudnn")).isEqualTo(whole.resolve("libcudnn.so.9"));
    }

    @Test
    void whatIsMissingIsNamedWithTheCommandThatGetsIt() throws IOException {
        Path torn = folder("torn", "13", List.of("cudart", "nvrtc"));

        assertThat(CudaFiles.in(List.of(torn)).missing())
                .containsExactly(
                        "CUDA 13 is needed, and no folder has libcublasLt.so.13, libcublas.so.13; " + GET_CUDA,
                        "cuDNN 9 is needed, and no folder has all of its parts (libcudnn*.so.9); " + GET_CUDNN);
        assertThat(CudaFiles.in(List.of()).missing()).hasSize(2);
    }

    @Test
    void anotherMajorVersionIsNamed() throws IOException {
        Path cuda = folder("cuda", "12", CudaFiles.CUDA);
        Path cudnn = folder("cudnn", "8", List.of("cudnn"));
        Files.createFile(cudnn.resolve("libcudnn.so.8.9.7")); // the file behind the name

        assertThat(CudaFiles.in(List.of(cuda, cudnn)).missing())
                .containsExactly(
                        "CUDA 13 is needed, and no folder has libcudart.so.13, libcublasLt.so.13, libcublas.so.13,"
                                + " libnvrtc.so.13, but there is " + cuda.resolve("libcudart.so.12") + "; " + GET_CUDA,
                        "cuDNN 9 is needed, and no folder has all of its parts (libcudnn*.so.9), but there is "
                                + cudnn.resolve("libcudnn.so.8") + "; " + GET_CUDNN);
    }

    @Test
    void whatTheCompilerNeedsLiesBesideIt() throws IOException {
        Path cuda = folder("cuda", "13", CudaFiles.CUDA);
        for (String other :
                List.of("libnvrtc-builtins.so.13.0", "libnvrtc-builtins.alt.so.13.0", "libnvrtc-builtins.so.12.9")) {
            Files.createFile(cuda.resolve(other));
        }

        assertThat(CudaFiles.in(List.of(cuda)).besideCompiler())
                .containsExactly(cuda.resolve("libnvrtc-builtins.so.13.0"));
    }
}
