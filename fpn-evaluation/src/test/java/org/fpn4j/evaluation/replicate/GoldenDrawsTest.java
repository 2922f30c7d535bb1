package org.fpn4j.evaluation.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.junit.jupiter.api.Test;

/** Scores of draws against pycocotools on data sets in which each image is written as often as it was drawn. */
class GoldenDrawsTest {
    private static final double ROUNDING = 1e-9;

    private final JsonNode golden = golden();
    private final EvaluatedDetections detections =
            EvaluatedDetections.of(groundTruth(golden), detections(golden), new CocoParameters());

    @Test
    void drawsScoreAsTheReferenceDoesOnWrittenCopies() {
        int checked = 0;
        for (JsonNode replicate : golden.get("replicates")) {
            EvaluatedDetections drawn = detections.drawn(ints(replicate.get("weights")));
            int column = 0;
            for (JsonNode name : golden.get("metrics")) {
                Metric metric = Metrics.coco().named(name.asText()).orElseThrow();
                assertThat(metric.value(drawn))
                        .as(metric.name() + " of " + replicate.get("weights"))
                        .isCloseTo(replicate.get("expected").get(column).asDouble(), within(ROUNDING));
                column++;
                checked++;
            }
        }
        assertThat(checked).isEqualTo(15 * 6);
    }

    @Test
    void aMetricThatKnowsNothingOfDrawsSeesCopies() {
        for (JsonNode replicate : golden.get("replicates")) {
            EvaluatedDetections drawn = detections.drawn(ints(replicate.get("weights")));
            EvaluatedDetections written =
                    EvaluatedDetections.of(drawn.groundTruth(), drawn.detections(), new CocoParameters());
            for (Metric metric : Metrics.coco().all()) {
                assertThat(metric.value(written)).as(metric.name()).isCloseTo(metric.value(drawn), within(ROUNDING));
            }
        }
    }

    @Test
    void eachImageOnceIsTheWholeToTheLastDigit() {
        int[] once = new int[detections.groundTruth().imageIds().size()];
        Arrays.fill(once, 1);

        assertThat(Metrics.coco().read(detections.drawn(once)))
                .isEqualTo(Metrics.coco().read(detections));
    }

    @Test
    void eachImageTwiceAsOftenChangesNothing() {
        for (JsonNode replicate : golden.get("replicates")) {
            int[] copies = ints(replicate.get("weights"));
            int[] doubled = Arrays.stream(copies).map(times -> 2 * times).toArray();
            for (Metric metric : Metrics.coco().all()) {
                assertThat(metric.value(detections.drawn(doubled)))
                        .as(metric.name())
                        .isCloseTo(metric.value(detections.drawn(copies)), within(1e-12)); // ulp(1) in the precision
            }
        }
    }

    @Test
    void standardErrorsAreTheReferences() {
        JsonNode errors = golden.get("standard_errors_of_the_first_12");
        errors.fields().forEachRemaining(error -> {
            Metric metric = Metrics.coco().named(error.getKey()).orElseThrow();
            List<Double> values = new ArrayList<>();
            for (int replicate = 0; replicate < 12; replicate++) {
                int[] copies = ints(golden.get("replicates").get(replicate).get("weights"));
                values.add(metric.value(detections.drawn(copies)));
            }
            double mean =
                    values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double sum = values.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .sum();

            assertThat(Math.sqrt(sum / 11))
                    .as(error.getKey())
                    .isCloseTo(error.getValue().asDouble(), within(ROUNDING));
        });
    }

    static CocoGroundTruth groundTruth(JsonNode file) {
        TreeMap<Long, String> categories = new TreeMap<>();
        TreeSet<Long> images = new TreeSet<>();
        List<CocoObject> objects = new ArrayList<>();
        file.get("images").forEach(image -> images.add(image.get("id").asLong()));
        for (JsonNode object : file.get("ground_truth")) {
            JsonNode box = object.get("bbox");
            long category = object.get("category_id").asLong();
            categories.put(category, "class" + category);
            objects.add(new CocoObject(
                    object.get("id").asLong(),
                    object.get("image_id").asLong(),
                    category,
                    box.get(0).asDouble(),
                    box.get(1).asDouble(),
                    box.get(2).asDouble(),
                    box.get(3).asDouble(),
                    object.get("area").asDouble(),
                    object.get("iscrowd").asInt() == 1));
        }
        return new CocoGroundTruth(categories, images, objects);
    }

    static List<CocoDetection> detections(JsonNode file) {
        List<CocoDetection> detections = new ArrayList<>();
        for (JsonNode detection : file.get("detections")) {
            JsonNode box = detection.get("bbox");
            detections.add(new CocoDetection(
                    detection.get("image_id").asLong(),
                    detection.get("category_id").asLong(),
                    box.get(0).asDouble(),
                    box.get(1).asDouble(),
                    box.get(2).asDouble(),
                    box.get(3).asDouble(),
                    detection.get("score").asDouble()));
        }
        return detections;
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    private static JsonNode golden() {
        try (InputStream file = GoldenDrawsTest.class.getResourceAsStream("/golden/statistics/weighted_ap.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
