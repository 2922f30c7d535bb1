package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.core.files.WholeFile;

/** What {@link ArchivedCommands} is to {@code fpn}, for {@code fpn-score}. */
final class ArchivedScoring {
    private static final String GROUND_TRUTH =
            """
            {"images": [{"id": 1, "width": 64, "height": 64}], "categories": [{"id": 1, "name": "nodule"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [8, 8, 16, 16], "area": 256, "iscrowd": 0}]}
            """;
    private static final String DETECTIONS =
            """
            [{"image_id": 1, "category_id": 1, "bbox": [8, 9, 16, 16], "score": 0.9}]
            """;

    private ArchivedScoring() {}

    /** Takes a folder for files that nobody keeps. */
    public static void main(String[] arguments) {
        Console.capture();
        Path tiny = Path.of(System.getProperty("fpn.root"), "configs", "models", "tiny.yaml");
        commands(tiny, Path.of(arguments[0])).forEach(command -> ScoreMain.PROGRAM.run(command.toArray(new String[0])));
        System.exit(0);
    }

    /** A help and every command once; what they read is written into the folder. */
    static List<List<String>> commands(Path config, Path folder) {
        String groundTruth = written(folder.resolve("gt.json"), GROUND_TRUTH);
        String detections = written(folder.resolve("detections.json"), DETECTIONS);
        return List.of(
                List.of("--help"),
                List.of("cost", config.toString()),
                List.of("levels", config.toString()),
                List.of("score", groundTruth, detections, "--metrics", "coco,froc,tide"),
                List.of("compare", "--gt", groundTruth, "--baseline", detections, "--other", detections));
    }

    private static String written(Path file, String text) {
        WholeFile.write(file.toAbsolutePath(), text);
        return file.toString();
    }
}
