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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
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

class CocoFamilyTest {
    private static final Offset<Double> LAST_DIGITS = within(1e-15); // the same sums in the same order
    private static final Offset<Double> ROUNDED = within(1e-12); // precision has numpy's spacing(1) in its denominator
    private static final long IMAGE = 10;
    private static final long CLASS = 7;

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
        MetricValues metrics = evaluate(truth, CocoDetectionsFile.read(detectionsFile, truth));

        JsonNode expected = golden.get("expected");
        List<String> names = new ArrayList<>(metrics.all().keySet());
        names.add("per_class");
        assertThat(names)
                .containsExactlyElementsOf(
                        expected.properties().stream().map(Map.Entry::getKey).toList());
        metrics.all()
                .forEach((key, value) ->
                        assertThat(value).as(key).isCloseTo(expected.get(key).doubleValue(), LAST_DIGITS));
        assertThat(metrics.ofClasses()).hasSameSizeAs(expected.get("per_class"));
        metrics.byClass(CocoFamily.AP).forEach((key, value) -> assertThat(value)
                .as(key)
                .isCloseTo(expected.get("per_class").get(key).doubleValue(), LAST_DIGITS));
        assertThat(metrics.byClass(CocoFamily.AP50).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .filter(value -> value >= 0)
                        .average()
                        .orElse(-1))
                .isCloseTo(metrics.value("AP50"), LAST_DIGITS); // COCO's AP50 is their mean
    }

    @Test
    void aPerfectDetectionScoresOneWhereThereAreObjects() {
        MetricValues metrics =
                evaluate(truth(object(1, 0, 0, 50, 50)), List.of(new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.3)));

        assertThat(List.of(metrics.value("AP"), metrics.value("AP50"), metrics.value("AP75"), metrics.value("AP_M")))
                .allSatisfy(value -> assertThat(value).isCloseTo(1, ROUNDED));
        assertThat(List.of(metrics.value("AR1"), metrics.value("AR10"), metrics.value("AR100"), metrics.value("AR_M")))
                .containsOnly(1.0);
        assertThat(List.of(metrics.value("AP_S"), metrics.value("AP_L"), metrics.value("AR_S"), metrics.value("AR_L")))
                .as("the only object, 2500 square pixels, is medium")
                .containsOnly(-1.0);
        assertThat(metrics.ofClasses()).containsOnlyKeys("cell");
    }

    @Test
    void countsThresholdsUpToTheIouOfTheMatch() {
        // intersection 40 x 50, union 50 x 50: IoU 0.8 passes 0.50 .. 0.80, seven of ten thresholds
        MetricValues metrics =
                evaluate(truth(object(1, 0, 0, 50, 50)), List.of(new CocoDetection(IMAGE, CLASS, 0, 0, 40, 50, 0.3)));

        assertThat(metrics.value("AP")).isCloseTo(0.7, ROUNDED);
        assertThat(metrics.value("AP75")).isCloseTo(1, ROUNDED);
    }

    @Test
    void interpolatesPrecisionOverTheRecallGrid() {
        // by score: hit, miss, hit; recall 1/2, 1/2, 1; precision 1, 1/2, 2/3; 51 points at 1, 50 at 2/3
        MetricValues metrics = evaluate(
                truth(object(1, 0, 0, 50, 50), object(2, 100, 0, 50, 50)),
                List.of(
                        new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.9),
                        new CocoDetection(IMAGE, CLASS, 200, 0, 50, 50, 0.8),
                        new CocoDetection(IMAGE, CLASS, 100, 0, 50, 50, 0.7)));

        assertThat(metrics.value("AP")).isCloseTo((51 + 50 * 2 / 3.0) / 101, ROUNDED);
        assertThat(metrics.value("AR1")).isEqualTo(0.5);
    }

    @Test
    void aSecondDetectionOfOneObjectIsAFalsePositiveButNotOverACrowd() {
        List<CocoDetection> twice = List.of(
                new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.9),
                new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.8),
                new CocoDetection(IMAGE, CLASS, 100, 0, 50, 50, 0.7));
        CocoObject found = object(2, 100, 0, 50, 50);

        MetricValues overObject = evaluate(truth(object(1, 0, 0, 50, 50), found), twice);
        MetricValues overCrowd = evaluate(truth(crowd(1, 0, 0, 200, 50), found), twice);

        assertThat(overObject.value("AP")).isCloseTo((51 + 50 * 2 / 3.0) / 101, ROUNDED);
        assertThat(overCrowd.value("AP")).isCloseTo(1, ROUNDED);
    }

    @Test
    void anAnnotationWithIdZeroNeverCountsAsFound() {
        List<CocoDetection> found = List.of(new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.9));

        assertThat(evaluate(truth(object(0, 0, 0, 50, 50)), found).value("AP")).isZero();
        assertThat(evaluate(truth(object(5, 0, 0, 50, 50)), found).value("AP")).isCloseTo(1, ROUNDED);
    }

    @Test
    void tiesKeepTheOrderOfTheFile() {
        CocoDetection hit = new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.5);
        CocoDetection miss = new CocoDetection(IMAGE, CLASS, 200, 0, 50, 50, 0.5);
        CocoGroundTruth truth = truth(object(1, 0, 0, 50, 50));

        assertThat(evaluate(truth, List.of(hit, miss)).value("AP")).isCloseTo(1, ROUNDED);
        assertThat(evaluate(truth, List.of(miss, hit)).value("AP")).isCloseTo(0.5, ROUNDED);
    }

    @Test
    void onlyTheHundredBestDetectionsOfAnImageAndClassCount() {
        List<CocoDetection> detections =
                new ArrayList<>(Collections.nCopies(100, new CocoDetection(IMAGE, CLASS, 300, 0, 9, 9, 0.9)));
        detections.add(new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.8));

        assertThat(evaluate(truth(object(1, 0, 0, 50, 50)), detections).value("AR100"))
                .isZero();
        assertThat(evaluate(truth(object(1, 0, 0, 50, 50)), detections.subList(1, 101))
                        .value("AR100"))
                .isEqualTo(1);
    }

    @Test
    void withoutObjectsThereIsNothingToMeasure() {
        MetricValues metrics = evaluate(truth(), List.of(new CocoDetection(IMAGE, CLASS, 0, 0, 50, 50, 0.9)));

        assertThat(metrics.all().values()).containsOnly(-1.0);
        assertThat(metrics.ofClasses()).containsExactly(Map.entry("cell", Map.of("AP", -1.0, "AP50", -1.0)));
    }

    @Test
    void rejectsDetectionsOfImagesThatAreNotScored() {
        assertThatThrownBy(() -> evaluate(truth(), List.of(new CocoDetection(11, CLASS, 0, 0, 50, 50, 0.9))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image_id[11] is not among the images of the ground truth");
    }

    @Test
    void classesOfOneNameStayApart() {
        TreeMap<Long, String> categories = new TreeMap<>(Map.of(1L, "cell", 2L, "cell"));
        CocoGroundTruth truth = new CocoGroundTruth(categories, new TreeSet<>(List.of(IMAGE)), List.of());

        assertThat(evaluate(truth, List.of()).ofClasses()).containsOnlyKeys("cell", "cell (2)");
    }

    @Test
    void scoringTwiceGivesTheSameNumbers() {
        CocoGroundTruth truth = ScoringLoad.groundTruth(300, 20);
        List<CocoDetection> detections = ScoringLoad.detections(truth, 60);

        assertThat(evaluate(truth, detections)).isEqualTo(evaluate(truth, detections));
    }

    private static MetricValues evaluate(CocoGroundTruth truth, List<CocoDetection> detections) {
        CocoParameters parameters = new CocoParameters();
        return Metrics.coco(parameters).read(EvaluatedDetections.of(truth, detections, parameters));
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
