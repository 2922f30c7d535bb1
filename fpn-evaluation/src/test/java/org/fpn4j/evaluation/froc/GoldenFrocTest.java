package org.fpn4j.evaluation.froc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.replicate.Replicates;
import org.fpn4j.evaluation.statistics.DrawnScores;
import org.junit.jupiter.api.Test;

/** Against counts by brute force, of a case by hand and of one that was drawn. */
class GoldenFrocTest {
    private static final double ROUNDING = 1e-12; // of a quotient of two counts

    private final JsonNode golden = golden();

    @Test
    void pointsAndThresholdsAreTheReferences() {
        for (JsonNode result : golden.get("results")) {
            Froc froc = new Froc(detections(result), convention(result));
            List<FrocCurve.Point> points = froc.curve().points();
            JsonNode expected = result.at("/expected/points");

            assertThat(points).hasSize(expected.size() + 1);
            assertThat(points.get(0)).isEqualTo(new FrocCurve.Point(Double.POSITIVE_INFINITY, 0, 0));
            for (int i = 0; i < expected.size(); i++) {
                FrocCurve.Point point = points.get(i + 1);
                assertThat(point.threshold())
                        .isEqualTo(expected.get(i).get("threshold").asDouble());
                assertClose(point.rate(), expected.get(i).get("fp_per_image"));
                assertClose(point.sensitivity(), expected.get(i).get("sensitivity"));
            }
            List<Froc.OperatingPoint> operating = froc.operatingPoints();
            for (int i = 0; i < operating.size(); i++) {
                assertThat(operating.get(i).threshold())
                        .hasValue(result.at("/expected/thresholds_at/" + i).asDouble());
                assertClose(operating.get(i).sensitivity(), result.at("/expected/sensitivity_at/" + i));
            }
            assertClose(froc.score(), result.at("/expected/mean"));
        }
    }

    @Test
    void interpolatingAsLunaDoesIsTheReferences() {
        for (JsonNode result : golden.get("results")) {
            FrocConvention convention = convention(result).with(RateReading.LUNA16);
            Froc froc = new Froc(detections(result), convention);

            for (int i = 0; i < convention.rates().size(); i++) {
                assertClose(
                        froc.curve().sensitivity(convention.rates().get(i), RateReading.LUNA16),
                        result.at("/expected/linear_sensitivity_at/" + i));
            }
            assertClose(froc.score(), result.at("/expected/linear_mean"));
        }
    }

    @Test
    void sizesInMillimetresAreTheReferences() {
        for (JsonNode result : golden.get("results")) {
            List<Froc.OfSize> bySize = new Froc(detections(result), convention(result)).bySize();
            JsonNode expected = result.get("by_size_mm");

            assertThat(bySize).hasSize(expected.size());
            for (int bin = 0; bin < expected.size(); bin++) {
                Froc.OfSize ofSize = bySize.get(bin);
                assertThat(ofSize.unit()).isEqualTo("mm");
                assertThat(ofSize.lesions())
                        .isEqualTo(expected.get(bin).get("lesions").asLong());
                for (int i = 0; i < ofSize.sensitivities().size(); i++) {
                    assertClose(ofSize.sensitivities().get(i), expected.at("/" + bin + "/sensitivity_at/" + i));
                }
                assertClose(ofSize.score(), expected.get(bin).get("mean"));
            }
        }
    }

    @Test
    void weightsOfImagesAndTheWeightedAreaAreTheReferences() {
        for (JsonNode result : golden.get("results")) {
            EvaluatedDetections detections = detections(result);
            FrocConvention convention = convention(result);
            int[] copies = new int[result.get("weights").size()];
            Arrays.setAll(copies, i -> result.get("weights").get(i).asInt());

            FrocCurve drawn = new Froc(detections.drawn(copies), convention).curve();

            for (int i = 0; i < convention.rates().size(); i++) {
                assertClose(
                        drawn.sensitivity(convention.rates().get(i), RateReading.STEP),
                        result.at("/weighted_sensitivity_at/" + i));
            }
            assertClose(new Froc(detections, convention).wafroc(), result.get("wafroc"));
        }
    }

