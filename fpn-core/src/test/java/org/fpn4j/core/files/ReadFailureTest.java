package org.fpn4j.core.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadFailureTest {
    @TempDir
    private Path directory;

    private String reason(Throwable cause) throws IOException {
        return ReadFailure.reason(Files.write(directory.resolve("a.bin"), new byte[7]), cause);
    }

    @Test
    void anEarlyEndIsSaidWithItsPlace() throws IOException {
        assertThat(reason(new EOFException())).isEqualTo("it ends early, at byte[7]");
        assertThat(ReadFailure.reason(new byte[5], new EOFException())).isEqualTo("it ends early, at byte[5]");
        assertThat(reason(new IOException("Error reading PNG image data", new EOFException())))
                .isEqualTo("it ends early, at byte[7]");
    }

    @Test
    void fileSystemsReasonsAreWordsAndNotTheFileAgain() throws IOException {
        assertThat(reason(new NoSuchFileException("/x"))).isEqualTo("it does not exist");
        assertThat(reason(new AccessDeniedException("/x"))).isEqualTo("permission denied");
        assertThat(reason(new FileNotFoundException("/x (Permission denied)"))).isEqualTo("permission denied");
        assertThat(reason(new FileSystemException("/x", null, "Is a directory")))
                .isEqualTo("is a directory");
        assertThat(reason(new FileSystemException("/x"))).isEqualTo("reading failed");
        assertThat(reason(new MalformedInputException(3))).isEqualTo("it is not text in UTF-8");
    }

    @Test
    void wordsAreKeptAndNamesOfClassesAreNot() throws IOException {
        assertThat(reason(new IOException("it is a TIFF"))).isEqualTo("it is a TIFF");
        assertThat(reason(new IOException("it is odd\nsecond line"))).isEqualTo("it is odd");
        assertThat(ReadFailure.words("Depth (1001) exceeds the maximum allowed (1000, from `A.b()`)\n at [Source]"))
                .isEqualTo("Depth (1001) exceeds the maximum allowed (1000)");
        assertThat(reason(new IOException())).isEqualTo("it is damaged");
        assertThat(reason(new IOException("java.util.zip.Fault: no"))).isEqualTo("it is damaged");
        assertThat(reason(new IOException("NullPointerException"))).isEqualTo("it is damaged");
        assertThat(reason(new IndexOutOfBoundsException("Index 5 out of bounds for length 5")))
                .isEqualTo("it is damaged");
    }
}
