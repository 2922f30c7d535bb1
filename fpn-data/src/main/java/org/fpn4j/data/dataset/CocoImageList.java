package org.fpn4j.data.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.coco.CocoEntry;
import org.fpn4j.data.coco.CocoFile;
import org.fpn4j.data.coco.CocoIds;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.PictureReader;

/** The images that a COCO file lists, without their objects: what detections in them are to be called. */
public final class CocoImageList {
    private final Path file;
    private final Problems problems = new Problems();
    private final CocoIds ids = new CocoIds();
    private final Set<String> names = new HashSet<>();
    private final List<Raw> raw = new ArrayList<>();

    private record Raw(String id, String fileName, long width, long height) {}

    /**
     * One image.
     *
     * @param id as {@link CocoReader} numbers it
     * @param width 0 where none is declared, likewise the height
     */
    public record Listed(long id, String fileName, long width, long height) {
        /**
         * The image with the picture in a file, turned as its orientation and the declared size say.
         *
         * @throws UserInputException where the file is missing or its header is broken
         */
        public ImageEntry open(Path picture) {
            PictureFit fit = PictureFit.of(new PictureReader().header(picture), width, height, OrientationRule.AUTO);
            return new ImageEntry(
                    id,
                    fileName,
                    new FilePicture(picture, fit.orientation()),
                    fit.size().width(),
                    fit.size().height(),
                    List.of());
        }
    }

    private CocoImageList(Path file) {
        this.file = file;
    }

    /**
     * Reads {@code images} of a file, which may have other lists or none.
     *
     * @return in the order of the file, no id and no file name twice
     * @throws UserInputException with everything that leaves an image without one id and one file name
     */
    public static List<Listed> read(Path file) {
        CocoImageList list = new CocoImageList(file);
        CocoFile.of(file).readSections(Map.of("images", list::readImage));
        list.problems.throwIfAny();
        if (list.raw.isEmpty()) {
            throw new UserInputException(file.toString(), "section[images] is empty");
        }
        return list.raw.stream()
                .map(one ->
                        new Listed(list.ids.number(one.id()).orElseThrow(), one.fileName(), one.width(), one.height()))
                .toList();
    }

    private void readImage(int index, JsonNode node) {
        CocoEntry entry = new CocoEntry(node);
        String id = entry.id("id");
        String fileName = entry.text("file_name");
        long width = entry.has("width") ? entry.wholeNumber("width") : 0;
        long height = entry.has("height") ? entry.wholeNumber("height") : 0;
        String where = file + " images[" + index + "]";
        if (!entry.faults().isEmpty()) {
            problems.add(where, String.join("; ", entry.faults()));
        } else if (!names.add(fileName)) {
            problems.add(where, "file_name[" + fileName + "] appears again, so it has no one id");
        } else if (!ids.add(id)) {
            problems.add(where, "id[" + id + "] appears again, with file_name[" + fileName + "]");
        } else {
            raw.add(new Raw(id, fileName, width, height));
        }
    }
}
