package org.fpn4j.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.heads.centernet.CenterNetLevels;
import org.fpn4j.heads.fcos.ScoreMode;
import org.fpn4j.heads.nms.PostprocessConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows the network, in ONNX Runtime, from the same raw values that the decoders in Java get: exactly equal. */
class OnnxDetectionsTest {
    private static final int HEIGHT = 200;
    private static final int WIDTH = 300;
    private static final int BATCH = 2;

    private static final HeadInputs INPUTS = new HeadInputs(
            HEIGHT, WIDTH, List.of(Shape.of(1, 4, 25, 38), Shape.of(1, 4, 13, 19), Shape.of(1, 4, 7, 10)));

    record Sample(String name, HeadConfig head) {
        HeadGeometry geometry() {
            PyramidSpec pyramid =
                    new PyramidSpec("P", List.of(new LevelSpec(3, 4), new LevelSpec(4, 4), new LevelSpec(5, 4)));
            return head.create(pyramid).at(INPUTS);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        Map<String, PostprocessConfig> configs = new LinkedHashMap<>();
        configs.put("usual", new PostprocessConfig(0.05, 1000, 0.5, 100));
        configs.put("every box", new PostprocessConfig(0, 2500, 1, 100_000));
        configs.put("no overlap", new PostprocessConfig(0.3, 300, 0, 1000));
        configs.put("few of all levels", new PostprocessConfig(0.05, 200, 50, 0.5, 100));
        configs.put("few", new PostprocessConfig(0.5, 7, 0.6, 4));
        return configs.entrySet().stream()
                .flatMap(config -> Stream.concat(
                        Stream.of(
                                new Sample("retina, " + config.getKey(), Detectors.retina(config.getValue())),
                                new Sample("yolox, " + config.getKey(), Detectors.yolox(config.getValue())),
                                new Sample(
                                        "centernet, " + config.getKey(),
                                        Detectors.centernet(CenterNetLevels.FINEST, config.getValue())),
                                new Sample(
                                        "centernet on all levels, " + config.getKey(),
                                        Detectors.centernet(CenterNetLevels.ALL, config.getValue()))),
                        Arrays.stream(ScoreMode.values())
                                .map(mode -> new Sample(
                                        mode + ", " + config.getKey(), Detectors.fcos(mode, config.getValue())))));
    }

    /**
     * Values of few kinds, so that ties are many. Scores are equal or further apart than rounding, and boxes have no
     * exponential in them, so that both decoders compute with the same bits.
     */
    private static Map<String, float[]> predictions(HeadGeometry geometry, Decoding decoding, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int cells = geometry.cells();
        float[] logits = new float[cells * decoding.classes()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextInt(-60, 30) / 12f;
        }
        float[] centerness = new float[cells];
        float[] boxes = new float[4 * cells];
        boolean deltas = decoding.boxes() instanceof Boxes.Deltas;
        boolean centers = decoding.boxes() instanceof Boxes.Centers;
        for (int cell = 0; cell < cells; cell++) {
            centerness[cell] = random.nextInt(-1, 3) * 1.31f;
            for (int i = 0; i < 4; i++) {
                double value = random.nextDouble();
                double box = centers && i < 2 ? value : 30 * value; // a centre lies in its cell
                boxes[4 * cell + i] = (float) (deltas ? (i < 2 ? value - 0.5 : 0) : box);
            }
        }
        Map<String, float[]> predictions = new LinkedHashMap<>();
        predictions.put(Decoding.CLASS_LOGITS, logits);
        predictions.put(Decoding.BOX_DELTAS, boxes);
        if (decoding.scores().useConfidence()) {
            predictions.put(decoding.scores().confidence(), centerness);
        }
        return predictions;
    }

    private static OnnxModel model(Decoding decoding) {
        return model(decoding, decoding.classes());
    }

