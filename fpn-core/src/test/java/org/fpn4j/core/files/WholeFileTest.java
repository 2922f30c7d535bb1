package org.fpn4j.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void writingReplacesTheFileAndLeavesNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "before");

        WholeFile.write(file, stream -> stream.write('a'));

        assertThat(file).hasContent("a");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void contentThatFailsLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "before");

        assertThatThrownBy(() -> WholeFile.write(file, stream -> {
                    stream.write('a');
                    throw new IllegalStateException("half way");
                }))
                .hasMessage("half way");

        assertThat(file).hasContent("before");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void aDirectoryIsNotReplaced() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("directory"));

        assertThatThrownBy(() -> WholeFile.write(directory, stream -> stream.write('a')))
                .isInstanceOf(UserInputException.class)
                .hasMessage(directory + ": cannot be written: a directory is in its place\n"
                        + "    what was written before is still valid");

        assertThat(folder.toFile().list()).containsExactly("directory");
    }
}
