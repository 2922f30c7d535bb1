package org.fpn4j.experiments.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.WholeFile;

/** Writes files under a temporary name and moves them, so that a killed run leaves whole files or none. */
public final class WholeFiles {
    /** Prints JSON with indentation and fields in the order of insertion. */
    public static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private WholeFiles() {}

    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void writeJson(Path file, Object value) {
        try {
            write(file, JSON.writeValueAsString(value) + "\n");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("cannot print " + value, e);
        }
    }

    /**
     * Writes, forces to disk, and moves to the final name.
     *
     * @throws UserInputException in one sentence, where the disk is full or the directory cannot be written
     */
    public static void write(Path file, byte[] bytes) {
        guarded(file, () -> WholeFile.write(file, stream -> stream.write(bytes)));
    }

    /** Creates a directory and its parents. */
    public static Path directory(Path directory) {
        guarded(directory, () -> Files.createDirectories(directory));
        return directory;
    }

    /** Something that writes. */
    @FunctionalInterface
    public interface Writing {
        void run() throws IOException;
    }

    /** Runs something that writes; failures become one sentence that names the place. */
    public static void guarded(Path place, Writing writing) {
        try {
            writing.run();
        } catch (AccessDeniedException e) {
            throw new UserInputException(place.toString(), "cannot be written: permission denied");
        } catch (NoSuchFileException e) {
            throw new UserInputException(place.toString(), "cannot be written: its directory does not exist");
        } catch (FileAlreadyExistsException e) {
            throw new UserInputException(place.toString(), "cannot be written: a file is in its place");
        } catch (IOException e) {
            String reason = reason(e);
            throw new UserInputException(
                    place.toString(), "cannot be written: " + reason, "what was written before is still valid");
        }
    }

    /** Without the place, which stands before it already. */
    private static String reason(IOException exception) {
        if (exception instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return exception.getMessage() == null ? exception.getClass().getSimpleName() : exception.getMessage();
    }
}
