package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.HeadRun;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.detector.StepInputs;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.ExtraLevels;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingEvaluation;
import org.fpn4j.training.loop.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stage that works on proposals trains and predicts, whoever computes. */
class RefiningHeadTest {
    private static final int HEIGHT = 64;
    private static final int WIDTH = 96;
    private static final RefiningHead.Config USUAL = new RefiningHead.Config(2, 100, 0.05); // of 126 cells

    private static final Scene TWO_OBJECTS = new Scene(
            new GroundTruth(List.of(new Box(8, 8, 40, 40), new Box(52, 20, 88, 52)), List.of(0, 1)), List.of());
    private static final Scene NOTHING = new Scene(new GroundTruth(List.of(), List.of()), List.of());

    private static final String SMALL =
            """
            input: {height: 64, width: 64}
            backbone: {type: resnet, depth: 18, width: 0.125, norm: {type: group_norm, groups: 4}}
            neck: {type: fpn, out_channels: 8, min_level: 3, max_level: 5}
            extra_levels: {type: none}
            head: {type: refining, num_classes: 3, proposals: 20}
            data: {type: synthetic_radiographs, train_images: 2, val_images: 3, height: 64, width: 64}
            training: {epochs: 1, batch_size: 2, loader_threads: 1}
            execution: {threads: 1}
            """;

