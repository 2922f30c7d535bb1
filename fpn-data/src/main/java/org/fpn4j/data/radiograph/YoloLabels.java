package org.fpn4j.data.radiograph;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;

/** A text file for each image, and {@code data.yaml}. */
final class YoloLabels {
    private YoloLabels() {}

    /** Texts by path. */
    static Map<String, String> files(Map<Split, Dataset> splits) {
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder yaml = new StringBuilder();
        splits.forEach((split, dataset) -> {
            yaml.append(split.key()).append(": images/").append(split.key()).append('\n');
            for (ImageEntry image : dataset.images()) {
                StringBuilder lines = new StringBuilder();
                image.annotations().forEach(annotation -> lines.append(line(annotation, image)));
                String name = StudyFormat.YOLO.folder(split).replaceFirst("^images", "labels") + "/"
                        + image.fileName().replaceFirst("\\.png$", ".txt");
                files.put(name, lines.toString());
            }
        });
        yaml.append("names:\n");
        RadiographClass.categories().forEach(category -> yaml.append("  ")
                .append(category.index())
                .append(": ")
                .append(category.name())
                .append('\n'));
        files.put("data.yaml", yaml.toString());
        return files;
    }

    private static String line(Annotation annotation, ImageEntry image) {
        Box box = annotation.box();
        double width = image.width();
        double height = image.height();
        return annotation.categoryIndex() + " " + ((double) box.x1() + box.x2()) / 2 / width + " "
                + ((double) box.y1() + box.y2()) / 2 / height + " " + ((double) box.x2() - box.x1()) / width + " "
                + ((double) box.y2() - box.y1()) / height + "\n";
    }
}
