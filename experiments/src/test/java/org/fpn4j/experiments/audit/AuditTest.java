package org.fpn4j.experiments.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.EpochOrder;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.audit.Audit.Trained;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.loop.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final AuditOptions BITS =
            new AuditOptions(OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty());

    @TempDir
    private Path directory;

    private static Trained trained(Experiment experiment, TrainingData data) {
        return new Trained("small.yaml", experiment, data);
    }

    /** The same with the pictures and objects of two images exchanged. */
    private static Dataset exchanged(Dataset dataset, int one, int other) {
        List<ImageEntry> images = new ArrayList<>(dataset.images());
        images.set(one, as(dataset.images().get(one), dataset.images().get(other)));
        images.set(other, as(dataset.images().get(other), dataset.images().get(one)));
        return new Dataset(dataset.name(), dataset.categories(), images, dataset.report());
    }

    private static ImageEntry as(ImageEntry named, ImageEntry seen) {
        return new ImageEntry(
                named.id(), named.fileName(), seen.source(), seen.width(), seen.height(), seen.annotations());
    }

    @Test
    void twoImagesThatALoaderExchangesAreTheDataOfTheirStep() {
        Experiment experiment = TinyExperiment.load(directory);
        TrainingData data = TinyExperiment.data(experiment);
        int[] order = EpochOrder.shuffled(8, experiment.config().seed()).epoch(0); // two steps of four images
        Dataset exchanged = exchanged(data.train(), order[5], order[7]);
        TrainingData others = TrainingData.of(exchanged, data.validation(), PictureCache.ofMegabytes(1));

        AuditReport report = new Audit(trained(experiment, data), trained(experiment, others), BITS).run();

        Told first = report.findings().departures().get(0).tensor();
        assertThat(first.step()).isEqualTo(2);
        assertThat(first.stage()).isEqualTo(Stage.DATA);
        assertThat(first.title()).isEqualTo("input images");
        assertThat(report.findings().departures().get(0).firstIndex()).startsWith(1); // the second of the batch
        assertThat(report.text())
                .contains(
                        "they differ in step 2, after 1 step of the same bits\n",
                        "it begins with the loading of data: the step got other images or targets\n",
                        "first: input images [4, 3, 64, 64]\n",
                        "the contents of their data sets differ\n");
        assertThat(report.findings().departures())
                .as("targets move along")
                .anyMatch(difference -> difference.tensor().stage() == Stage.DATA
                        && !difference.tensor().name().equals("images"));
    }

    @Test
    void whatAStepIsMadeOfIsComparedInTheOrderOfCauses() {
        Experiment experiment = TinyExperiment.load(directory, "training.ema_decay=0.9", "training.epochs=1");
        Trained trained = trained(experiment, TinyExperiment.data(experiment));
        Experiment other = TinyExperiment.load(
                directory, "training.ema_decay=0.9", "training.epochs=1", "training.optimizer.learning_rate=0.02");

        AuditReport report = new Audit(trained, trained(other, TinyExperiment.data(other)), BITS).run();

        assertThat(report.findings().departures())
                .extracting(difference -> difference.tensor().stage())
                .containsOnly(Stage.UPDATE);
        assertThat(report.findings().departures())
                .extracting(difference -> difference.tensor().kind())
                .containsSubsequence("number", "parameter", "ema")
                .doesNotContain("optimizer/velocity"); // of the same gradients
        assertThat(report.text())
                .contains(
                        "training.optimizer.learning_rate: 0.01 (",
                        "small.yaml:11:26) and 0.02 (--set training.optimizer.learning_rate=0.02)",
                        "first: number learning rate [1]",
                        "it begins with the optimizer");
    }

    @Test
    void theRunsOfAStepAreToldApart() {
        String[]
                sets = { // an image's zoom goes by its id, and with it the number of cells, which the whole step shares
            "training.accumulation=2", "training.batch_size=2", "augmentation={scale_min: 1, scale_max: 1}"
        };
        Experiment experiment = TinyExperiment.load(directory, sets);
        TrainingData data = TinyExperiment.data(experiment);
        int[] order = EpochOrder.shuffled(8, experiment.config().seed()).epoch(0);
        Dataset exchanged = exchanged(data.train(), order[2], order[3]); // the second run of the first step
        TrainingData others = TrainingData.of(exchanged, data.validation(), PictureCache.ofMegabytes(1));

        AuditReport report = new Audit(trained(experiment, data), trained(experiment, others), BITS).run();

        Told first = report.findings().departures().get(0).tensor();
        assertThat(first.step()).isEqualTo(1);
        assertThat(first.run()).isEqualTo(2);
        assertThat(report.text()).contains("first: input images [2, 3, 64, 64] in run 2 of the step");
    }
}