    static Stream<Executor> executors() {
        return Stream.of(new SameDiffExecutor(), new PlanExecutor("nd4j", () -> List.of(new Nd4jKernels())));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void lossesOfBothStagesFall(Executor executor) {
        try (Training training = new Training(executor, USUAL, List.of(TWO_OBJECTS, NOTHING))) {
            Map<String, Double> first = training.step(0.02);
            Map<String, Double> last = first;
            for (int i = 0; i < 40; i++) {
                last = training.step(0.02);
            }

            assertThat(first).containsOnlyKeys("objectness", "proposed_boxes", "refined_classes", "refined_boxes");
            assertThat(last.get("objectness") + last.get("proposed_boxes"))
                    .isLessThan(0.8 * (first.get("objectness") + first.get("proposed_boxes")));
            assertThat(last.get("refined_classes")).isLessThan(0.8 * first.get("refined_classes"));
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void gradientsReachEveryPart(Executor executor) {
        try (Training training = new Training(executor, USUAL, List.of(TWO_OBJECTS))) {
            training.gradients(Map.of());

            assertThat(training.gradientOfParts())
                    .containsOnlyKeys(
                            "backbone",
                            "neck",
                            "head.objectness",
                            "head.distances",
                            "head.cls_logits",
                            "head.box_deltas")
                    .allSatisfy((part, sum) -> assertThat(sum).isPositive());
        }
    }

    /** Proposals are numbers that are fed: what the second stage learns does not reach the first. */
    @ParameterizedTest
    @MethodSource("executors")
    void theSecondStageTeachesThePyramidAndNotTheFirst(Executor executor) {
        try (Training training = new Training(executor, USUAL, List.of(TWO_OBJECTS))) {
            int cells = training.geometry.cells();
            training.gradients(
                    Map.of("objectness_weights", new float[cells], "proposed_boxes_weights", new float[cells]));

            Map<String, Double> parts = training.gradientOfParts();
            assertThat(parts.get("head.objectness")).isZero();
            assertThat(parts.get("head.distances")).isZero();
            assertThat(parts.get("head.cls_logits")).isPositive();
            assertThat(parts.get("neck")).isPositive();
            assertThat(parts.get("backbone")).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void trainingTwiceGivesTheSameBits(Executor executor) {
        List<Map<String, Double>> losses = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            try (Training training = new Training(executor, USUAL, List.of(TWO_OBJECTS, NOTHING))) {
                training.step(0.02);
                losses.add(training.step(0.02));
                weights.add(values(training.network.buffers().values()));
            }
        }

        assertThat(losses.get(0)).isEqualTo(losses.get(1));
        assertThat(weights.get(0)).isEqualTo(weights.get(1));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void withoutProposalsTheSecondStageRests(Executor executor) {
        RefiningHead.Config none = new RefiningHead.Config(2, 20, 1); // no score is above 1
        try (Training training = new Training(executor, none, List.of(TWO_OBJECTS))) {
            Map<String, Double> losses = training.gradients(Map.of());

            assertThat(losses.get("objectness")).isPositive();
            assertThat(losses.get("refined_classes")).isZero();
            assertThat(losses.get("refined_boxes")).isZero();
            assertThat(training.gradientOfParts().get("head.cls_logits")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void withoutObjectsAllIsBackground(Executor executor) {
        try (Training training = new Training(executor, USUAL, List.of(NOTHING))) {
            Map<String, Double> losses = training.gradients(Map.of());

            assertThat(losses.get("proposed_boxes")).isZero();
            assertThat(losses.get("refined_boxes")).isZero();
            assertThat(losses.get("refined_classes")).isFinite().isPositive();
            assertThat(losses.get("objectness")).isFinite().isPositive();
        }
    }

    /** With frozen norms nothing else tells the two networks apart; an image that does not count changes nothing. */
    @ParameterizedTest
    @MethodSource("executors")
    void lossesOfAnEvaluationAreThoseOfAStep(Executor executor) {
        Detector detector = detector(USUAL);
        Map<String, Double> learned;
        try (Training training = new Training(executor, USUAL, List.of(TWO_OBJECTS))) {
            learned = training.gradients(Map.of());
        }
        try (Network network =
                executor.compile(detector.evaluation(2, HEIGHT, WIDTH), Purpose.INFERENCE, weights(detector))) {
            HeadGeometry geometry = detector.geometry(HEIGHT, WIDTH);
            float[] images = Arrays.copyOf(images(1, 0), 2 * 3 * HEIGHT * WIDTH);
            List<Scene> scenes = List.of(TWO_OBJECTS, TWO_OBJECTS);
            StepInputs step = new StepInputs(
                    geometry,
                    network,
                    List.of(new StepInputs.Run(
                            () -> images, scenes.stream().map(geometry::assign).toList(), () -> scenes)),
                    HeadState.INITIAL);
            Map<String, float[]> inputs = step.measured(1, 1);
            inputs.put(Detector.IMAGES, images);
            List<String> losses = OutputPart.LOSS.among(network.outputs().keySet());

            Map<String, float[]> measured = network.forward(inputs, losses);

            assertThat(losses).hasSameSizeAs(learned.keySet());
            learned.forEach((name, loss) -> assertThat((double) measured.get(OutputPart.LOSS.output(name))[0])
                    .as(name)
                    .isCloseTo(loss, withPercentage(0.01))); // float32, and sums in another order
        }
    }

    /** What a normaliser counts, it counts over the step: two runs of one image are one run of two. */
    @ParameterizedTest
    @MethodSource("executors")
    void runsOfAStepAddUp(Executor executor) {
        Map<String, Double> sum = new TreeMap<>();
        try (Training single = new Training(executor, USUAL, List.of(TWO_OBJECTS))) {
            Scene other = new Scene(
                    new GroundTruth(List.of(new Box(20, 10, 60, 50)), List.of(1)), List.of(new Box(60, 0, 96, 30)));
            float[] both = images(2, 0);
            float[] second = Arrays.copyOfRange(both, both.length / 2, both.length);
            StepInputs step = new StepInputs(
                    single.geometry,
                    single.network,
                    List.of(single.run(single.images, TWO_OBJECTS), single.run(second, other)),
                    HeadState.INITIAL);
            for (int run = 0; run < 2; run++) {
                Map<String, float[]> inputs = step.of(run);
                inputs.put(Detector.IMAGES, run == 0 ? single.images : second);
                single.network.backward(inputs).forEach((name, loss) -> sum.merge(name, loss, Double::sum));
            }
            try (Training whole = new Training(executor, USUAL, List.of(TWO_OBJECTS, other))) {
                Map<String, Double> losses = whole.gradients(Map.of());

                // float32, and sums in another order
                losses.forEach(
                        (name, loss) -> assertThat(sum.get(name)).as(name).isCloseTo(loss, withPercentage(0.01)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backbone.width=0.125", "backbone={type: efficientnet, width: 0.125, drop_path: 0.5}"})
    void evaluationsOfATrainingMeasureTheLossesOfBothStages(String set, @TempDir Path directory) throws IOException {
        CheckedConfig config =
                CheckedConfig.load(Files.writeString(directory.resolve("refining.yaml"), SMALL), List.of(set));
        TrainingData data = TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
        List<Map<String, Double>> measured = new ArrayList<>();

        Trainer.of(config, data)
                .heardBy(new TrainingListener() {
                    @Override
                    public void evaluated(TrainingEvaluation evaluation) {
                        measured.add(evaluation.losses());
                    }
                })
                .run();

        assertThat(measured).singleElement().satisfies(losses -> assertThat(losses)
                .containsOnlyKeys("objectness", "proposed_boxes", "refined_classes", "refined_boxes")
                .allSatisfy((name, loss) -> assertThat(loss).isFinite()));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void detectionsAreRefinedProposals(Executor executor) {
        Detector detector = detector(USUAL);
        HeadGeometry geometry = detector.geometry(HEIGHT, WIDTH);
        try (Network network =
                executor.compile(detector.inference(2, HEIGHT, WIDTH), Purpose.INFERENCE, weights(detector))) {
            HeadRun head = new HeadRun(network, geometry);
            List<RawOutputs> outputs = head.run(head.inputs(images(2, 0)));

            assertThat(outputs).hasSize(2);
            List<Detection> detections = geometry.decode(outputs.get(0), Wanted.ALL);
            assertThat(detections).isNotEmpty().hasSizeLessThanOrEqualTo(2 * USUAL.proposals());
            assertThat(geometry.decode(outputs.get(0), Wanted.ALL)).isEqualTo(detections);
        }
    }

    @Test
    void noProposalsAreNoDetections() {
        Detector detector = detector(new RefiningHead.Config(2, 20, 1));
        HeadGeometry geometry = detector.geometry(HEIGHT, WIDTH);
        try (Network network = new SameDiffExecutor()
                .compile(detector.inference(1, HEIGHT, WIDTH), Purpose.INFERENCE, weights(detector))) {
            HeadRun head = new HeadRun(network, geometry);

            assertThat(geometry.decode(head.run(head.inputs(images(1, 0))).get(0), Wanted.ALL))
                    .isEmpty();
        }
    }

    private static Detector detector(RefiningHead.Config config) {
        Backbone backbone = new ResNet.Config(18, ResNet.Style.TORCHVISION, 0.125, new Norms.FrozenBatch(), 0).create();
        NeckBlock neck = new Fpn.Config(8, 3, 5).create(backbone.outputs());
        ExtraLevelsBlock none = new ExtraLevels.None().create(backbone.outputs(), neck.outputs());
        return new Detector(backbone, neck, none, config.create(none.outputs()));
    }

    private static Weights weights(Detector detector) {
        return Weights.initial(detector.cost(HEIGHT, WIDTH).graph().parameters(), 3);
    }

    private static float[] images(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] pixels = new float[count * 3 * HEIGHT * WIDTH];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble(-1, 1);
        }
        return pixels;
    }

    private static float[] values(FlatVector vector) {
        float[] values = new float[(int) vector.size()];
        vector.read(0, values, 0, values.length);
        return values;
    }

    /** A network that learns from the same images again and again. */
    private static final class Training implements AutoCloseable {
        private final HeadGeometry geometry;
        private final Network network;
        private final List<Scene> scenes;
        private final float[] images;
        private HeadState state = HeadState.INITIAL;

        Training(Executor executor, RefiningHead.Config config, List<Scene> scenes) {
            Detector detector = detector(config);
            this.scenes = scenes;
            this.images = images(scenes.size(), 0);
            this.geometry = detector.geometry(HEIGHT, WIDTH);
            this.network = executor.compile(
                    detector.training(scenes.size(), HEIGHT, WIDTH), Purpose.TRAINING, weights(detector));
        }

        StepInputs.Run run(float[] pixels, Scene... shown) {
            List<Scene> all = List.of(shown);
            return new StepInputs.Run(
                    () -> pixels, all.stream().map(geometry::assign).toList(), () -> all);
        }

        /** @param others inputs that take the place of those of the step */
        Map<String, Double> gradients(Map<String, float[]> others) {
            StepInputs step =
                    new StepInputs(geometry, network, List.of(run(images, scenes.toArray(new Scene[0]))), state);
            Map<String, float[]> inputs = step.of(0);
            inputs.put(Detector.IMAGES, images);
            inputs.putAll(others);
            state = step.after();
            return network.backward(inputs);
        }

        Map<String, Double> step(double rate) {
            Map<String, Double> losses = gradients(Map.of());
            float[] values = values(network.buffers().values());
            float[] gradients = values(network.buffers().gradients());
            double squares = 0;
            for (float gradient : gradients) {
                squares += (double) gradient * gradient;
            }
            double length = rate / Math.max(1, Math.sqrt(squares)); // gradients are clipped to a norm of 1
            for (int i = 0; i < values.length; i++) {
                values[i] -= (float) (length * gradients[i]);
            }
            network.buffers().values().write(values);
            network.parametersChanged();
            return losses;
        }

        /** Sum of magnitudes by block, and of the head by what it predicts. */
        Map<String, Double> gradientOfParts() {
            Map<String, Double> sums = new TreeMap<>();
            for (ParameterBuffers.Slot slot : network.buffers().slots()) {
                String[] scopes = slot.parameter().name().split("\\.", -1);
                double sum = 0;
                for (float value :
                        values(ParameterBuffers.view(network.buffers().gradients(), slot))) {
                    sum += Math.abs(value);
                }
                sums.merge(scopes[0].equals("head") ? "head." + scopes[1] : scopes[0], sum, Double::sum);
            }
            return sums;
        }

        @Override
        public void close() {
            network.close();
        }
    }
}
