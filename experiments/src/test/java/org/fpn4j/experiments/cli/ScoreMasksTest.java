package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code score} and {@code compare} by masks: of two squares one is found whole and one by the triangle that is its half. */
class ScoreMasksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Path truth;
    private Path halves;
    private Path whole;

    @BeforeEach
    void write() throws IOException {
        truth = Files.writeString(
                directory.resolve("truth.json"),
                """
                {"images": [{"id": 1, "width": 60, "height": 50}, {"id": 2, "width": 60, "height": 50}],
                 "categories": [{"id": 1, "name": "nodule"}],
                 "annotations": [
                   {"id": 1, "image_id": 1, "category_id": 1, "bbox": [5, 5, 20, 20], "area": 400, "iscrowd": 0,
                    "segmentation": [[5, 5, 25, 5, 25, 25, 5, 25]]},
                   {"id": 2, "image_id": 2, "category_id": 1, "bbox": [5, 5, 20, 20], "area": 400, "iscrowd": 0,
                    "segmentation": [[5, 5, 25, 5, 25, 25, 5, 25]]}]}
                """);
        halves = detections("halves.json", "[5, 5, 25, 5, 5, 25]");
        whole = detections("whole.json", "[5, 5, 25, 5, 25, 25, 5, 25]");
    }

    private Path detections(String name, String second) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                """
                [{"image_id": 1, "category_id": 1, "score": 0.9, "segmentation": [[5, 5, 25, 5, 25, 25, 5, 25]]},
                 {"image_id": 2, "category_id": 1, "score": 0.8, "segmentation": [%s]}]
                """
                        .formatted(second));
    }

    @Test
    void masksHaveASectionOfTheirOwnAndBoxesStayAtTheTop() throws IOException {
        CommandRun run = CommandRun.of("score", truth, halves, "--metrics", "segm", "--json", "-");

        assertThat(run.code()).as(run.log()).isZero();
        JsonNode json = JSON.readTree(run.results());
        assertThat(json.at("/segm").fieldNames())
                .toIterable()
                .containsExactly(
                        "AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L", "AR1", "AR10", "AR100", "AR_S", "AR_M", "AR_L");
        assertThat(json.at("/segm/AP75").asDouble()).isCloseTo(51 / 101.0, within(1e-12)); // one of two is found
        assertThat(json.get("MaskAP75")).isEqualTo(json.at("/segm/AP75"));
        assertThat(json.get("AP75").asDouble()).isCloseTo(1, within(1e-12)); // the triangle has the square's box
    }

    @Test
    void filesAreComparedByMasks() throws IOException {
        CommandRun run = CommandRun.of(
                "compare",
                "--gt",
                truth,
                "--baseline",
                halves,
                "--other",
                whole,
                "--metric",
                "MaskAP75",
                "--json",
                "-");

        assertThat(run.code()).as(run.log()).isZero();
        JsonNode comparison = JSON.readTree(run.results()).at("/comparisons/0");
        assertThat(comparison.get("metric").asText()).isEqualTo("MaskAP75");
        assertThat(comparison.get("difference").asDouble()).isCloseTo(1 - 51 / 101.0, within(1e-12));
    }

    @Test
    void aMaskThatDoesNotFillItsImageIsRefusedByName() throws IOException {
        String wrong = Files.readString(truth)
                .replaceFirst("\\[\\[5, 5, 25[^\\]]*\\]\\]", "{\"size\": [50, 60], \"counts\": [2999]}");
        Files.writeString(truth, wrong);

        CommandRun run = CommandRun.of("score", truth, whole, "--metrics", "segm");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(truth + " annotation[1]: segmentation cannot be read: counts have a sum of pixels[2999], and"
                        + " size[50, 60] has pixels[3000]");
        assertThat(CommandRun.of("score", truth, halves).log()).contains("detections[0]: bbox is missing");
    }
}