    private static OnnxModel model(Decoding decoding, int classes) {
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));
        Map<String, Tensor> predictions = new LinkedHashMap<>();
        shapes(decoding, 1).forEach((name, shape) -> predictions.put(name, graph.input(name, shape)));
        return graph.model(graph.detections(decoding, classes, predictions), Map.of());
    }

    private static Map<String, Shape> shapes(Decoding decoding, int batch) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(Decoding.CLASS_LOGITS, Shape.of(batch, decoding.cells(), decoding.classes()));
        shapes.put(Decoding.BOX_DELTAS, Shape.of(batch, decoding.cells(), 4));
        if (decoding.scores().useConfidence()) {
            shapes.put(decoding.scores().confidence(), Shape.of(batch, decoding.cells(), 1));
        }
        return shapes;
    }

    private static Map<String, float[]> joined(List<Map<String, float[]>> images) {
        Map<String, float[]> joined = new LinkedHashMap<>();
        images.get(0).forEach((name, row) -> {
            float[] all = new float[images.size() * row.length];
            for (int i = 0; i < images.size(); i++) {
                System.arraycopy(images.get(i).get(name), 0, all, i * row.length, row.length);
            }
            joined.put(name, all);
        });
        return joined;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void detectionsAreThoseOfTheDecoderInItsOrder(Sample sample) {
        HeadGeometry geometry = sample.geometry();
        Decoding decoding = geometry.decoding().orElseThrow();
        List<Map<String, float[]>> images =
                List.of(predictions(geometry, decoding, 1), predictions(geometry, decoding, 2));

        assertSame(geometry, Wanted.ALL, images);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void classesThatNobodyWantsAreNotInTheModel(Sample sample) {
        HeadGeometry geometry = sample.geometry();
        Decoding decoding = geometry.decoding().orElseThrow();
        Wanted first = new Wanted(1, box -> true);

        assertSame(geometry, first, List.of(predictions(geometry, decoding, 1), predictions(geometry, decoding, 2)));
    }

    /** A third of the boxes lies beside the image, and one value in a hundred is no number. */
    @ParameterizedTest
    @MethodSource("samples")
    void whatHasNoAreaOrIsNotFiniteIsLeftOutAsInTheDecoder(Sample sample) {
        HeadGeometry geometry = sample.geometry();
        Decoding decoding = geometry.decoding().orElseThrow();
        List<Map<String, float[]>> images =
                List.of(predictions(geometry, decoding, 1), predictions(geometry, decoding, 2));
        SplittableRandom random = new SplittableRandom(5);
        float[] wrong = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (Map<String, float[]> image : images) {
            float[] boxes = image.get(Decoding.BOX_DELTAS);
            for (int cell = 0; cell < geometry.cells(); cell += 3) {
                boxes[4 * cell] = -1000; // the box ends left of the image or of its own left side
                boxes[4 * cell + 2] = decoding.boxes() instanceof Boxes.Deltas ? 0 : -1000;
            }
            for (float[] values : image.values()) {
                for (int i = 0; i < values.length / 100; i++) {
                    values[random.nextInt(values.length)] = wrong[random.nextInt(wrong.length)];
                }
            }
        }

        assertSame(geometry, Wanted.ALL, images);
        assertThat(geometry.decode(images.get(0)))
                .allSatisfy(found -> assertThat(found.box().hasArea()).isTrue());
    }

    /** The model finds in every image what the decoder finds, in its order, and that is not nothing. */
    private static void assertSame(HeadGeometry geometry, Wanted wanted, List<Map<String, float[]>> images) {
        Decoding decoding = geometry.decoding().orElseThrow();
        try (OrtRun run = new OrtRun(model(decoding, wanted.classes()))) {
            Map<String, OrtRun.Output> outputs = run.run(joined(images), shapes(decoding, BATCH));

            for (int i = 0; i < BATCH; i++) {
                List<Detection> expected = geometry.decode(RawOutputs.of(images.get(i)), wanted);
                List<Detection> actual = OnnxExportTest.found(outputs, i);
                assertThat(expected).hasSizeGreaterThanOrEqualTo(2);
                assertThat(actual).hasSameSizeAs(expected);
                for (int k = 0; k < expected.size(); k++) {
                    assertThat(actual.get(k).label())
                            .as("label " + k)
                            .isEqualTo(expected.get(k).label());
                    assertThat(actual.get(k).box())
                            .as("box " + k)
                            .isEqualTo(expected.get(k).box());
                    assertThat(Math.abs(actual.get(k).score() - expected.get(k).score()))
                            .as("score " + k)
                            .isLessThan(1e-6f); // two ways to compute an exponential
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void differentScoresOfTheseTestsAreFurtherApartThanRounding(Sample sample) {
        HeadGeometry geometry = sample.geometry();
        Decoding decoding = geometry.decoding().orElseThrow();

        TreeSet<Float> scores = new TreeSet<>();
        geometry.decode(predictions(geometry, decoding, 1)).forEach(found -> scores.add(found.score()));

        Float before = null;
        for (Float score : scores) {
            if (before != null) {
                assertThat(score - before).isGreaterThan(1e-6f);
            }
            before = score;
        }
    }

    @Test
    void anImageWithoutCandidatesHasNoDetections() {
        HeadGeometry geometry =
                new Sample("none", Detectors.retina(new PostprocessConfig(0.99, 10, 0.5, 5))).geometry();
        Decoding decoding = geometry.decoding().orElseThrow();
        Map<String, float[]> empty = predictions(geometry, decoding, 1);
        Map<String, float[]> one = predictions(geometry, decoding, 2);
        one.get(Decoding.CLASS_LOGITS)[4] = 10;

        try (OrtRun run = new OrtRun(model(decoding))) {
            Map<String, OrtRun.Output> none = run.run(empty, shapes(decoding, 1));
            Map<String, OrtRun.Output> both = run.run(joined(List.of(empty, one)), shapes(decoding, 2));

            assertThat(none.get("num_detections").values()).containsExactly(0);
            assertThat(OnnxExportTest.found(none, 0)).isEmpty();
            assertThat(both.get("num_detections").values()).containsExactly(0, 1);
            assertThat(OnnxExportTest.found(both, 1))
                    .extracting(Detection::label)
                    .containsExactly(1);
        }
    }

    @Test
    void outputsSayTheirShapes() {
        Decoding decoding = new Decoding(
                2,
                List.of(2, 3),
                10,
                20,
                Decoding.Scores.all(Decoding.Measure.CLASS),
                new Boxes.Distances(new float[6], new float[] {1, 1, 1}),
                0.5,
                3,
                100,
                0.5,
                100);

        OnnxModel model = model(decoding);

        assertThat(model.inputs()).hasToString("[cls_logits [N, 3, 2] float, box_deltas [N, 3, 4] float]");
        // the first level has 3 of its 4 candidates, the second both
        assertThat(model.outputs())
                .hasToString("[boxes [N, 5, 4] float, scores [N, 5] float, labels [N, 5] int64, "
                        + "num_detections [N] int64]");
        try (OrtRun run = new OrtRun(model)) {
            Map<String, float[]> values =
                    Map.of(Decoding.CLASS_LOGITS, new float[] {0, 3, 2, 1, 0, 2}, Decoding.BOX_DELTAS, new float[] {
                        -1, -1, 2, 2, -3, -3, 30, 30, -5, -5, 6, 6
                    });
            assertThat(OnnxExportTest.found(run.run(values, shapes(decoding, 1)), 0))
                    .extracting(Detection::label, Detection::box)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1, new Box(1, 1, 2, 2)),
                            org.assertj.core.groups.Tuple.tuple(0, new Box(3, 3, 20, 10)),
                            org.assertj.core.groups.Tuple.tuple(1, new Box(5, 5, 6, 6)),
                            org.assertj.core.groups.Tuple.tuple(1, new Box(3, 3, 20, 10)));
        }
    }
}
