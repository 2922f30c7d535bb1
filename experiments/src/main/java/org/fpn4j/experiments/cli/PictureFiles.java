package org.fpn4j.experiments.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.data.image.PictureFormats;

/**
 * Pictures as people name them: files, folders (the pictures of any known format that lie directly in them) and patterns with
 * {@code *}, {@code ?}, {@code [...]}, <code>{a,b}</code> and {@code **} for folders of any depth. What one argument stands
 * for is in the order of names, so that numbers given by position are the same on every machine.
 */
final class PictureFiles {
    private PictureFiles() {}

    /**
     * The files that the arguments stand for, in their order.
     *
     * @param log hears what a folder held beside pictures
     * @throws UserInputException for every folder without pictures and every pattern that nothing matches
     */
    static List<Path> of(List<Path> arguments, Consumer<String> log) {
        Problems problems = new Problems();
        List<Path> files = new ArrayList<>();
        for (Path argument : arguments) {
            if (Files.isDirectory(argument)) {
                files.addAll(folder(argument, log, problems));
            } else if (isPattern(argument) && !Files.exists(argument)) {
                files.addAll(pattern(argument, problems));
            } else {
                files.add(argument);
            }
        }
        problems.throwIfAny();
        return files;
    }

    private static List<Path> folder(Path folder, Consumer<String> log, Problems problems) {
        List<Path> all = walk(folder, 1, file -> true);
        List<Path> pictures = all.stream().filter(PictureFiles::isPicture).toList();
        if (pictures.isEmpty()) {
            problems.add(
                    folder.toString(),
                    "folder holds no " + formats() + " files",
                    "a pattern as '" + folder.resolve("**.png") + "' looks into its folders");
        } else if (pictures.size() < all.size()) {
            log.accept(folder + ": [" + pictures.size() + "] of its [" + all.size() + "] files are " + formats()
                    + " pictures");
        }
        return pictures;
    }

    private static List<Path> pattern(Path pattern, Problems problems) {
        Path start = Path.of("");
        int fixed = 0;
        while (fixed < pattern.getNameCount() && !isPattern(pattern.getName(fixed))) {
            fixed++;
        }
        Path root = pattern.getRoot();
        if (fixed > 0) {
            Path names = pattern.subpath(0, fixed);
            start = root == null ? names : root.resolve(names);
        } else if (root != null) {
            start = root;
        }
        boolean deep = pattern.toString().contains("**");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        List<Path> found = Files.isDirectory(start)
                ? walk(start, deep ? Integer.MAX_VALUE : pattern.getNameCount() - fixed, matcher::matches)
                : List.of();
        List<Path> pictures = found.stream().filter(PictureFiles::isPicture).toList();
        if (pictures.isEmpty()) {
            problems.add(pattern.toString(), "pattern matches no " + formats() + " file");
        }
        return pictures;
    }

    private static List<Path> walk(Path start, int depth, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.walk(start, depth, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile).filter(wanted).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new UserInputException(start.toString(), "folder cannot be read: " + ReadFailure.reason(start, e));
        }
    }

    private static boolean isPattern(Path path) {
        return path.toString().matches(".*[*?\\[{].*");
    }

    private static String formats() {
        return PictureFormats.found().names("or");
    }

    /** Whether a file's name ends as those of pictures do. */
    static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return PictureFormats.found().endings().stream().anyMatch(name::endsWith);
    }
}
