package org.fpn4j.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.region.AnchorDetections;
import org.fpn4j.core.region.Peaks;
import org.fpn4j.core.region.Proposals;
import org.fpn4j.core.region.RegionDetections;
import org.fpn4j.core.region.TableColumn;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decisions about regions in ONNX Runtime, from the same values that they decide about in Java. */
class OnnxRegionDecisionsTest {
    private static final int BATCH = 2;
    private static final int ANCHORS = 60;
    private static final int REGIONS = 25;
    private static final int CLASSES = 3;
    private static final Operation.DecodeDeltas CODER = new Operation.DecodeDeltas(10, 5, Math.log(1000.0 / 16));

    /** A decision and shapes of its inputs for one image; the last is a constant where its name says so. */
    record Sample(String name, Operation.Decision decision, Map<String, Shape> inputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Sample proposals(String name, int perLevel, int most, double threshold, double least) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put("logits", Shape.of(1, ANCHORS, 1));
        inputs.put("deltas", Shape.of(1, ANCHORS, 4));
        inputs.put("anchors", Shape.of(ANCHORS, 4));
        return new Sample(
                name, new Proposals(List.of(40, 55, 60), CODER, 50, 70, perLevel, most, threshold, least), inputs);
    }

    private static Sample detections(String name, double score, double threshold, int most, int perRow) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put("proposals", Shape.of(1, REGIONS, 5));
        inputs.put("logits", Shape.of(1, REGIONS, CLASSES + 1));
        inputs.put("deltas", Shape.of(1, REGIONS, perRow));
        return new Sample(name, new RegionDetections(CLASSES, CODER, 50, 70, score, threshold, most, 0.01), inputs);
    }

    private static Sample anchors(String name, double score, int perClass, double threshold, int most) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        inputs.put("logits", Shape.of(1, ANCHORS, CLASSES + 1));
        inputs.put("deltas", Shape.of(1, ANCHORS, 4));
        inputs.put("anchors", Shape.of(ANCHORS, 4));
        return new Sample(name, new AnchorDetections(CLASSES, CODER, 50, 70, score, perClass, threshold, most), inputs);
    }

    static Stream<Sample> samples() {
        return Stream.of(
                proposals("usual proposals", 20, 10, 0.7, 1e-3),
                proposals("every anchor", 1000, 1000, 1, 0),
                proposals("large ones", 12, 30, 0.3, 15),
                proposals("one", 1, 1, 0.5, 1e-3),
                detections("usual detections", 0.05, 0.5, 10, 4 * (CLASSES + 1)),
                detections("one box for all classes", 0.2, 0.5, 100, 4),
                detections("every score", 0, 0.9, 100, 4 * (CLASSES + 1)),
                detections("none", 0.999, 0.5, 7, 4),
                anchors("usual anchors", 0.1, 20, 0.45, 15),
                anchors("few anchors of each class", 0.01, 3, 0.45, 15),
                anchors("every anchor of every class", 0, 1000, 1, 500),
                anchors("no anchor", 0.999, 20, 0.45, 7),
                new Sample("peaks", new Peaks(), Map.of("logits", Shape.of(1, 3, 5, 6))),
                new Sample("peaks of one cell", new Peaks(), Map.of("map", Shape.of(1, 2, 1, 1))),
                new Sample("column", new TableColumn(2), Map.of("table", Shape.of(1, 6, 5))));
    }

    private static float[] values(String name, int count, SplittableRandom random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (3 * random.nextDouble() - 1.5);
        }
        boolean boxes = name.equals("anchors") || name.equals("proposals");
        int width = name.equals("anchors") ? 4 : 5;
        for (int row = 0; boxes && row < count / width; row++) {
            int at = row * width;
            values[at] = random.nextInt(60) - 5f;
            values[at + 1] = random.nextInt(40) - 5f;
            values[at + 2] = values[at] + 1 + random.nextInt(30);
            values[at + 3] = values[at + 1] + 1 + random.nextInt(30);
            if (width == 5) {
                values[at + 4] = row % 7 == 6 ? -1 : 0.5f; // a place without a proposal
            }
        }
        if (name.equals("logits") && count > 20) {
            values[3] = Float.NaN;
            values[11] = Float.POSITIVE_INFINITY;
        }
        if (name.equals("deltas")) {
            values[17] = Float.NaN;
        }
        return values;
    }

    private static Shape ofBatch(Shape image) {
        List<Integer> dims = new ArrayList<>(image.dims());
        dims.set(0, BATCH);
        return new Shape(dims);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsDecidedInOnnxIsWhatIsDecidedInJava(Sample sample) {
        SplittableRandom random = new SplittableRandom(5);
        OnnxGraph graph = new OnnxGraph(new Weights(Map.of()));
        List<Tensor> tensors = new ArrayList<>();
        Map<String, float[]> fed = new LinkedHashMap<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        List<float[]> inputs = new ArrayList<>();
        List<Shape> ofBatch = new ArrayList<>();
        sample.inputs().forEach((name, shape) -> {
            boolean constant = name.equals("anchors");
            Shape whole = constant ? shape : ofBatch(shape);
            float[] values = values(name, (int) whole.size(), random);
            inputs.add(values);
            ofBatch.add(whole);
            if (constant) {
                tensors.add(graph.constant(name, shape, values::clone));
            } else {
                tensors.add(graph.input(name, shape));
                fed.put(name, values);
                shapes.put(name, whole);
            }
        });
        float[] expected = new float[(int) sample.decision().infer(ofBatch).size()];
        sample.decision().decide(inputs, ofBatch, expected);

        OnnxModel model = graph.model(Map.of("decided", graph.apply(sample.decision(), tensors)), Map.of());
        try (OrtRun run = new OrtRun(model)) {
            double[] found = run.run(fed, shapes).get("decided").values();

            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.length; i++) {
                assertThat((float) found[i]).as("value %d", i).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }
}
