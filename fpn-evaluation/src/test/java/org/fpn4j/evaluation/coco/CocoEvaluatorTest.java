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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CocoEvaluatorTest {
    private static final Offset<Double> LAST_DIGITS = within(1e-15); // the same sums in the same order
    private static final Offset<Double> ROUNDED = within(1e-12); // precision has numpy's spacing(1) in its denominator
    private static final long IMAGE = 10;
    private static final long CLASS = 7;

    private final CocoEvaluator evaluator = new CocoEvaluator();

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "ties", "id_zero", "crowds", "many", "nothing_found"})
    void agreesWithThePlainReference(String name, @TempDir Path folder) throws IOException {
        assertAgrees("/golden/scoring/case_" + name + ".json", folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "ties", "crowds", "more_than_a_hundred"})
    void agreesWithPycocotools(String name, @TempDir Path folder) throws IOException {
        assertAgrees("/golden/pycocotools/case_" + name + ".json", folder);
    }

    private void assertAgrees(String resource, Path folder) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode golden;
        try (InputStream stream = getClass().getResourceAsStream(resource)) {
            golden = mapper.readTree(stream);
        }
        Path truthFile = folder.resolve("truth.json");
        Path detectionsFile = folder.resolve("detections.json");
        mapper.writeValue(truthFile.toFile(), golden.get("ground_truth"));
        mapper.writeValue(detectionsFile.toFile(), golden.get("detections"));

        CocoGroundTruth truth = CocoGroundTruthFile.read(truthFile);
        CocoMetrics metrics = evaluator.evaluate(truth, CocoDetectionsFile.read(detectionsFile, truth));

        JsonNode expected = golden.get("expected");
        assertThat(metrics.json().keySet())
                .containsExactlyElementsOf(
                        expected.properties().stream().map(Map.Entry::getKey).toList());
        metrics.summary()
                .forEach((key, value) ->
                        assertThat(value).as(key).isCloseTo(expected.get(key).doubleValue(), LAST_DIGITS));
        assertThat(metrics.perClass()).hasSameSizeAs(expected.get("per_class"));
        metrics.perClass().forEach((key, value) -> assertThat(value.ap())
                .as(key)
                .isCloseTo(expected.get("per_class").get(key).doubleValue(), LAST_DIGITS));
        assertThat(metrics.perClass().values().stream()
                        .mapToDouble(ClassScore::ap50)
                        .filter(value -> value >= 0)
                        .average()
                        .orElse(-1))
                .isCloseTo(metrics.ap50(), LAST_DIGITS); // COCO's AP50 is their mean
    }

    @Test
    void aPerfectDetectionScoresOneWhereThereAreObjects() {
        CocoMetrics metrics = evaluator.evaluate(
                truth(object(1, 0, 0, 50, 50)), List.of(new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.3)));

        assertThat(List.of(metrics.ap(), metrics.ap50(), metrics.ap75(), metrics.apMedium()))
                .allSatisfy(value -> assertThat(value).isCloseTo(1, ROUNDED));
        assertThat(List.of(metrics.ar1(), metrics.ar10(), metrics.ar100(), metrics.arMedium()))
                .containsOnly(1.0);
        assertThat(List.of(metrics.apSmall(), metrics.apLarge(), metrics.arSmall(), metrics.arLarge()))
                .as("the only object, 2500 square pixels, is medium")
                .containsOnly(-1.0);
        assertThat(metrics.perClass()).containsOnlyKeys("cell");
    }

    @Test
    void countsThresholdsUpToTheIouOfTheMatch() {
        // intersection 40 x 50, union 50 x 50: IoU 0.8 passes 0.50 .. 0.80, seven of ten thresholds
        CocoMetrics metrics = evaluator.evaluate(
                truth(object(1, 0, 0, 50, 50)), List.of(new CocoDetection(IMAGE, CLASS, 0, 0, 40, 50, 0.3)));

        assertThat(metrics.ap()).isCloseTo(0.7, ROUNDED);
        assertThat(metrics.ap75()).isCloseTo(1, ROUNDED);
    }

    @Test
    void interpolatesPrecisionOverTheRecallGrid() {
        // by score: hit, miss, hit; recall 1/2, 1/2, 1; precision 1, 1/2, 2/3; 51 points at 1, 50 at 2/3
        CocoMetrics metrics = evaluator.evaluate(
                truth(object(1, 0, 0, 50, 50), object(2, 100, 0, 50, 50)),
                List.of(
                        new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.9),
                        new CocoDetection(IMAGE, CLASS, 200, 0, 50, 50, 0.8),
                        new CocoDetection(IMAGE, CLASS, 100, 0, 50, 50, 0.7)));

        assertThat(metrics.ap()).isCloseTo((51 + 50 * 2 / 3.0) / 101, ROUNDED);
        assertThat(metrics.ar1()).isEqualTo(0.5);
    }

    @Test
    void aSecondDetectionOfOneObjectIsAFalsePositiveButNotOverACrowd() {
        List<CocoDetection> twice = List.of(
                new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.9),
                new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.8),
                new CocoDetection(IMAGE, CLASS, 100, 0, 50, 50, 0.7));
        CocoObject found = object(2, 100, 0, 50, 50);

        CocoMetrics overObject = evaluator.evaluate(truth(object(1, 0, 0, 50, 50), found), twice);
        CocoMetrics overCrowd = evaluator.evaluate(truth(crowd(1, 0, 0, 200, 50), found), twice);

        assertThat(overObject.ap()).isCloseTo((51 + 50 * 2 / 3.0) / 101, ROUNDED);
        assertThat(overCrowd.ap()).isCloseTo(1, ROUNDED);
    }

    @Test
    void anAnnotationWithIdZeroNeverCountsAsFound() {
        List<CocoDetection> found = List.of(new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.9));

        assertThat(evaluator.evaluate(truth(object(0, 0, 0, 50, 50)), found).ap())
                .isZero();
        assertThat(evaluator.evaluate(truth(object(5, 0, 0, 50, 50)), found).ap())
                .isCloseTo(1, ROUNDED);
    }

    @Test
    void tiesKeepTheOrderOfTheFile() {
        CocoDetection hit = new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.5);
        CocoDetection miss = new CocoDetection(IMAGE, CLASS, 200, 0, 50, 50, 0.5);
        CocoGroundTruth truth = truth(object(1, 0, 0, 50, 50));

        assertThat(evaluator.evaluate(truth, List.of(hit, miss)).ap()).isCloseTo(1, ROUNDED);
        assertThat(evaluator.evaluate(truth, List.of(miss, hit)).ap()).isCloseTo(0.5, ROUNDED);
    }

    @Test
    void onlyTheHundredBestDetectionsOfAnImageAndClassCount() {
        List<CocoDetection> detections =
                new ArrayList<>(Collections.nCopies(100, new CocoDetection(IMAGE, CLASS, 300, 0, 9, 9, 0.9)));
        detections.add(new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.8));

        assertThat(evaluator
                        .evaluate(truth(object(1, 0, 0, 50, 50)), detections)
                        .ar100())
                .isZero();
        assertThat(evaluator
                        .evaluate(truth(object(1, 0, 0, 50, 50)), detections.subList(1, 101))
                        .ar100())
                .isEqualTo(1);
    }

    @Test
    void withoutObjectsThereIsNothingToMeasure() {
        CocoMetrics metrics = evaluator.evaluate(truth(), List.of(new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.9)));

        assertThat(metrics.summary().values()).containsOnly(-1.0);
        assertThat(metrics.perClass()).containsExactly(Map.entry("cell", new ClassScore(-1, -1)));
    }

    @Test
    void rejectsDetectionsOfImagesThatAreNotScored() {
        assertThatThrownBy(() -> evaluator.evaluate(truth(), List.of(new CocoDetection(11, CLASS, 0, 0, 50, 50, 0.9))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image_id[11] is not among the images of the ground truth");
    }

    @Test
    void classesOfOneNameStayApart() {
        TreeMap<Long, String> categories = new TreeMap<>(Map.of(1L, "cell", 2L, "cell"));
        CocoGroundTruth truth = new CocoGroundTruth(categories, new TreeSet<>(List.of(IMAGE)), List.of());

        assertThat(evaluator.evaluate(truth, List.of()).perClass()).containsOnlyKeys("cell", "cell (2)");
    }

    @Test
    void scoringTwiceGivesTheSameNumbers() {
        CocoGroundTruth truth = ScoringLoad.groundTruth(300, 20);
        List<CocoDetection> detections = ScoringLoad.detections(truth, 60);

        assertThat(evaluator.evaluate(truth, detections)).isEqualTo(evaluator.evaluate(truth, detections));
    }

    private static CocoGroundTruth truth(CocoObject... objects) {
        return new CocoGroundTruth(
                new TreeMap<>(Map.of(CLASS, "cell")), new TreeSet<>(List.of(IMAGE)), List.of(objects));
    }

    private static CocoObject object(long id, double x, double y, double width, double height) {
        return new CocoObject(id, IMAGE, CLASS, x, y, width, height, width * height, false);
    }

    private static CocoObject crowd(long id, double x, double y, double width, double height) {
        return new CocoObject(id, IMAGE, CLASS, x, y, width, height, width * height, true);
    }
}
