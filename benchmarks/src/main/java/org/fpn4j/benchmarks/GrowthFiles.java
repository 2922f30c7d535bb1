package org.fpn4j.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.experiments.config.Experiment;

/** Inputs of any size, written line by line so that nothing of them stays in memory. */
final class GrowthFiles {
    private static final int CATEGORIES = 80;
    private static final int OBJECTS = 7; // an image, as COCO has

    private final Path folder;

    GrowthFiles(Path folder) {
        this.folder = folder;
    }

    /** A COCO file of images with seven objects each. */
    Path annotations(long images) throws IOException {
        Path file = folder.resolve("annotations-" + images + ".json");
        SampleRandom random = SampleRandom.of(1, "growth annotations");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("{\"images\": [\n");
            for (long image = 1; image <= images; image++) {
                line(
                        writer,
                        image < images,
                        "{\"id\": %d, \"file_name\": \"%012d.jpg\", \"width\": 640, \"height\": 480}",
                        image,
                        image);
            }
            writer.write("], \"categories\": [\n");
            for (int category = 1; category <= CATEGORIES; category++) {
                line(writer, category < CATEGORIES, "{\"id\": %d, \"name\": \"class %d\"}", category, category);
            }
            writer.write("], \"annotations\": [\n");
            for (long object = 0; object < images * OBJECTS; object++) {
                double width = random.uniform(5, 200);
                double height = random.uniform(5, 200);
                line(
                        writer,
                        object + 1 < images * OBJECTS,
                        "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"iscrowd\": 0, \"area\": %.2f, \"bbox\": [%.2f, "
                                + "%.2f, %.2f, %.2f]}",
                        object + 1,
                        object / OBJECTS + 1,
                        random.below(CATEGORIES) + 1,
                        width * height,
                        random.uniform(0, 400),
                        random.uniform(0, 250),
                        width,
                        height);
            }
            writer.write("]}\n");
        }
        return file;
    }

    /** Detections spread over images, in COCO's format. */
    Path detections(long images, long detections) throws IOException {
        Path file = folder.resolve("detections-" + detections + "-of-" + images + ".json");
        SampleRandom random = SampleRandom.of(2, "growth detections");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("[\n");
            for (long detection = 0; detection < detections; detection++) {
                line(
                        writer,
                        detection + 1 < detections,
                        "{\"image_id\": %d, \"category_id\": %d, \"score\": %.6f, \"bbox\": [%.2f, %.2f, %.2f, %.2f]}",
                        detection % images + 1,
                        random.below(CATEGORIES) + 1,
                        random.nextDouble(),
                        random.uniform(0, 400),
                        random.uniform(0, 250),
                        random.uniform(5, 200),
                        random.uniform(5, 200));
            }
            writer.write("]\n");
        }
        return file;
    }

    private static void line(BufferedWriter writer, boolean more, String format, Object... values) throws IOException {
        writer.write(String.format(Locale.ROOT, format, values));
        writer.write(more ? ",\n" : "\n");
    }

    /** Initial weights for a config with changes. */
    Path weights(Path config, List<String> sets, String name) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        Safetensors.write(
                file, Weights.initial(Experiment.load(config, sets).checked().parameters(), 0));
        return file;
    }

    /** An ablation of one variant and so many seeds, each a run of a few seconds. */
    Path ablation(Path base, int cells) throws IOException {
        List<Integer> seeds = IntStream.range(0, cells).boxed().toList();
        return Files.writeString(
                folder.resolve("ablation-" + cells + ".yaml"),
                """
                name: growth
                base: %s
                axes: {neck.type: [fpn]}
                seeds: %s
                config:
                  input: {height: 64, width: 64}
                  data: {train_images: 8, val_images: 2}
                  training: {epochs: 1}
                """
                        .formatted(base.toAbsolutePath(), seeds));
    }
}
