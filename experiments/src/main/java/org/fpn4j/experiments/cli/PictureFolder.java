package org.fpn4j.experiments.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.files.Writing;
import org.fpn4j.experiments.picture.Pngs;

/** A folder for drawings, which may also be the one that the pictures come from: none of them is written over. */
record PictureFolder(Path path) {
    /**
     * Looks before anything is drawn.
     *
     * @param names of the drawings
     * @param pictures files that are read
     * @throws UserInputException for every drawing that would lie in the place of a picture
     */
    void requireApart(Collection<String> names, List<Path> pictures) {
        Problems problems = new Problems();
        for (String name : names) {
            Path file = path.resolve(name);
            if (pictures.stream().anyMatch(picture -> isSame(picture, file))) {
                problems.add(
                        file.toString(), "is one of the pictures, and would be overwritten", "choose another --out");
            }
        }
        problems.throwIfAny();
    }

    /** Writes a PNG file and returns its path. */
    Path write(String name, BufferedImage drawing) {
        Writing.directory(path);
        Path file = path.resolve(name);
        WholeFile.write(file, Pngs.encode(drawing));
        return file;
    }

    /** Writes a page and returns its path. */
    Path write(String name, String page) {
        Writing.directory(path);
        Path file = path.resolve(name);
        WholeFile.write(file, page);
        return file;
    }

    private static boolean isSame(Path picture, Path file) {
        try {
            return Files.exists(file) && Files.isSameFile(picture, file);
        } catch (IOException e) {
            return false; // one of them cannot be looked at, and whoever opens it says why
        }
    }
}
