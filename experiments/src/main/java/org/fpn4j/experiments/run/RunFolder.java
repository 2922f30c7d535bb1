package org.fpn4j.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;

/**
 * A folder of runs. A run has a name for people, and is found by its key, whatever its name: a run that is there keeps its
 * directory, another one gets its name, or where that is taken, its name and its key.
 */
public final class RunFolder {
    private static final int LONGEST_NAME = 100;

    private final Path folder;
    private final Map<Path, String> keys = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    /**
     * Looks at what is there.
     *
     * @param log hears of directories whose key cannot be read; they are left alone
     */
    public RunFolder(Path folder, Consumer<String> log) {
        this.folder = folder;
        for (Path path : directories(folder)) {
            RunDirectory directory = new RunDirectory(path);
            if (directory.isFree()) {
                continue;
            }
            take(path);
            try {
                directory.keyHash().ifPresent(key -> keys.put(path, key));
            } catch (UserInputException e) {
                log.accept(e.getMessage() + "; nothing of " + path + " is used");
            }
        }
    }

    /** The directories in a folder by name; none where there is no such folder. */
    static List<Path> directories(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UserInputException(folder.toString(), "cannot be read: " + ReadFailure.reason(folder, e));
        }
    }

    /** A name of letters that mean nothing to a shell: labels joined by dashes, and the seed. */
    public static String name(List<String> labels, long seed) {
        String joined = labels.stream()
                .map(label -> label.isEmpty() ? "_" : label.replaceAll("[^A-Za-z0-9._-]", "_"))
                .collect(Collectors.joining("-"));
        return joined.substring(0, Math.min(LONGEST_NAME, joined.length())) + "-" + seed;
    }

    /** Where the run with this key is or is to be; another key never gets the same place. */
    public RunDirectory place(String name, RunKey key) {
        String hash = key.hash();
        Path named = folder.resolve(name);
        if (hash.equals(keys.get(named))) {
            return new RunDirectory(named);
        }
        for (Map.Entry<Path, String> known : keys.entrySet()) {
            if (known.getValue().equals(hash)) {
                return new RunDirectory(known.getKey());
            }
        }
        Path place = named;
        for (int number = 1; isTaken(place); number++) {
            place = folder.resolve(name + "-" + hash + (number == 1 ? "" : "-" + number));
        }
        take(place);
        keys.put(place, hash);
        return new RunDirectory(place);
    }

    /** Some file systems know no capitals. */
    private static String spelling(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    private boolean isTaken(Path path) {
        return taken.contains(spelling(path)) || Files.isRegularFile(path);
    }

    private void take(Path path) {
        taken.add(spelling(path));
    }
}
