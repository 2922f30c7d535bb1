package org.fpn4j.evaluation.tide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Against tidecv 1.0.1 on scenes of one mistake each, on edges, and on drawn ones. */
class GoldenTideTest {
    private static final double ROUNDING = 1e-9; // of sums over 101 recalls, in per cent

    @TestFactory
    List<DynamicTest> scenesLoseWhatTheReferenceSays() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode scene : scenes()) {
            tests.add(DynamicTest.dynamicTest(scene.get("name").asText(), () -> check(scene)));
        }
        assertThat(tests).hasSize(11);
        return tests;
    }

    private static void check(JsonNode scene) {
        TideThresholds thresholds = new TideThresholds(
                scene.get("pos_threshold").asDouble(),
                scene.get("background_threshold").asDouble());

        Tide tide = Tide.of(detections(scene), thresholds);

        JsonNode expected = scene.get("expected");
        assertPercent("AP50", tide.precision(), expected.get("AP50"));
        for (ErrorKind kind : ErrorKind.values()) {
            assertPercent(kind.title(), tide.lost().get(kind), expected.at("/dAP/" + kind.title()));
            assertThat(tide.counts().get(kind))
                    .as("count of " + kind.title())
                    .isEqualTo(expected.at("/counts/" + kind.title()).asLong());
        }
        assertPercent("FalsePos", tide.byFalsePositives(), expected.at("/special/FalsePos"));
        assertPercent("FalseNeg", tide.byMisses(), expected.at("/special/FalseNeg"));
    }

    private static void assertPercent(String what, double share, JsonNode expected) {
        assertThat(100 * share).as(what).isCloseTo(expected.asDouble(), within(ROUNDING));
    }

    @Test
    void drawsAreWrittenCopies() throws IOException {
        for (JsonNode scene : scenes()) {
            EvaluatedDetections detections = detections(scene);
            int[] copies = new int[detections.groundTruth().imageIds().size()];
            for (int place = 0; place < copies.length; place++) {
                copies[place] = (place * 2 + 1) % 4;
            }
            EvaluatedDetections drawn = detections.drawn(copies);
            EvaluatedDetections written =
                    EvaluatedDetections.of(drawn.groundTruth(), drawn.detections(), new CocoParameters());
            for (Metric metric : new TideFamily().metrics(new CocoParameters())) {
                assertThat(metric.value(drawn))
                        .as(scene.get("name").asText() + " " + metric.name())
                        .isCloseTo(metric.value(written), within(1e-12)); // rounding of the mean over classes
            }
        }
    }

    @Test
    void withoutObjectsThereIsNothingToMeasure() {
        CocoGroundTruth truth =
                new CocoGroundTruth(new TreeMap<>(Map.of(1L, "cell")), new TreeSet<>(List.of(1L)), List.of());
        List<CocoDetection> found = List.of(new CocoDetection(1, 1, 0, 0, 5, 5, 0.9));

        Tide tide = Tide.of(EvaluatedDetections.of(truth, found, new CocoParameters()), new TideThresholds());

        assertThat(tide.precision()).isEqualTo(-1);
        assertThat(tide.lost().values()).containsOnly(-1.0);
        assertThat(tide.byFalsePositives()).isEqualTo(-1);
        assertThat(tide.counts()).containsEntry(ErrorKind.BKG, 1L);
    }

    @Test
    void withoutImagesThereIsNothingToMeasure() {
        CocoGroundTruth truth = new CocoGroundTruth(new TreeMap<>(), new TreeSet<>(), List.of());

        Tide tide = Tide.of(EvaluatedDetections.of(truth, List.of(), new CocoParameters()), new TideThresholds());

        assertThat(tide.precision()).isEqualTo(-1);
    }

    private static EvaluatedDetections detections(JsonNode scene) {
        TreeMap<Long, String> categories = new TreeMap<>();
        TreeSet<Long> images = new TreeSet<>();
        scene.get("classes").forEach(id -> categories.put(id.asLong(), "class" + id));
        for (long image = 1; image <= scene.get("images").asLong(); image++) {
            images.add(image);
        }
        List<CocoObject> objects = new ArrayList<>();
        for (JsonNode object : scene.get("ground_truth")) {
            double[] box = box(object);
            objects.add(new CocoObject(
                    objects.size() + 1L,
                    object.get("image").asLong(),
                    object.get("class").asLong(),
                    box[0],
                    box[1],
                    box[2],
                    box[3],
                    box[2] * box[3],
                    object.path("ignore").asBoolean()));
        }
        List<CocoDetection> detections = new ArrayList<>();
        for (JsonNode detection : scene.get("detections")) {
            double[] box = box(detection);
            detections.add(new CocoDetection(
                    detection.get("image").asLong(),
                    detection.get("class").asLong(),
                    box[0],
                    box[1],
                    box[2],
                    box[3],
                    detection.get("score").asDouble()));
        }
        return EvaluatedDetections.of(
                new CocoGroundTruth(categories, images, objects), detections, new CocoParameters());
    }

    private static double[] box(JsonNode entry) {
        double[] box = new double[4];
        Arrays.setAll(box, i -> entry.get("bbox").get(i).asDouble());
        return box;
    }

    private static JsonNode scenes() throws IOException {
        try (InputStream file = GoldenTideTest.class.getResourceAsStream("/golden/tide/tide.json")) {
            return new ObjectMapper().readTree(file).get("cases");
        }
    }
}
