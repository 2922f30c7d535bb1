package org.fpn4j.evaluation.metric;

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
import org.fpn4j.evaluation.coco.AreaRange;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoGroundTruthFile;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
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

        MetricValues metrics = evaluate(parameters(setting), truth, CocoDetectionsFile.read(detectionsFile, truth));

        List<Integer> limits = parameters(setting).maxDetections();
        List<Double> values = List.of(
                metrics.value("AP"),
                metrics.value("AP50"),
                metrics.value("AP75"),
                metrics.value("AP_S"),
                metrics.value("AP_M"),
                metrics.value("AP_L"),
                metrics.value("AR" + limits.get(0)),
                metrics.value("AR" + limits.get(1)),
                metrics.value("AR" + limits.get(2)),
                metrics.value("AR_S"),
                metrics.value("AR_M"),
                metrics.value("AR_L"));
        for (int i = 0; i < values.size(); i++) {
            assertThat(values.get(i))
                    .as("number " + i)
                    .isCloseTo(setting.get("expected").get(i).doubleValue(), LAST_DIGITS);
        }
        assertThat(metrics.ofClasses().isEmpty())
                .isEqualTo(!setting.get("classes").booleanValue());
    }

    private static MetricValues evaluate(
            CocoParameters parameters, CocoGroundTruth truth, List<CocoDetection> detections) {
        return Metrics.coco(parameters).read(EvaluatedDetections.of(truth, detections, parameters));
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

        MetricValues hundred = evaluate(new CocoParameters(), truth, detections);
        MetricValues thousand = evaluate(new CocoParameters().withMaxDetections(1000), truth, detections);

        assertThat(hundred.value("AP")).isCloseTo(23 / 101.0, within(1e-12)); // numpy's spacing(1) in the denominator
        assertThat(hundred.value("AR100")).isCloseTo(100 / 441.0, within(1e-15));
        assertThat(thousand.value("AP")).isCloseTo(1, within(1e-12));
        assertThat(thousand.all()).containsEntry("AR1000", 1.0).doesNotContainKey("AR100");
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
