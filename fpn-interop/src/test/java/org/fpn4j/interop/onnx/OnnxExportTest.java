package org.fpn4j.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.ProposalStage;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.region.Peaks;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every neck with every head in ONNX Runtime, against SameDiff and the decoding in Java. */
class OnnxExportTest {
    private static final int ALL_CLASSES = Integer.MAX_VALUE;

    private static final int BATCH = 3;

    /**
     * One detector at one size.
     *
     * @param height pixels, a multiple of 32 or not
     */
    record Sample(String name, NeckConfig neck, HeadConfig head, int height, int width) {
        @Override
        public String toString() {
            return name + " at " + height + "x" + width;
        }
    }

    static Stream<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        Detectors.necks().forEach((neckName, neck) -> Detectors.heads().forEach((headName, head) -> {
            boolean even = (samples.size() + samples.size() / 4) % 2 == 0; // every neck and head has both sizes
            samples.add(new Sample(neckName + " and " + headName, neck, head, even ? 96 : 100, even ? 128 : 141));
        }));
        NeckConfig neck = Detectors.necks().get("yolo_pan"); // its levels are normed, whatever reads them
        Detectors.specialHeads()
                .forEach((headName, head) -> samples.add(new Sample("yolo_pan and " + headName, neck, head, 96, 141)));
        return samples.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void computesWhatSameDiffAndTheDecoderCompute(Sample sample) {
        Detector detector = Detectors.detector(sample.neck(), sample.head());
        Weights weights = Detectors.weights(detector);
        Shape shape = Shape.of(BATCH, 3, sample.height(), sample.width());
        float[] images = Detectors.pixels((int) shape.size());
        Map<String, float[]> ours = ours(detector, weights, shape, images);
        HeadGeometry geometry = detector.geometry(sample.height(), sample.width());

        try (OrtRun raw = new OrtRun(OnnxExport.raw(detector, weights, sample.height(), sample.width(), Map.of()));
                OrtRun whole = new OrtRun(OnnxExport.detections(
                        detector, weights, sample.height(), sample.width(), ALL_CLASSES, Map.of()))) {
            Map<String, OrtRun.Output> outputs = run(raw, images, shape);
            Map<String, OrtRun.Output> detections = run(whole, images, shape);

            assertThat(outputs).containsOnlyKeys(ours.keySet());
            List<String> numbers = numbers(geometry, ours.keySet());
            numbers.forEach(name -> assertClose(name, outputs.get(name).values(), ours.get(name)));
            for (int i = 0; i < BATCH; i++) {
                List<Detection> found = found(detections, i);
                assertThat(found).as("detections of image " + i).hasSizeGreaterThan(10);
                assertSame(found, geometry.decode(ofImage(outputs, i)));
                assertNearlySame(found, geometry.decode(ofImage(ours, i)));
            }
            Shape one = Shape.of(1, 3, sample.height(), sample.width());
            float[] first = Arrays.copyOf(images, (int) one.size());
            Map<String, OrtRun.Output> alone = run(raw, first, one);
            numbers.forEach(name -> assertThat(alone.get(name).values())
                    .containsExactly(outputs.get(name).of(0), within(1e-4))); // another batch adds in another order
            assertSame(found(run(whole, first, one), 0), found(detections, 0));
        }
    }

    /** The outputs that are not a table of detections, where rounding may exchange rows. */
    private static List<String> numbers(HeadGeometry geometry, Set<String> outputs) {
        List<String> tables = geometry.detectionTable().stream()
                .map(HeadGeometry.DetectionTable::table)
                .toList();
        return outputs.stream()
                .filter(name -> !tables.contains(OutputPart.HEAD.inner(name)))
                .toList();
    }

    @Test
    void aHeadThatDoesNotTellItsDecodingGivesRawOutputsOnly() {
        Detector known = Detectors.detector(
                Detectors.necks().get("fpn"), Detectors.heads().get("retina"));
        Detector detector = new Detector(
                known.backbone(), known.neck(), known.extraLevels(), new SilentHead(known.head(), List.of()));
        Weights weights = Detectors.weights(known);

        assertThat(OnnxExport.raw(detector, weights, 64, 64, Map.of()).outputs())
                .hasSize(2);
        assertThatThrownBy(() -> OnnxExport.detections(detector, weights, 64, 64, ALL_CLASSES, Map.of()))
                .isInstanceOf(UserInputException.class)
                .hasMessage("head: does not tell how its outputs become detections\n"
                        + "    its raw outputs can be exported: --raw");
    }

    @Test
    void aHeadThatWorksOnProposalsGivesRawOutputsOnly() {
        Detector known = Detectors.detector(
                Detectors.necks().get("fpn"), Detectors.heads().get("retina"));
        SilentHead staged = new SilentHead(known.head(), List.of(new NoProposals()));
        Detector detector = new Detector(known.backbone(), known.neck(), known.extraLevels(), staged);
        Weights weights = Detectors.weights(known);

        assertThatThrownBy(() -> OnnxExport.detections(detector, weights, 64, 64, ALL_CLASSES, Map.of()))
                .isInstanceOf(UserInputException.class)
                .hasMessage("head: has stages that work on proposals, which no model makes\n"
                        + "    its raw outputs can be exported: --raw; proposals are inputs then");
    }

    private record NoProposals() implements ProposalStage {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public List<String> reads() {
            return List.of();
        }

        @Override
        public Map<String, Shape> inputs() {
            return Map.of();
        }

