package org.fpn4j.data.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;

/**
 * Where the files of a COCO set lie when its config does not say: as COCO itself has them, {@code ./fpn make-data}, and
 * Roboflow. A place counts where something lies in it, and two of them are refused: nobody can know which is meant.
 *
 * @param split whose files they are
 */
record CocoLayout(Path root, Split split) {
    private static final int LOOKED_AT = 100; // pictures, once one of them is found

    /** Files of annotations, relative to the root, in the order in which messages name them. */
    List<String> annotations() {
        List<String> places = new ArrayList<>();
        for (String name : names()) {
            places.add("annotations/instances_" + name + ".json");
        }
        for (String name : names()) {
            places.add("annotations/" + name + ".json");
            places.add(name + ".json");
            places.add(name + "/_annotations.coco.json");
        }
        return places;
    }

    /** Folders of pictures, likewise. */
    private List<Path> folders(Path annotations) {
        List<Path> places = new ArrayList<>();
        for (String name : names()) {
            places.add(root.resolve(name));
            places.add(root.resolve("images").resolve(name));
        }
        places.add(root.resolve("images"));
        places.add(root);
        Path beside = annotations.toAbsolutePath().getParent();
        if (beside != null
                && places.stream().noneMatch(place -> place.toAbsolutePath().equals(beside))) {
            places.add(beside);
        }
        return places;
    }

    private List<String> names() {
        return split == Split.VAL ? List.of("val", "val2017", "valid") : List.of(split.key(), split.key() + "2017");
    }

    /**
     * The file of annotations, relative to the root; empty where there is none.
     *
     * @throws UserInputException where there are several
     */
    Optional<String> foundAnnotations() {
        List<String> found = annotations().stream()
                .filter(place -> Files.isRegularFile(root.resolve(place)))
                .toList();
        if (found.size() > 1) {
            throw new UserInputException(
                    root.toString(),
                    "annotations of split[" + split.key() + "] may be any of " + found,
                    "data." + split.key() + "_annotations says which");
        }
        return found.stream().findFirst();
    }

    /**
     * The folder that the file names of a list are relative to; the root where pictures may be missing and all are.
     *
     * @throws UserInputException where there is none in which pictures of these names lie, or several
     */
    Path foundFolder(Path annotations, List<String> fileNames, MissingPictures missing) {
        if (fileNames.isEmpty()) {
            return root; // what is wrong with the list is told elsewhere
        }
        Map<Path, Path> found = new LinkedHashMap<>(); // the first picture by its folder
        int looked = 0;
        for (String name : fileNames) {
            looked++;
            for (Path folder : folders(annotations)) {
                Path picture = RootFolder.resolve(folder, name);
                if (!found.containsKey(folder) && Files.isRegularFile(picture) && isAnother(picture, name, found)) {
                    found.put(folder, picture);
                }
            }
            if (!found.isEmpty() && looked >= LOOKED_AT) {
                break;
            }
        }
        String hint = "data." + split.key() + "_images says which folder file names are relative to";
        if (found.isEmpty() && missing == MissingPictures.AS_DECLARED) {
            return root;
        }
        if (found.isEmpty()) {
            throw new UserInputException(
                    annotations.toString(),
                    "pictures of split[" + split.key() + "] lie in none of " + shown(folders(annotations)),
                    hint);
        }
        if (found.size() > 1) {
            throw new UserInputException(
                    annotations.toString(),
                    "pictures of split[" + split.key() + "] lie in each of " + shown(found.keySet()),
                    hint);
        }
        return found.keySet().iterator().next();
    }

    /** Whether a picture is not one that another folder leads to, as links do. */
    private static boolean isAnother(Path picture, String name, Map<Path, Path> found) {
        return found.keySet().stream().noneMatch(folder -> isSame(RootFolder.resolve(folder, name), picture));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isRegularFile(one) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> shown(Iterable<Path> folders) {
        List<String> shown = new ArrayList<>();
        for (Path folder : folders) {
            String inRoot = folder.startsWith(root) ? root.relativize(folder).toString() : folder.toString();
            shown.add(inRoot.isEmpty() ? "." : inRoot);
        }
        return shown;
    }
}
