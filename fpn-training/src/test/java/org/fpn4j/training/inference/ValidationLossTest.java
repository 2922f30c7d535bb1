package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.fpn4j.core.detection.ClassWeights;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.StepInputs;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingEvaluation;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationLossTest {
    private static final Percentage ROUNDING = withPercentage(0.01); // float32, and sums in another order
    private static final HeadState AFTER_SOME_STEPS = HeadState.INITIAL.with("mean", 37);

    @TempDir
    private Path directory;

    private CheckedConfig config(String... sets) {
        List<String> all = new ArrayList<>(List.of("data.val_images=5"));
        all.addAll(List.of(sets));
        return TinyConfig.load(directory, all.toArray(new String[0]));
    }

    private static Weights weights(CheckedConfig config) {
        return Weights.initial(config.detector().cost(64, 64).graph().parameters(), 3);
    }

    /** Losses of a data set as it is evaluated in batches of a size, for steps of 4 images. */
    private static Map<String, Double> losses(CheckedConfig config, Dataset dataset, int batchSize) {
        try (Predictor predictor = Predictor.measuring(
                config.detector(),
                config.executor(),
                config.config().input(),
                batchSize,
                3,
                ClassWeights.EQUAL,
                weights(config))) {
            return new Evaluation(dataset, new LoaderOptions(1, 1), PictureCache.ofMegabytes(1))
                    .measure(predictor, new LossBasis(AFTER_SOME_STEPS, 4), () -> {})
                    .losses();
        }
    }

    private static Dataset validation(CheckedConfig config) {
        return config.config().data().open(Split.VAL);
    }

    private static Dataset part(Dataset whole, int from, int to) {
        return new Dataset("part", whole.categories(), whole.images().subList(from, to), whole.report());
    }

    private static void assertClose(Map<String, Double> actual, Map<String, Double> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, loss) -> assertThat(loss).as(name).isPositive().isCloseTo(expected.get(name), ROUNDING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"per_image", "batch", "running_mean"})
    void aSmallerLastBatchCountsAsOftenAsItHasImages(String normalizer) {
        CheckedConfig config = config("head.normalizer.kind=" + normalizer);
        Dataset all = validation(config);

        Map<String, Double> firstFour = losses(config, part(all, 0, 4), 4);
        Map<String, Double> last = losses(config, part(all, 4, 5), 4);

        Map<String, Double> expected = new LinkedHashMap<>();
        firstFour.forEach((name, loss) -> expected.put(name, (4 * loss + last.get(name)) / 5));
        assertClose(losses(config, all, 4), expected);
    }

    /** A running mean is that of whole steps, so a batch of one image must be multiplied as one of four is. */
    @ParameterizedTest
    @ValueSource(strings = {"per_image", "running_mean"})
    void lossesDoNotDependOnTheBatchWhereTheNormaliserDoesNot(String normalizer) {
        CheckedConfig config = config("head.normalizer.kind=" + normalizer);

        assertClose(losses(config, validation(config), 4), losses(config, validation(config), 1));
    }

    @Test
    void batchNormsTakeTheirStoredStatistics() {
        CheckedConfig config = config("head.normalizer.kind=per_image", "backbone.norm={type: batch_norm}");

        assertClose(losses(config, validation(config), 4), losses(config, validation(config), 1));
    }

    @Test
    void lossesAreThoseOfAStepOnTheSameImages() {
        CheckedConfig config = config();
        Dataset four = part(validation(config), 0, 4);
        Detector detector = config.detector();
        List<Sample> samples = four.images().stream()
                .map(image -> config.config()
                        .input()
                        .plainTransform()
                        .apply(image, image.source().read(), 0))
                .toList();
        try (Network network =
                config.executor().compile(detector.training(4, 64, 64), Purpose.TRAINING, weights(config))) {
            StepInputs step = new StepInputs(
                    detector.geometry(64, 64),
                    network,
                    List.of(new StepInputs.Run(
                            () -> pixels(samples),
                            samples.stream()
                                    .map(sample ->
                                            detector.geometry(64, 64).assign(sample.objects(), sample.crowdBoxes()))
                                    .toList(),
                            List::of)),
                    AFTER_SOME_STEPS);
            Map<String, float[]> inputs = step.of(0);
            inputs.put(Detector.IMAGES, pixels(samples));

            assertClose(losses(config, four, 4), network.backward(inputs));
        }
    }

    private static float[] pixels(List<Sample> samples) {
        int row = samples.get(0).pixels().length;
        float[] pixels = new float[samples.size() * row];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i).pixels(), 0, pixels, i * row, row);
        }
        return pixels;
    }

    @Test
    void whoeverMeasuresFindsTheSame() {
        CheckedConfig config = config("head.postprocess.score_threshold=0.001");
        Dataset all = validation(config);
        Evaluation evaluation = new Evaluation(all, new LoaderOptions(1, 1), PictureCache.ofMegabytes(1));
        try (Predictor plain = new Predictor(
                        config.detector(), config.executor(), config.config().input(), 4, 3, weights(config));
                Predictor measuring = Predictor.measuring(
                        config.detector(),
                        config.executor(),
                        config.config().input(),
                        4,
                        3,
                        ClassWeights.EQUAL,
                        weights(config))) {
            EvaluatedSplit found = evaluation.run(plain, () -> {});

            assertThat(found.detections()).isNotEmpty();
            assertThat(evaluation
                            .measure(measuring, new LossBasis(HeadState.INITIAL, 4), () -> {})
                            .evaluated()
                            .detections())
                    .isEqualTo(found.detections());
        }
    }

    private static final class Heard implements TrainingListener {
        private final List<TrainingStep> steps = new ArrayList<>();
        private final List<TrainingEvaluation> evaluations = new ArrayList<>();

        @Override
        public void stepped(TrainingStep step) {
            steps.add(step);
        }

        @Override
        public void evaluated(TrainingEvaluation evaluation) {
            evaluations.add(evaluation);
        }
    }

    private TrainingResult train(Heard heard, String... sets) {
        CheckedConfig config = config(sets);
        TrainingData data = TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
        return Trainer.of(config, data).heardBy(heard).run();
    }

    @Test
    void evaluationsOfATrainingTellLossesByNameAndChangeNoWeights() {
        Heard measured = new Heard();
        Heard unmeasured = new Heard();

        TrainingResult with = train(measured, "head.normalizer={kind: running_mean, initial: 300}");
        TrainingResult without = train(
                unmeasured, "head.normalizer={kind: running_mean, initial: 300}", "training.validation_loss=false");

        assertThat(measured.evaluations).hasSize(2).allSatisfy(evaluation -> {
            assertThat(evaluation.losses()).containsOnlyKeys("classification", "box_regression", "centerness");
            assertThat(evaluation.loss())
                    .hasValue(evaluation.losses().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum());
        });
        assertThat(unmeasured.evaluations).hasSize(2).allSatisfy(evaluation -> assertThat(evaluation.loss())
                .isEmpty());
        assertThat(measured.steps).isEqualTo(unmeasured.steps);
        assertThat(with.validation().detections())
                .isEqualTo(without.validation().detections());
        assertThat(with.state().head()).isEqualTo(without.state().head());
    }
}
