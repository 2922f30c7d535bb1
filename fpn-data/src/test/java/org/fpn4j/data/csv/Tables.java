package org.fpn4j.data.csv;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.dataset.Split;

/** Small tables and pictures for tests. */
final class Tables {
    /** All images are trained on. */
    static final SplitConfig WHOLE = new SplitConfig(SplitRule.IMAGE, 0, List.of(1.0, 0.0), "");

    private Tables() {}

    static void picture(Path file, int width, int height) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    }

    /** Left, upper, right and lower edge of an image's boxes, as they are declared. */
    static List<List<Double>> boxes(Dataset dataset, String image) {
        return dataset.reference().images().stream()
                .filter(one -> one.fileName().equals(image))
                .flatMap(one -> one.entries().stream())
                .map(Tables::corners)
                .toList();
    }

    private static List<Double> corners(Reference.Entry entry) {
        return List.of(entry.x(), entry.y(), entry.x() + entry.width(), entry.y() + entry.height());
    }

    static List<String> names(DatasetConfig config, Split split) {
        return config.open(split).images().stream().map(ImageEntry::fileName).toList();
    }
}
