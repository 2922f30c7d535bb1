package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that a data set lies in, and which files its lists may name: those below it, or below the folder that the
 * config names for its pictures. A list that somebody else wrote could otherwise name any file of the machine. Links within
 * the folder may lead where they will, for somebody made them here.
 *
 * @param open whether names may lead anywhere
 */
public record RootFolder(Path root, boolean open) {
    public RootFolder {
        requireNonNull(root, "root is null");
    }

    /** Why a name is no path at all, {@code Nul character not allowed}; empty where it is one. */
    public static Optional<String> fault(String name) {
        try {
            return Path.of(name).toString().isEmpty() ? Optional.of("it is empty") : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(e.getReason());
        }
    }

    /** Where a name leads that must not, in words; empty where it may. */
    public Optional<String> refusal(Path folder, String name) {
        if (open) {
            return Optional.empty();
        }
        if (Path.of(name).isAbsolute()) {
            return Optional.of("is absolute");
        }
        Path path = absolute(folder.resolve(name));
        return path.startsWith(absolute(root)) || path.startsWith(absolute(folder))
                ? Optional.empty()
                : Optional.of("leads out of root[" + root + "]");
    }

    /** The file of a name; each {@code ..} in it takes back the name before it, wherever that leads. */
    public static Path resolve(Path folder, String name) {
        return name.contains("..") ? folder.resolve(name).normalize() : folder.resolve(name);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
