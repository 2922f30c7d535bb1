package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.BestConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BestWeightsTest {
    /** Detections of hardly trained weights, so that evaluations differ. */
    private static final String[] CHANGING = {
        "data.train_images=16",
        "head.postprocess.score_threshold=0.01",
        "training.schedule={type: constant}",
        "training.optimizer={type: adamw, learning_rate: 0.003}",
        "training.epochs=10",
    };

    @TempDir
    private Path directory;

    private CheckedConfig config(String... sets) {
        return TinyConfig.load(
                directory, Stream.concat(Stream.of(CHANGING), Stream.of(sets)).toArray(String[]::new));
    }

    private static TrainingData data(CheckedConfig config) {
        return TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
    }

    /** The weights as they are at each evaluation, and what was told of it. */
    private static final class Kept implements TrainingListener {
        private final List<TrainingEvaluation> evaluations = new ArrayList<>();
        private final List<Weights> weights = new ArrayList<>();

        @Override
        public void evaluated(TrainingEvaluation evaluation) {
            evaluations.add(evaluation);
        }

        @Override
        public void reached(Snapshot snapshot) {
            if (evaluations.size() > weights.size()) {
                weights.add(snapshot.weights());
            }
        }

        private int lastBest() {
            int last = -1;
            for (int i = 0; i < evaluations.size(); i++) {
                last = evaluations.get(i).best() ? i : last;
            }
            return last;
        }

        private List<Double> values(BestConfig best) {
            return evaluations.stream()
                    .map(evaluation -> evaluation.score().values().value(best.metric()))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"dev, 0", "dev, 3", "val, 0", "val, 3", "none, 3"})
    void theWeightsWithTheLargestValueAreKept(String on, int earlyStopping) {
        CheckedConfig config = config(
                "training.best={on: " + on + ", by: AR10, share: 0.25}", "training.early_stopping=" + earlyStopping);
        Kept kept = new Kept();

        TrainingResult result = Trainer.of(config, data(config)).heardBy(kept).run();

        List<Double> values = kept.values(config.config().training().best());
        assertThat(new HashSet<>(values)).as("evaluations differ").hasSizeGreaterThan(1);
        assertThat(values.get(kept.lastBest()))
                .isEqualTo(
                        values.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        assertSame(result.weights(), kept.weights.get(kept.lastBest()));
    }

    private static void assertSame(Weights actual, Weights expected) {
        actual.tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(expected.tensors().get(name).values()));
    }

    @Test
    void withoutAChoiceTheLastWeightsAreKept() {
        CheckedConfig config = config();
        Kept kept = new Kept();

        TrainingResult result = Trainer.of(config, data(config)).heardBy(kept).run();

        assertSame(result.weights(), kept.weights.get(kept.weights.size() - 1));
    }

    @Test
    void whatChoosesIsNeitherLearnedNorReported() {
        CheckedConfig config = config("training.best={on: dev, share: 0.25}");
        TrainingData whole = data(config());
        Kept kept = new Kept();

        TrainingData data = data(config);
        TrainingResult result = Trainer.of(config, data).heardBy(kept).run();

        Dataset dev = data.dev().orElseThrow();
        assertThat(ids(dev)).hasSize(4).doesNotContainAnyElementsOf(ids(data.train()));
        Set<Long> both = ids(data.train());
        both.addAll(ids(dev));
        assertThat(both).isEqualTo(ids(whole.train()));
        assertThat(data.digest()).isNotEqualTo(whole.digest());
        assertThat(kept.evaluations).allMatch(evaluation -> evaluation.on() == BestConfig.On.DEV);
        assertThat(result.validation().dataset()).isEqualTo(data.validation());
        assertThat(result.state().position().step()).isEqualTo(30); // 12 images in batches of 4, 10 epochs
        assertThat(result.warnings()).noneMatch(warning -> warning.contains("chosen"));
    }

    private static Set<Long> ids(Dataset dataset) {
        Set<Long> ids = new HashSet<>();
        dataset.images().stream().map(ImageEntry::id).forEach(ids::add);
        return ids;
    }

    @Test
    void whatIsHeldOutDoesNotDependOnTheSeedOfTheTraining() {
        Dataset first = data(config("training.best.on=dev")).dev().orElseThrow();

        assertThat(data(config("training.best.on=dev", "seed=5")).dev()).contains(first);
        assertThat(data(config("training.best={on: dev, seed: 5}")).dev().map(BestWeightsTest::ids))
                .isPresent()
                .get()
                .isNotEqualTo(ids(first));
    }

    @ParameterizedTest
    @CsvSource({"val, 0", "none, 2"})
    void aChoiceByWhatIsReportedIsSaid(String on, int earlyStopping) {
        CheckedConfig config = config("training.best.on=" + on, "training.early_stopping=" + earlyStopping);

        TrainingResult result = Trainer.of(config, data(config)).run();

        assertThat(result.warnings())
                .contains(
                        "The weights were chosen by AP on synthetic radiographs val, on which they are scored: the scores"
                                + " are too good. training.best.on: dev chooses on images held out of the training.");
    }

    @Test
    void nothingIsHeldOutOfOneImage() {
        CheckedConfig config = config("training.best.on=dev", "data.train_images=1");

        assertThatThrownBy(() -> data(config))
                .hasMessage("--set training.best.on=dev: training.best.on[dev] needs two training images or more;"
                        + " data set[synthetic radiographs train] has one\n"
                        + "    training.best.on: none keeps the last weights");
    }

    @Test
    void aPartWithoutObjectsChoosesNothing() {
        CheckedConfig config = config("training.best={on: dev, share: 0.25}");
        TrainingData whole = data(config());
        long with = whole.train().images().get(0).id();
        Dataset almostEmpty = new Dataset(
                "sparse",
                whole.train().categories(),
                whole.train().images().stream()
                        .map(image -> image.id() == with ? image : empty(image))
                        .toList(),
                whole.train().report());

        assertThatThrownBy(() -> TrainingData.of(almostEmpty, whole.validation(), whole.pictures())
                        .holdingOut(config))
                .hasMessageMatching(
                        """
                        (?s)--set training.best=.*: training.best.share\\[0.25] of data set\\[sparse] leaves \\[\\d+] \
                        objects to learn and \\[\\d+] to choose the best weights by
                            both parts need one; another share or training.best.seed may do""");
    }

    private static ImageEntry empty(ImageEntry image) {
        return new ImageEntry(image.id(), image.fileName(), image.source(), image.width(), image.height(), List.of());
    }

    @Test
    void aMetricThatIsNoneIsRefused() {
        assertThatThrownBy(() -> config("training.best={by: mAP}"))
                .hasMessageContaining("best by[mAP] must be a metric: AP, AP50, AP75");
    }
}
