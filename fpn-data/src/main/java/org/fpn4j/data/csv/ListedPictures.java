package org.fpn4j.data.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.data.dataset.RootFolder;

/**
 * The files of images that a table names, with or without their ending.
 *
 * @param folder that names are relative to
 */
record ListedPictures(Path folder) {
    private static final List<String> ENDINGS = List.of(".dcm", ".dicom", ".png", ".jpg", ".jpeg", ".tif", ".tiff");

    /** The file of a name; where there is none, the one that the name itself says. */
    Path file(String name) {
        Path exact = RootFolder.resolve(folder, name);
        if (Files.isRegularFile(exact)) {
            return exact;
        }
        for (String ending : ENDINGS) {
            for (String spelled : List.of(ending, ending.toUpperCase(Locale.ROOT))) {
                Path file = RootFolder.resolve(folder, name + spelled);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        return name.contains("\\") ? file(name.replace('\\', '/')) : exact; // tables written on Windows
    }

    /** How many pictures there are in the folders of some of them, and how many of these are none of them. */
    record Unlisted(int pictures, int unlisted) {}

    static Unlisted unlisted(Set<Path> listed) {
        Map<Path, Set<Path>> folders = new TreeMap<>();
        listed.forEach(file -> folders.computeIfAbsent(file.getParent(), parent -> new HashSet<>())
                .add(file));
        int pictures = 0;
        int unlisted = 0;
        for (Map.Entry<Path, Set<Path>> folder : folders.entrySet()) {
            if (Files.isDirectory(folder.getKey())) {
                try (Stream<Path> files = Files.list(folder.getKey())) {
                    for (Path file : (Iterable<Path>) files.filter(ListedPictures::isPicture)::iterator) {
                        pictures++;
                        unlisted += folder.getValue().contains(file) ? 0 : 1;
                    }
                } catch (IOException e) {
                    throw new UserInputException(
                            folder.getKey().toString(),
                            "file cannot be read: " + ReadFailure.reason(folder.getKey(), e));
                }
            }
        }
        return new Unlisted(pictures, unlisted);
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
    }
}