    @Test
    void drawsAreWrittenCopiesForEveryMetricAndConvention() {
        int[] copies = {2, 0, 1, 3, 0, 1, 1, 2, 0, 4, 1, 1, 0, 0, 2, 1, 0, 1, 0, 0};
        List<FrocConvention> conventions = new ArrayList<>();
        for (RateReading reading : RateReading.values()) {
            for (RateImages images : RateImages.values()) {
                FrocConvention one = new FrocConvention().with(reading).over(images);
                conventions.add(one);
                conventions.add(
                        one.with(new HitRule.ByCentre()).with(Credit.ALL).with(Duplicates.FALSE_POSITIVES));
            }
        }
        EvaluatedDetections detections = detections(golden.get("results").get(3));
        EvaluatedDetections drawn = detections.drawn(copies);
        EvaluatedDetections written =
                EvaluatedDetections.of(drawn.groundTruth(), drawn.detections(), new CocoParameters());
        List<Metric> metrics = new ArrayList<>(new RsnaFamily(0.3).metrics(new CocoParameters()));
        conventions.forEach(one -> metrics.addAll(new FrocFamily(one).metrics(new CocoParameters())));

        for (Metric metric : metrics) {
            assertThat(metric.value(drawn)).as(metric.name()).isCloseTo(metric.value(written), within(ROUNDING));
        }
        assertThat(new Froc(written, conventions.get(0)).bySize())
                .isEqualTo(new Froc(drawn, conventions.get(0)).bySize());
    }

    @Test
    void theStandardErrorIsTheReferences() {
        JsonNode expected = golden.get("jackknife");
        List<Metric> score =
                List.of(new FrocFamily().metrics(new CocoParameters()).get(0));

        DrawnScores drawn = Replicates.of(detections(golden.get("results").get(3)), score, 4000)
                .of("FROC")
                .orElseThrow();

        double[] values =
                IntStream.range(0, drawn.draws()).mapToDouble(drawn::score).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double variance = squares / (values.length - 1);
        assertThat(Math.sqrt(variance))
                .isCloseTo(expected.get("bootstrap_se").asDouble(), within(0.004)); // 3 errors of 4000 other draws
    }

    private static void assertClose(double value, JsonNode expected) {
        assertThat(value).isCloseTo(expected.asDouble(), within(ROUNDING));
    }

    private static FrocConvention convention(JsonNode result) {
        JsonNode rule = result.get("rule");
        return new FrocConvention()
                .with(rule.has("iou") ? new HitRule.ByIou(rule.get("iou").asDouble()) : new HitRule.ByCentre())
                .with(
                        rule.get("duplicates").asText().equals("ignore")
                                ? Duplicates.IGNORED
                                : Duplicates.FALSE_POSITIVES)
                .bySizes(new SizeBins(List.of(6.0, 10.0)), new SizeBins(List.of(32.0)));
    }

    private EvaluatedDetections detections(JsonNode result) {
        JsonNode scene = golden.get("cases").get(0);
        for (JsonNode one : golden.get("cases")) {
            scene = one.get("name").equals(result.get("case")) ? one : scene;
        }
        TreeSet<Long> images = new TreeSet<>();
        Map<Long, PixelSpacing> spacings = new HashMap<>();
        for (JsonNode image : scene.get("images")) {
            images.add(image.get("id").asLong());
            JsonNode millimetres = image.get("mm_per_pixel");
            spacings.put(
                    image.get("id").asLong(),
                    new PixelSpacing(
                            millimetres.get(0).asDouble(), millimetres.get(1).asDouble()));
        }
        List<CocoObject> objects = new ArrayList<>();
        for (JsonNode lesion : scene.get("lesions")) {
            double[] box = box(lesion);
            objects.add(new CocoObject(
                    objects.size() + 1L,
                    lesion.get("image").asLong(),
                    1,
                    box[0],
                    box[1],
                    box[2],
                    box[3],
                    box[2] * box[3],
                    false));
        }
        List<CocoDetection> detections = new ArrayList<>();
        for (JsonNode found : scene.get("detections")) {
            double[] box = box(found);
            detections.add(new CocoDetection(
                    found.get("image").asLong(),
                    1,
                    box[0],
                    box[1],
                    box[2],
                    box[3],
                    found.get("score").asDouble()));
        }
        return EvaluatedDetections.of(
                new CocoGroundTruth(new TreeMap<>(Map.of(1L, "nodule")), images, objects).with(spacings),
                detections,
                new CocoParameters());
    }

    private static double[] box(JsonNode entry) {
        double[] box = new double[4];
        Arrays.setAll(box, i -> entry.get("bbox").get(i).asDouble());
        return box;
    }

    private static JsonNode golden() {
        try (InputStream file = GoldenFrocTest.class.getResourceAsStream("/golden/froc/froc.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
