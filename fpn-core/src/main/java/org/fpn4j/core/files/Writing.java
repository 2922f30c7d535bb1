package org.fpn4j.core.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.fpn4j.config.problem.UserInputException;

/** Something that writes, and why it could not, in words for the person who named the place. */
@FunctionalInterface
public interface Writing {
    /** Writes the content. */
    void run() throws IOException;

    /**
     * Runs something that writes.
     *
     * @throws UserInputException in one sentence that names the place, where the disk is full or nobody may write there
     */
    static void guarded(Path place, Writing writing) {
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

    /** Creates a directory and its parents. */
    static Path directory(Path directory) {
        guarded(directory, () -> Files.createDirectories(directory));
        return directory;
    }

    /** Without the place, which stands before it already. */
    private static String reason(IOException exception) {
        if (exception instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return exception.getMessage() == null ? exception.getClass().getSimpleName() : exception.getMessage();
    }
}
