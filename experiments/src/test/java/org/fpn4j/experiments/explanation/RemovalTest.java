package org.fpn4j.experiments.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.Decoding.Measure;
import org.fpn4j.core.decoding.Decoding.Scores;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoGroundTruthFile;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Candidates of three levels with what torchvision's suppression and pycocotools make of them without each. */
class RemovalTest {
    private static final int FINEST = 3;
    private static final int LEVELS = 3;

    @TempDir
    private static Path directory;

    private static JsonNode golden;
    private static CocoGroundTruth groundTruth;

    /** Candidates of one image as raw outputs of a head. */
    private record Image(long id, List<JsonNode> cells, Decoding decoding, RawOutputs outputs) {
        /** A detection with the box and the score of its candidate, which float has rounded. */
        CocoDetection exact(Detection found) {
            JsonNode candidate = cells.stream()
                    .filter(cell ->
                            Math.abs(cell.at("/bbox/0").asDouble() - found.box().x1()) < 1e-3
                                    && Math.abs(cell.at("/bbox/1").asDouble()
                                                    - found.box().y1())
                                            < 1e-3
                                    && Math.abs(cell.get("score").asDouble() - found.score()) < 1e-5)
                    .findFirst()
                    .orElseThrow();
            JsonNode box = candidate.get("bbox");
            return new CocoDetection(
                    id,
                    candidate.get("category_id").asLong(),
                    box.get(0).asDouble(),
                    box.get(1).asDouble(),
                    box.get(2).asDouble(),
                    box.get(3).asDouble(),
                    candidate.get("score").asDouble());
        }
    }

    @BeforeAll
    static void read() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (InputStream stream = RemovalTest.class.getResourceAsStream("/golden/knock_out.json")) {
            golden = mapper.readTree(stream);
        }
        ObjectNode truth = mapper.createObjectNode();
        ArrayNode images = truth.putArray("images");
        golden.get("images").forEach(id -> images.addObject()
                .put("id", id.asLong())
                .put("width", 512)
                .put("height", 512)
                .put("file_name", id + ".png"));
        ArrayNode categories = truth.putArray("categories");
        categories.addObject().put("id", 1).put("name", "one");
        categories.addObject().put("id", 2).put("name", "two");
        truth.set("annotations", golden.get("ground_truth"));
        groundTruth = CocoGroundTruthFile.read(
                Files.writeString(directory.resolve("truth.json"), mapper.writeValueAsString(truth)));
    }

    private static List<Image> images() {
        List<Image> images = new ArrayList<>();
        for (JsonNode id : golden.get("images")) {
            List<JsonNode> cells = new ArrayList<>();
            List<Integer> ends = new ArrayList<>();
            for (int level = FINEST; level < FINEST + LEVELS; level++) {
                for (JsonNode candidate : golden.get("candidates")) {
                    if (candidate.get("image_id").equals(id)
                            && candidate.get("level").asInt() == level) {
                        cells.add(candidate);
                    }
                }
                ends.add(cells.size());
            }
            images.add(image(id.asLong(), cells, ends));
        }
        return images;
    }

    /** A point at the left top corner of each box, from which the others are as far as the box is large. */
    private static Image image(long id, List<JsonNode> cells, List<Integer> ends) {
        int count = cells.size();
        float[] points = new float[2 * count];
        float[] units = new float[count];
        float[] distances = new float[4 * count];
        float[] logits = new float[2 * count];
        for (int i = 0; i < count; i++) {
            JsonNode box = cells.get(i).get("bbox");
            double score = cells.get(i).get("score").asDouble();
            int label = cells.get(i).get("category_id").asInt() - 1;
            points[2 * i] = (float) box.get(0).asDouble();
            points[2 * i + 1] = (float) box.get(1).asDouble();
            distances[4 * i + 2] = (float) box.get(2).asDouble();
            distances[4 * i + 3] = (float) box.get(3).asDouble();
            units[i] = 1;
            logits[2 * i + label] = (float) Math.log(score / (1 - score));
            logits[2 * i + 1 - label] = Float.NEGATIVE_INFINITY;
        }
        Decoding decoding = new Decoding(
                2,
                ends,
                512,
                512,
                Scores.all(Measure.CLASS),
                new Boxes.Distances(points, units),
                0,
                1000,
                5000,
                0.6,
                100);
        return new Image(
                id,
                cells,
                decoding,
                RawOutputs.of(Map.of(Decoding.CLASS_LOGITS, logits, Decoding.BOX_DELTAS, distances)));
    }

    private static List<CocoDetection> detections(BiFunction<Decoding, RawOutputs, List<Detection>> decoder) {
        List<CocoDetection> all = new ArrayList<>();
        for (Image image : images()) {
            for (Detection found : decoder.apply(image.decoding(), image.outputs())) {
                all.add(image.exact(found));
            }
        }
        return all;
    }

    private static void assertScores(List<CocoDetection> detections, String expected) {
        EvaluatedDetections evaluated = EvaluatedDetections.of(groundTruth, detections, new CocoParameters());
        for (Metric metric : KnockOut.METRICS) {
            assertThat(metric.value(evaluated))
                    .as(expected + " " + metric.name())
                    .isCloseTo(
                            golden.at("/expected")
                                    .get(expected)
                                    .get(metric.name())
                                    .asDouble(),
                            within(1e-9));
        }
    }

    @Test
    void allLevelsScoreWhatTheReferenceDoes() {
        assertScores(detections((decoding, outputs) -> decoding.decode(outputs, Wanted.ALL)), "all");
    }

    static Stream<Arguments> removals() {
        return Stream.of(0, 1, 2)
                .flatMap(level -> Stream.of(
                        Arguments.of(new Removal(Removal.Kind.CANDIDATES, level), "before"),
                        Arguments.of(new Removal(Removal.Kind.DETECTIONS, level), "after")));
    }

    @ParameterizedTest
    @MethodSource("removals")
    void whatIsTakenOutIsMissedAsInTheReference(Removal removal, String when) {
        assertScores(
                detections((decoding, outputs) -> removal.decode(decoding, outputs, Wanted.ALL)),
                "without P" + (FINEST + removal.level()) + ", " + when + " suppression");
    }

    @ParameterizedTest
    @MethodSource("removals")
    void aLevelWithoutCandidatesIsNotMissed(Removal removal, String when) {
        for (Image image : images()) {
            Decoding whole = image.decoding();
            List<Integer> ends = new ArrayList<>(whole.ends());
            ends.add(removal.level(), removal.level() == 0 ? 0 : ends.get(removal.level() - 1)); // a level of no cells
            Decoding more = new Decoding(
                    2, ends, 512, 512, whole.scores(), whole.boxes(), 0, 1000, 5000, whole.nmsThreshold(), 100);

            assertThat(removal.decode(more, image.outputs(), Wanted.ALL))
                    .as(when)
                    .isEqualTo(whole.decode(image.outputs(), Wanted.ALL));
        }
    }
}
