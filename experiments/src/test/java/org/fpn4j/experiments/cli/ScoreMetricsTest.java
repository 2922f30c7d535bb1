package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code score --metrics}: two images with a lesion each and one without; one lesion is found, twice, the other is touched, and the
 * image without lesions has a false positive.
 */
class ScoreMetricsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private Path truth;
    private Path detections;

    @BeforeEach
    void write() throws IOException {
        truth = Files.writeString(
                directory.resolve("truth.json"),
                """
                {"images": [{"id": 1, "pixel_spacing": [0.2, 0.5]}, {"id": 2, "pixel_spacing": 0.5}, {"id": 3}],
                 "categories": [{"id": 1, "name": "nodule"}],
                 "annotations": [
                   {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "area": 100, "iscrowd": 0},
                   {"id": 2, "image_id": 2, "category_id": 1, "bbox": [0, 0, 100, 100], "area": 10000, "iscrowd": 0}]}
                """);
        detections = Files.writeString(
                directory.resolve("detections.json"),
                """
                [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "score": 0.9},
                 {"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 9], "score": 0.8},
                 {"image_id": 3, "category_id": 1, "bbox": [0, 0, 10, 10], "score": 0.7},
                 {"image_id": 2, "category_id": 1, "bbox": [0, 0, 20, 100], "score": 0.6}]
                """);
    }

    private CommandRun score(String... options) {
        List<Object> arguments = new ArrayList<>(List.of("score", truth, detections));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray());
    }

    private JsonNode json(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--json", "-"));
        CommandRun run = score(all.toArray(String[]::new));
        assertThat(run.code()).as(run.log()).isZero();
        return JSON.readTree(run.results());
    }

    @Test
    void eachFamilyHasItsSectionAndCocosTwelveStayAtTheTop() throws IOException {
        JsonNode json = json("--metrics", "coco,froc,tide,rsna,ap");

        assertThat(json.fieldNames())
                .toIterable()
                .startsWith("AP", "AP50", "AP75")
                .contains("per_class", "left_out");
        assertThat(json.at("/coco/AP")).isEqualTo(json.get("AP"));
        assertThat(json.at("/froc/convention/hit").asText()).isEqualTo("iou");
        assertThat(json.at("/froc/sensitivity/0.125").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/froc/sensitivity/0.5").asDouble()).isEqualTo(1);
        assertThat(json.at("/froc/score").asDouble()).isEqualTo(6 / 7.0);
        assertThat(json.at("/froc/operating_points/0/threshold").asDouble()).isEqualTo(0.8);
        assertThat(json.at("/froc/operating_points/2/fp_per_negative_image").asDouble())
                .isEqualTo(1);
        assertThat(json.at("/froc/sizes/0").toString())
                .startsWith("{\"unit\":\"mm\",\"from\":0.0,\"to\":6.0,\"lesions\":1,");
        assertThat(json.at("/froc/sizes/2/to").isNull()).isTrue();
        assertThat(json.at("/froc/notes")).isEmpty();
        double half = 25 / 101.0; // of the recalls above 1/2, which mending reaches at a precision of 2/4
        assertThat(json.at("/tide/dAP/Loc").asDouble()).isCloseTo(half, within(1e-12));
        assertThat(json.at("/tide/counts/Dupe").asInt()).isEqualTo(1);
        assertThat(json.at("/rsna/images_counted").asInt()).isEqualTo(3);
        assertThat(json.at("/ap/by_side/1/objects").asInt()).isEqualTo(1);
    }

    @Test
    void optionsChooseTheConvention() throws IOException {
        JsonNode json = json(
                "--metrics", "froc,tide,rsna,ap",
                "--froc-iou", "0.2",
                "--froc-duplicates", "false_positives",
                "--froc-lesions", "all",
                "--froc-reading", "luna16",
                "--froc-rates", "0.5,1",
                "--froc-images", "negative",
                "--froc-sizes-mm", "5,50",
                "--rsna-confidence", "0.85",
                "--tide-iou", "0.6",
                "--tide-background", "0.3",
                "--ap-ious", "0.15",
                "--ap-sides", "50");

        assertThat(json.at("/froc/convention").toString())
                .isEqualTo(
                        "{\"hit\":\"iou\",\"iou\":0.2,\"duplicates\":\"false_positives\",\"lesions_per_detection\":\"all\","
                                + "\"reading\":\"luna16\",\"rates\":[0.5,1.0],\"images\":\"negative\","
                                + "\"score\":\"mean of the sensitivities at the rates\",\"classes\":\"apart\"}");
        assertThat(json.at("/froc/sensitivity").toString()).isEqualTo("{\"0.5\":0.5,\"1\":1.0}");
        assertThat(json.at("/froc/sizes/1/to").asDouble()).isEqualTo(50);
        assertThat(json.at("/rsna/convention/confidence").asDouble()).isEqualTo(0.85);
        assertThat(json.at("/rsna/images_counted").asInt()).isEqualTo(2);
        assertThat(json.at("/tide/counts/Bkg").asInt()).isEqualTo(2);
        assertThat(json.at("/tide").has("AP60")).isTrue();
        assertThat(json.at("/ap/by_iou").fieldNames()).toIterable().containsExactly("0.15");
        assertThat(json.at("/ap/by_side")).hasSize(2);
        assertThat(json("--metrics", "froc", "--froc-hit", "centre")
                        .at("/froc/convention/hit")
                        .asText())
                .isEqualTo("centre");
        assertThat(json("--metrics", "froc", "--class-agnostic")
                        .at("/froc/convention/classes")
                        .asText())
                .isEqualTo("as_one");
    }

    @Test
    void theTableHasWhatWasAskedFor() {
        CommandRun run = score("--metrics", "froc,tide");

        assertThat(run.results())
                .startsWith("froc\n  convention hit         iou\n")
                .contains("  score                  0.8571\n", "\ntide\n", "  dAP Loc  ")
                .contains("operating_points       rate=0.1250 threshold=0.8000 sensitivity=0.5000 fp_per_image=0.0000")
                .doesNotContain("AR_L");
    }

    @Test
    void whatNobodyMeasuredIsInPixels() throws IOException {
        Files.writeString(truth, Files.readString(truth).replace(", \"pixel_spacing\": 0.5", ""));

        assertThat(json("--metrics", "froc", "--froc-sizes-pixels", "50")
                        .at("/froc/sizes/0")
                        .toString())
                .startsWith("{\"unit\":\"pixels\",\"from\":0.0,\"to\":50.0,\"lesions\":1,");
        assertThat(json("--metrics", "froc").at("/froc/notes/0").asText())
                .isEqualTo("sizes are in pixels, because [1] images with lesions have no pixel_spacing");
    }

    @Test
    void filesAreComparedByAMetricOfANamedFamily() throws IOException {
        Path blind = Files.writeString(directory.resolve("blind.json"), "[]");

        CommandRun run = CommandRun.of(
                "compare",
                "--gt",
                truth,
                "--baseline",
                detections,
                "--other",
                blind,
                "--metrics",
                "froc",
                "--metric",
                "FROC",
                "--json",
                "-");

        assertThat(run.code()).as(run.log()).isZero();
        JsonNode comparison = JSON.readTree(run.results()).at("/comparisons/0");
        assertThat(comparison.get("metric").asText()).isEqualTo("FROC");
        assertThat(comparison.get("difference").asDouble()).isCloseTo(-6 / 7.0, within(1e-12));
        assertThat(comparison.get("low").asDouble()).isLessThan(-6 / 7.0);
    }

    @Test
    void unknownFamiliesAreToldWithWhatThereIs() {
        CommandRun run = score("--metrics", "coco,tides");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .startsWith(
                        """
                        --metrics coco,tides: metrics[tides] is no family of metrics
                            did you mean [tide]?   known families: ap, coco, froc, rsna, segm, tide
                        """);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        CommandRun run = score(
                "--metrics", "froc,tide,ap,rsna",
                "--froc-rates", "1,0.5",
                "--froc-iou", "1.5",
                "--froc-hit", "centre",
                "--froc-sizes-mm", "0,6",
                "--froc-sizes-pixels", "6,6",
                "--tide-background", "0.7",
                "--rsna-confidence", "NaN",
                "--ap-ious", "0.5,1.5",
                "--ap-sides", "-1",
                "--max-detections", "0");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .startsWith(
                        """
                        --max-detections 0: max-detections[0] must be 1 or more
                        --froc-iou 1.5: --froc-iou[1.5] is not read by --froc-hit centre
                        --froc-iou 1.5: --froc-iou[1.5] must be above 0 and at most 1
                        --froc-rates 1,0.5: --froc-rates[1,0.5] must ascend from above 0
                        --froc-sizes-mm 0,6: --froc-sizes-mm[0,6] must ascend from above 0
                        --froc-sizes-pixels 6,6: --froc-sizes-pixels[6,6] must ascend from above 0
                        --ap-sides -1: --ap-sides[-1] must ascend from above 0 to at most 99999
                        --ap-ious 0.5,1.5: --ap-ious[0.5,1.5] must ascend from above 0 to at most 1
                        --rsna-confidence NaN: --rsna-confidence[NaN] must be a number
                        --tide-background 0.7: --tide-background[0.7] must be below --tide-iou[0.5]
                        """);
        assertThat(score("--metrics", "ap", "--ap-ious", "0.01" + ",0.5".repeat(31))
                        .log())
                .contains("--ap-ious has [32] IoUs; it must have at most [31]");
    }

    @Test
    void anOptionThatNothingReadsIsRefused() {
        CommandRun run = score("--metrics", "coco", "--froc-duplicates", "ignored", "--tide-iou", "0.6");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .startsWith(
                        """
                        --froc-duplicates ignored: --froc-duplicates[ignored] is read by --metrics froc alone
                        --tide-iou 0.6: --tide-iou[0.6] is read by --metrics tide alone
                        """);
    }
}
