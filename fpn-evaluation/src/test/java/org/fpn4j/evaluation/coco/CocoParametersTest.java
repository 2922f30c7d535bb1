package org.fpn4j.evaluation.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CocoParametersTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Offset<Double> LAST_DIGITS = within(1e-15); // the same sums in the same order

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void agreesWithPycocotoolsWhateverTheParameters(int index, @TempDir Path folder) throws IOException {
        JsonNode setting = resource("parameters.json").get(index);
        JsonNode golden = resource("case_" + setting.get("case").textValue() + ".json");
        Path truthFile = folder.resolve("truth.json");
        Path detectionsFile = folder.resolve("detections.json");
        MAPPER.writeValue(truthFile.toFile(), golden.get("ground_truth"));
        MAPPER.writeValue(detectionsFile.toFile(), golden.get("detections"));
        CocoGroundTruth truth = CocoGroundTruthFile.read(truthFile);

        CocoMetrics metrics =
                new CocoEvaluator(parameters(setting)).evaluate(truth, CocoDetectionsFile.read(detectionsFile, truth));

        List<Double> values = List.of(
                metrics.ap(),
                metrics.ap50(),
                metrics.ap75(),
                metrics.apSmall(),
                metrics.apMedium(),
                metrics.apLarge(),
                metrics.ar1(),
                metrics.ar10(),
                metrics.ar100(),
                metrics.arSmall(),
                metrics.arMedium(),
                metrics.arLarge());
        for (int i = 0; i < values.size(); i++) {
            assertThat(values.get(i))
                    .as("number " + i)
                    .isCloseTo(setting.get("expected").get(i).doubleValue(), LAST_DIGITS);
        }
        assertThat(metrics.perClass().isEmpty())
                .isEqualTo(!setting.get("classes").booleanValue());
    }

    private static CocoParameters parameters(JsonNode setting) {
        List<Double> ious = new ArrayList<>();
        setting.get("ious").forEach(iou -> ious.add(iou.doubleValue()));
        List<Integer> limits = new ArrayList<>();
        setting.get("limits").forEach(limit -> limits.add(limit.intValue()));
        List<AreaRange> areas = new ArrayList<>();
        setting.get("areas")
                .forEach(area -> areas.add(
                        new AreaRange(area.get(0).doubleValue(), area.get(1).doubleValue())));
        return new CocoParameters(
                ious,
                limits,
                areas.get(0),
                areas.get(1),
                areas.get(2),
                areas.get(3),
                setting.get("classes").booleanValue());
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream stream = CocoParametersTest.class.getResourceAsStream("/golden/pycocotools/" + name)) {
            return MAPPER.readTree(stream);
        }
    }

    /** 441 objects, all found: a hundred of them make recall 100/441, so precision is 1 at 23 of 101 points. */
    @Test
    void moreObjectsThanTheLimitCanBeFoundWithALargerOne() {
        List<CocoObject> objects = new ArrayList<>();
        List<CocoDetection> detections = new ArrayList<>();
        for (int i = 0; i < 441; i++) {
            int x = 12 * (i % 21);
            int y = 12 * (i / 21);
            objects.add(new CocoObject(i + 1, 1, 1, x, y, 10, 10, 100, false));
            detections.add(new CocoDetection(1, 1, x, y, 10, 10, 0.9));
        }
        CocoGroundTruth truth =
                new CocoGroundTruth(new TreeMap<>(Map.of(1L, "can")), new TreeSet<>(List.of(1L)), objects);

        CocoMetrics hundred = new CocoEvaluator().evaluate(truth, detections);
        CocoMetrics thousand =
                new CocoEvaluator(new CocoParameters().withMaxDetections(1000)).evaluate(truth, detections);

        assertThat(hundred.ap()).isCloseTo(23 / 101.0, within(1e-12)); // numpy's spacing(1) in the denominator
        assertThat(hundred.ar100()).isCloseTo(100 / 441.0, within(1e-15));
        assertThat(thousand.ap()).isCloseTo(1, within(1e-12));
        assertThat(thousand.summary()).containsEntry("AR1000", 1.0).doesNotContainKey("AR100");
    }

    @Test
    void aSmallLimitBoundsTheOthers() {
        assertThat(new CocoParameters().withMaxDetections(5).maxDetections()).containsExactly(1, 5, 5);
        assertThat(new CocoParameters().withMaxDetections(1).maxDetections()).containsExactly(1, 1, 1);
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        CocoParameters coco = new CocoParameters();

        assertThatThrownBy(() -> withIous(coco, List.of()))
                .hasMessage("iouThresholds[] must ascend within (0, 1], at most 31");
        assertThatThrownBy(() -> withIous(coco, List.of(0.5, 1.5)))
                .hasMessage("iouThresholds[0.5, 1.5] must ascend within (0, 1], at most 31");
        assertThatThrownBy(() -> withIous(coco, List.of(0.7, 0.5)))
                .hasMessage("iouThresholds[0.7, 0.5] must ascend within (0, 1], at most 31");
        assertThatThrownBy(() -> coco.withMaxDetections(0))
                .hasMessage("maxDetections[0, 0, 0] must be three ascending limits >= 1");
        assertThatThrownBy(() -> new AreaRange(5, 4)).hasMessage("area range[5.0, 4.0] must ascend from 0 or more");
    }

    private static CocoParameters withIous(CocoParameters coco, List<Double> ious) {
        return new CocoParameters(
                ious, coco.maxDetections(), coco.all(), coco.small(), coco.medium(), coco.large(), true);
    }
}
