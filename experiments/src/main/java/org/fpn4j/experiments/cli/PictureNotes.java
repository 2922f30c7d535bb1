package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.PictureReader;

/** What the files of pictures lack, or are not taken as they say: a line for each sentence, whatever its values are. */
final class PictureNotes {
    private PictureNotes() {}

    /**
     * Lines with the first file's name and sentence and the count of the others.
     *
     * @param pictures whose headers are read; those that lie in no file have nothing to say
     * @throws UserInputException where a file is there no longer
     */
    static List<String> of(Dataset pictures) {
        List<Path> files = pictures.images().stream()
                .map(ImageEntry::source)
                .filter(FilePicture.class::isInstance)
                .map(picture -> ((FilePicture) picture).file())
                .distinct()
                .toList();
        Map<String, Told> told = new LinkedHashMap<>();
        PictureReader reader = new PictureReader();
        for (Path file : files) {
            for (String note : reader.header(file).notes()) {
                told.merge(withoutValues(note), new Told(file, note, 0), (first, next) -> first.andAnother());
            }
        }
        return told.values().stream().map(Told::line).toList();
    }

    private static String withoutValues(String note) {
        return note.replaceAll("\\[[^\\]]*\\]", "[]");
    }

    private record Told(Path file, String note, int others) {
        Told andAnother() {
            return new Told(file, note, others + 1);
        }

        String line() {
            String and = others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others");
            return file.getFileName() + and + ": " + note;
        }
    }
}
