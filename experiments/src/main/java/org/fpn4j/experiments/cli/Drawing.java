package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.experiments.illustration.Images;
import org.fpn4j.experiments.picture.BoxPainter;
import org.fpn4j.experiments.picture.LabelledBox;

/** Copies of pictures with what was found in them. A copy of {@code a.jpg} is called {@code a.boxes.png}. */
final class Drawing {
    private final PictureFolder folder;
    private final List<String> classNames;
    private final double score;
    private final BoxPainter painter;
    private final Map<Long, String> names = new HashMap<>();

    /**
     * Chooses the names of all copies, with ids in front where pictures would share one.
     *
     * @param score lowest score of what is drawn
     */
    Drawing(Path folder, List<String> classNames, double score, Dataset pictures) {
        this.folder = new PictureFolder(folder);
        this.classNames = classNames;
        this.score = score;
        this.painter = new BoxPainter(classNames);
        boolean numbered =
                pictures.images().stream().map(Drawing::stem).distinct().count()
                        < pictures.images().size();
        List<Path> read = new ArrayList<>();
        for (ImageEntry image : pictures.images()) {
            String stem = numbered ? image.id() + "-" + stem(image) : stem(image);
            names.put(image.id(), stem + ".boxes.png");
            if (image.source() instanceof FilePicture picture) {
                read.add(picture.file());
            }
        }
        this.folder.requireApart(names.values(), read);
    }

    private static String stem(ImageEntry image) {
        return Path.of(image.fileName()).getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private static LabelledBox box(ImageEntry image, Detection detection) {
        return LabelledBox.detection(detection)
                .withMask(detection.mask().map(mask -> mask.on(image.height(), image.width())));
    }

    /** Draws one copy and says in a few words what is on it and where it lies. */
    String draw(ImageEntry image, List<Detection> detections) {
        List<Detection> shown = detections.stream()
                .filter(detection -> detection.score() >= score)
                .toList();
        Path file = folder.write(
                names.get(image.id()),
                painter.paint(
                        Images.of(image.source().read()),
                        shown.stream().map(detection -> box(image, detection)).toList()));
        Map<Integer, Long> byClass =
                shown.stream().collect(Collectors.groupingBy(Detection::label, Collectors.counting()));
        String classes = byClass.keySet().stream()
                .sorted()
                .map(label -> classNames.get(label) + " " + byClass.get(label))
                .collect(Collectors.joining(", "));
        return ", " + shown.size() + " with score " + score + " or more"
                + (classes.isEmpty() ? "" : " (" + classes + ")") + " in " + file;
    }
}
