package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.CocoImageList;
import org.fpn4j.data.dataset.CocoImageList.Listed;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.RootFolder;

/** The ways in which a command line names pictures, each as a data set with the ids and names that results should have. */
final class Pictures {
    private Pictures() {}

    /** Files, numbered from 1 in the order of the list, under the names that they were given. */
    static Dataset numbered(List<Path> files) {
        List<Supplier<ImageEntry>> images = new ArrayList<>();
        for (Path file : files) {
            long id = images.size() + 1L;
            images.add(() -> {
                ImageEntry image = ImageEntry.of(id, file);
                return new ImageEntry(id, file.toString(), image.source(), image.width(), image.height(), List.of());
            });
        }
        return dataset("pictures", images);
    }

    /**
     * All pictures that a COCO file lists, with its ids and file names.
     *
     * @param annotations only its {@code images} are read
     * @param root folder that its file names are relative to
     */
    static Dataset listed(Path annotations, Path root) {
        List<Supplier<ImageEntry>> images = new ArrayList<>();
        for (Listed listed : CocoImageList.read(annotations)) {
            images.add(() -> listed.open(resolved(annotations, root, listed)));
        }
        return dataset(annotations.toString(), images);
    }

    private static Path resolved(Path annotations, Path root, Listed listed) {
        String name = listed.fileName();
        RootFolder.fault(name)
                .map(fault -> "file_name is no path: " + fault)
                .or(() -> new RootFolder(root, false)
                        .refusal(root, name)
                        .map(refusal -> "file_name[" + name + "] " + refusal + "; name such files on the command line"))
                .ifPresent(what -> {
                    throw new UserInputException(annotations + " image[" + listed.id() + "]", what);
                });
        return RootFolder.resolve(root, name);
    }

    /**
     * Files with the ids and file names that a COCO file has for them: that whose {@code file_name} the path ends with,
     * the longest where several do.
     *
     * @param annotations only its {@code images} are read
     */
    static Dataset found(Path annotations, List<Path> files) {
        Map<String, Listed> all = new LinkedHashMap<>();
        CocoImageList.read(annotations).forEach(listed -> all.put(listed.fileName(), listed));
        List<Supplier<ImageEntry>> images = new ArrayList<>();
        Map<String, Path> taken = new LinkedHashMap<>();
        Problems problems = new Problems();
        for (Path file : files) {
            Optional<Listed> listed = longestEnd(file, all);
            if (listed.isEmpty()) {
                problems.add(file.toString(), "file is none of the [" + all.size() + "] images of " + annotations);
                continue;
            }
            Path earlier = taken.putIfAbsent(listed.get().fileName(), file);
            if (earlier != null) {
                problems.add(
                        file.toString(),
                        "file and " + earlier + " both are image["
                                + listed.get().fileName() + "] of " + annotations);
            }
            images.add(() -> listed.get().open(file));
        }
        problems.throwIfAny();
        return dataset(annotations.toString(), images);
    }

    private static Optional<Listed> longestEnd(Path file, Map<String, Listed> all) {
        Path whole = file.toAbsolutePath().normalize();
        for (int from = 0; from < whole.getNameCount(); from++) {
            String end = whole.subpath(from, whole.getNameCount()).toString().replace('\\', '/');
            if (all.containsKey(end)) {
                return Optional.of(all.get(end));
            }
        }
        return Optional.empty();
    }

    /** Every file that is missing or broken is told. */
    private static Dataset dataset(String name, List<Supplier<ImageEntry>> images) {
        Problems problems = new Problems();
        List<ImageEntry> entries = new ArrayList<>();
        for (Supplier<ImageEntry> image : images) {
            try {
                ImageEntry entry = image.get();
                entry.source().read();
                entries.add(entry);
            } catch (UserInputException e) {
                e.problems().forEach(problems::add);
            }
        }
        problems.throwIfAny();
        return new Dataset(name, List.of(), entries, DataReport.CLEAN);
    }
}