        @Override
        public Losses losses() {
            throw new UnsupportedOperationException("nobody trains it");
        }

        @Override
        public Map<String, float[]> propose(RawOutputs outputs) {
            return Map.of();
        }

        @Override
        public Proposed propose(RawOutputs outputs, Scene scene) {
            throw new UnsupportedOperationException("nobody trains it");
        }
    }

    /** A head from outside whose decoding is its own affair. */
    private record SilentHead(DetectionHead head, List<ProposalStage> stages) implements DetectionHead {
        @Override
        public int numClasses() {
            return head.numClasses();
        }

        @Override
        public HeadOutputs build(Graph graph, Pyramid pyramid, HeadInputs inputs, HeadUse use) {
            return head.build(graph, pyramid, inputs, use);
        }

        @Override
        public HeadGeometry at(HeadInputs inputs) {
            return new SilentGeometry(head.at(inputs), stages);
        }
    }

    private record SilentGeometry(HeadGeometry geometry, List<ProposalStage> stages) implements HeadGeometry {
        @Override
        public int cells() {
            return geometry.cells();
        }

        @Override
        public Losses losses() {
            return geometry.losses();
        }

        @Override
        public ImageTargets assign(Scene scene) {
            return geometry.assign(scene);
        }

        @Override
        public Assignment assignment(Scene scene) {
            return geometry.assignment(scene);
        }

        @Override
        public List<Detection> decode(RawOutputs outputs, Wanted wanted) {
            return geometry.decode(outputs, wanted);
        }
    }

    private static Map<String, float[]> ours(Detector detector, Weights weights, Shape shape, float[] images) {
        Map<String, float[]> ours = new LinkedHashMap<>();
        try (Network network = new SameDiffExecutor()
                .compile(
                        detector.inference(shape.batch(), shape.height(), shape.width()), Purpose.INFERENCE, weights)) {
            List<String> names = OutputPart.HEAD.among(network.outputs().keySet());
            ours.putAll(network.forward(Map.of(Detector.IMAGES, images), names));
        }
        return ours;
    }

    private static Map<String, OrtRun.Output> run(OrtRun model, float[] images, Shape shape) {
        return model.run(Map.of(Detector.IMAGES, images), Map.of(Detector.IMAGES, shape));
    }

    /** Within 1e-4 of the tensor's scale: float32 through some thirty layers, sums in another order. */
    private static void assertClose(String name, double[] actual, float[] expected) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        double scale = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            scale = expected[i] == Peaks.NO_PEAK ? scale : Math.max(scale, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        assertThat(scale).as("scale of " + name).isBetween(0.1, 1e3);
        assertThat(difference / scale).as(name).isLessThan(1e-4);
    }

    private static Map<String, float[]> ofImage(Map<String, ?> outputs, int image) {
        Map<String, float[]> ofImage = new LinkedHashMap<>();
        outputs.forEach((name, values) -> {
            float[] row;
            if (values instanceof OrtRun.Output output) {
                row = output.floats(image);
            } else {
                float[] all = (float[]) values;
                row = Arrays.copyOfRange(all, image * all.length / BATCH, (image + 1) * all.length / BATCH);
            }
            ofImage.put(OutputPart.HEAD.inner(name), row);
        });
        return ofImage;
    }

    static List<Detection> found(Map<String, OrtRun.Output> outputs, int image) {
        double[] boxes = outputs.get("boxes").of(image);
        double[] scores = outputs.get("scores").of(image);
        double[] labels = outputs.get("labels").of(image);
        int count = (int) outputs.get("num_detections").of(image)[0];
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            Box box = new Box(
                    (float) boxes[4 * i], (float) boxes[4 * i + 1], (float) boxes[4 * i + 2], (float) boxes[4 * i + 3]);
            Detection detection = new Detection((int) labels[i], (float) scores[i], box);
            if (i < count) {
                found.add(detection);
            } else {
                assertThat(detection)
                        .as("place without a detection")
                        .isEqualTo(new Detection(-1, 0, new Box(0, 0, 0, 0)));
            }
        }
        return found;
    }

    /** As many, and each has its own partner; scores closer than 1e-5 may have changed places. */
    static void assertSame(List<Detection> actual, List<Detection> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(unmatched(actual, expected)).isEmpty();
    }

    /** Raw outputs that differ by rounding may flip what stands at a threshold. */
    private static void assertNearlySame(List<Detection> actual, List<Detection> expected) {
        assertThat(unmatched(actual, expected)).hasSizeLessThanOrEqualTo(1);
    }

    private static List<Detection> unmatched(List<Detection> actual, List<Detection> expected) {
        List<Detection> open = new ArrayList<>(expected);
        List<Detection> unmatched = new ArrayList<>();
        for (Detection one : actual) {
            if (!open.removeIf(other -> isSame(one, other))) {
                unmatched.add(one);
            }
        }
        return unmatched;
    }

    private static boolean isSame(Detection a, Detection b) {
        float distance = Math.max(
                Math.max(
                        Math.abs(a.box().x1() - b.box().x1()),
                        Math.abs(a.box().y1() - b.box().y1())),
                Math.max(
                        Math.abs(a.box().x2() - b.box().x2()),
                        Math.abs(a.box().y2() - b.box().y2())));
        return a.label() == b.label() && Math.abs(a.score() - b.score()) < 1e-5 && distance < 1e-3;
    }
}
