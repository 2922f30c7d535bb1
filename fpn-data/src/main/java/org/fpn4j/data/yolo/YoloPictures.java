package org.fpn4j.data.yolo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget.Growth;
import org.fpn4j.data.dataset.RootFolder;

/**
 * The pictures of a split: those in a folder and the folders in it, or those that a text file lists. Files whose name begins with
 * a dot, and those that are no pictures, are none of them.
 *
 * @param base folder that places are relative to
 * @param reach what places may lead to
 */
record YoloPictures(Path yaml, Path base, RootFolder reach) {
    private static final List<String> ENDINGS =
            List.of(".png", ".jpg", ".jpeg", ".dcm", ".dicom", ".tif", ".tiff", ".bmp", ".gif", ".webp");
    private static final int MOST_TOLD = 20;
    private static final int LONGEST = 4096; // letters of a path
    private static final long LINE = 256; // bytes of one that is kept

    /** In order, none twice. */
    List<Path> of(List<String> places) {
        Set<Path> pictures = new LinkedHashSet<>();
        for (String place : places) {
            Path path = placed(place);
            if (Files.isDirectory(path)) {
                pictures.addAll(below(path));
            } else {
                pictures.addAll(listed(path));
            }
        }
        return List.copyOf(pictures);
    }

    /** Whether there is something at a place. */
    boolean isThere(String place) {
        return RootFolder.fault(place).isEmpty()
                && (Files.exists(RootFolder.resolve(base, place))
                        || Files.exists(RootFolder.resolve(base, within(place))));
    }

    private static String within(String place) {
        return place.replaceFirst("^(\\.\\./)+", "");
    }

    /** Where a place is; one that leads up from the base without need is taken from the base, as Roboflow means it. */
    private Path placed(String place) {
        RootFolder.fault(place).ifPresent(fault -> {
            throw new UserInputException(yaml.toString(), "place[" + place + "] is no path: " + fault);
        });
        String within = within(place);
        boolean meantWithin = !within.isEmpty()
                && !Files.exists(RootFolder.resolve(base, place))
                && Files.exists(RootFolder.resolve(base, within));
        String meant = meantWithin ? within : place;
        reach.refusal(base, meant).ifPresent(refusal -> {
            throw new UserInputException(
                    yaml.toString(), "place[" + place + "] " + refusal, "data.outside_root: true allows it");
        });
        Path path = RootFolder.resolve(base, meant);
        if (!Files.exists(path)) {
            throw new UserInputException(
                    yaml.toString(),
                    "place[" + place + "] does not exist",
                    "looked for in " + path + "; places are relative to path, and that to the file");
        }
        return path;
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(YoloPictures::isPicture).sorted().toList();
        } catch (IOException e) {
            throw new UserInputException(folder.toString(), "file cannot be read: " + ReadFailure.reason(folder, e));
        }
    }

    static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    /** Lines are relative to the base, those that begin with a dot to the list; the other one where there is nothing. */
    private List<Path> listed(Path list) {
        List<Path> pictures = new ArrayList<>();
        Problems problems = new Problems();
        int refused = 0;
        try (BufferedReader reader = Files.newBufferedReader(list)) {
            Growth growth = new Growth(list.toString(), "lines");
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                growth.add(LINE + 2L * line.length());
                String name = line.replace("\uFEFF", "").strip();
                Optional<String> fault = name.length() > LONGEST
                        ? Optional.of("is too long")
                        : RootFolder.fault(name).map(words -> "is no path: " + words);
                if (name.isEmpty()) {
                    continue;
                }
                fault = fault.or(() -> reach.refusal(folder(list, name), name));
                if (fault.isEmpty()) {
                    pictures.add(RootFolder.resolve(folder(list, name), name));
                } else if (++refused <= MOST_TOLD) {
                    problems.add(
                            list + ":" + number,
                            "picture[" + name.substring(0, Math.min(80, name.length())) + "] " + fault.get());
                }
            }
        } catch (IOException e) {
            throw new UserInputException(list.toString(), "file cannot be read: " + ReadFailure.reason(list, e));
        }
        problems.throwIfAny();
        return pictures;
    }

    private Path folder(Path list, String name) {
        Path ofList = list.toAbsolutePath().getParent();
        Path first = name.startsWith(".") ? ofList : base;
        Path second = name.startsWith(".") ? base : ofList;
        boolean isThere = Files.isRegularFile(RootFolder.resolve(first, name));
        return !isThere && Files.isRegularFile(RootFolder.resolve(second, name)) ? second : first;
    }

    /** The label file of a picture: the last folder {@code images} of its path exchanged for {@code labels}; else beside it. */
    static Path labels(Path picture) {
        Path beside = picture.resolveSibling(stem(picture) + ".txt");
        Path absolute = picture.toAbsolutePath().normalize();
        for (int i = absolute.getNameCount() - 2; i >= 0; i--) {
            if (absolute.getName(i).toString().equals("images")) {
                Path folder = absolute.getRoot();
                for (int k = 0; k < absolute.getNameCount() - 1; k++) {
                    folder = folder.resolve(
                            k == i ? "labels" : absolute.getName(k).toString());
                }
                Path labels = folder.resolve(stem(picture) + ".txt");
                return !Files.isRegularFile(labels) && Files.isRegularFile(beside) ? beside : labels;
            }
        }
        return beside;
    }

    private static String stem(Path picture) {
        String name = picture.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.'));
    }
}
