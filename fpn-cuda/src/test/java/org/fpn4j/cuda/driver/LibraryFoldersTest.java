package org.fpn4j.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and scripts are Unix', as the libraries are")
class LibraryFoldersTest {
    @TempDir
    private Path root;

    private Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    private Path executable(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void theUsersFoldersComeBeforeTheLoadersBeforePythonsBeforeTheSystems() throws IOException {
        Path first = folder("first");
        Path second = folder("second");
        Path loaders = folder("loaders");
        Path python = folder("venv/lib/python3.11/site-packages/nvidia/cudnn/lib");
        Path toolkit = folder("usr/local/cuda/lib64");

        assertThat(LibraryFolders.of(
                        Map.of(
                                "FPN_CUDA_LIB", first + File.pathSeparator + second,
                                "LD_LIBRARY_PATH", loaders.toString(),
                                "VIRTUAL_ENV", root.resolve("venv").toString()),
                        root))
                .containsExactly(first, second, loaders, python, toolkit);
    }

    @Test
    void whatIsNotThereOrHasNoNameIsLeftOut() throws IOException {
        Path there = folder("there");

        assertThat(LibraryFolders.of(
                        Map.of("FPN_CUDA_LIB", File.pathSeparator + root.resolve("gone") + File.pathSeparator + there),
                        root))
                .containsExactly(there);
        assertThat(LibraryFolders.of(Map.of(), root.resolve("gone"))).isEmpty();
    }

    @Test
    void theLatestToolkitComesFirst() throws IOException {
        Path older = folder("usr/local/cuda-13.0/lib64");
        Path newer = folder("usr/local/cuda-13.1/lib64");
        folder("usr/local/cuda-12.9/lib64");

        assertThat(LibraryFolders.of(Map.of(), root)).containsExactly(newer, older);
    }

    @Test
    void condaHasLibrariesOfItsOwnBesidePythons() throws IOException {
        Path packages = folder("conda/lib/python3.12/site-packages/nvidia/cu13/lib");

        assertThat(LibraryFolders.of(
                        Map.of("CONDA_PREFIX", root.resolve("conda").toString()), root))
                .containsExactly(packages, root.resolve("conda/lib"));
    }

    @Test
    void thePythonOnThePathIsFollowedWhereItIsALink() throws IOException {
        executable("real/bin/python3.11", "\u007fELF");
        Path ofReal = folder("real/lib/python3.11/site-packages/nvidia/cu13/lib");
        Path ofLink = folder("env/lib/python3.11/site-packages/nvidia/cu13/lib");
        folder("env/bin");
        Files.createSymbolicLink(root.resolve("env/bin/python3"), root.resolve("real/bin/python3.11"));
        executable("other/bin/python3", "\u007fELF"); // a second one on the path is not asked
        folder("other/lib/python3.11/site-packages/nvidia/cu13/lib");

        assertThat(LibraryFolders.of(
                        Map.of("PATH", root.resolve("env/bin") + File.pathSeparator + root.resolve("other/bin")), root))
                .containsExactly(ofLink, ofReal.toRealPath());
    }

    @Test
    void aPythonThatIsAScriptIsAskedForItsPackages() throws IOException {
        Path packages = folder("away/nvidia/cu13/lib");
        executable("shims/python3", "#!/bin/sh\necho " + root.resolve("away") + "\n");

        assertThat(LibraryFolders.of(Map.of("PATH", root.resolve("shims").toString()), root))
                .containsExactly(packages);
    }

    @Test
    void aScriptThatFailsHasNoPackages() throws IOException {
        executable("shims/python3", "#!/bin/sh\nexit 1\n");

        assertThat(LibraryFolders.of(Map.of("PATH", root.resolve("shims").toString()), root))
                .isEmpty();
    }
}
