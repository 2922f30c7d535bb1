package org.fpn4j.cuda.cudnn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans in a folder, so that what took cuDNN a second to compile is read the next time. A file that is damaged or a folder that
 * cannot be written to is told once and stops nobody.
 */
public final class PlanFiles {
    private static final Logger LOG = LoggerFactory.getLogger(PlanFiles.class);

    private final Optional<Path> folder;
    private boolean told;

    private PlanFiles(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Files in a folder, which is made when it is needed. */
    public static PlanFiles in(Path folder) {
        return new PlanFiles(Optional.of(folder));
    }

    /** Nothing is read or kept. */
    public static PlanFiles none() {
        return new PlanFiles(Optional.empty());
    }

    /**
     * A plan as it is kept.
     *
     * @param words what computes it
     * @param json cuDNN's
     */
    record Stored(String words, String json) {}

    /**
     * The plan of a key.
     *
     * @param key everything that the plan depends on
     */
    Optional<Stored> read(String key) {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        Path file = file(key);
        try {
            String[] parts = Files.readString(file, StandardCharsets.UTF_8).split("\n", 3);
            if (parts.length == 3 && parts[0].equals(digest(key, parts[1], parts[2]))) {
                return Optional.of(new Stored(parts[1], parts[2]));
            }
            tell("the plan " + file + " is damaged; it is made again");
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            tell("the plan " + file + " cannot be read and is made again");
        }
        return Optional.empty();
    }

    void write(String key, Stored plan) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder.get());
            WholeFile.write(
                    file(key), digest(key, plan.words(), plan.json()) + "\n" + plan.words() + "\n" + plan.json());
        } catch (IOException | UserInputException e) {
            tell("plans cannot be kept in " + folder.get() + " and are made again every time");
        }
    }

    /** The first word of trouble; more of the same would not help. */
    synchronized void tell(String trouble) {
        if (!told) {
            told = true;
            LOG.warn(trouble);
        }
    }

    private Path file(String key) {
        return folder.orElseThrow().resolve(Digests.sha256(key) + ".plan");
    }

    /** cuDNN trusts what it is given: only what was written here is handed to it. */
    private static String digest(String key, String words, String json) {
        return Digests.sha256(key + "\n" + words + "\n" + json);
    }
}
