package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.evaluation.metric.Scoring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores two files with nothing of ND4J's on the class path. */
class ScoringTest {
    @Test
    void theOneObjectIsFoundByHalf(@TempDir Path directory) throws IOException {
        Path truth = Files.writeString(
                directory.resolve("truth.json"),
                """
                {"images": [{"id": 1, "file_name": "1.png", "width": 100, "height": 100}],
                 "categories": [{"id": 1, "name": "heart"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 40], "area": 1600}]}
                """);
        Path detections = Files.writeString(
                directory.resolve("detections.json"),
                """
                [{"image_id": 1, "category_id": 1, "bbox": [10, 10, 40, 27], "score": 0.9}]
                """);

        Score score = new Scoring().score(truth, detections);

        assertEquals(1.0, score.values().all().get("AP50"), 1e-12); // IoU 0.675
        assertEquals(0.0, score.values().all().get("AP75"), 1e-12);
        assertEquals(0.4, score.values().all().get("AP"), 1e-12); // four of ten thresholds: 0.50 to 0.65
    }
}
