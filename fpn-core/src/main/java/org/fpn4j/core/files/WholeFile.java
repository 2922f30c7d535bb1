package org.fpn4j.core.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/** A file that others see with all of its content or not at all, also after a kill. */
public final class WholeFile {
    /** What the names of files end with that are being written, or that a kill left. */
    public static final String TEMPORARY = ".tmp";

    /** Of this process: two machines that write into one directory must not write into one file. */
    private static final String OWN = "." + Long.toString(new SecureRandom().nextLong() >>> 1, 36) + TEMPORARY;

    private WholeFile() {}

    /** Something that can be written. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /**
     * Writes under a temporary name beside the target, forces to disk, and moves it there. Where any of it fails, nothing is
     * left and what was there before stays.
     *
     * @throws org.fpn4j.config.problem.UserInputException in one sentence, where the file cannot be written
     */
    public static void write(Path file, Content content) {
        Writing.guarded(file, () -> replace(file, content));
    }

    /** Writes bytes. */
    public static void write(Path file, byte[] bytes) {
        write(file, stream -> stream.write(bytes));
    }

    /** Writes text in UTF-8. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void replace(Path file, Content content) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "a directory is in its place");
        }
        Path temporary = file.resolveSibling(file.getFileName() + OWN);
        try {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                content.writeTo(stream);
            }
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        forceDirectory(file.toAbsolutePath().getParent());
    }

    /** Forces the new name to disk; without it a file that was moved may be gone after a loss of power. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no directories, and some file systems force none: the content is safe either way
            return;
        }
    }
}
