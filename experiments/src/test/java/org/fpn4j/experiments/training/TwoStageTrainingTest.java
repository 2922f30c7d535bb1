package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.TwoStages;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;
import org.fpn4j.training.loop.TrainingStopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head that samples in the graph: what is drawn depends on seed, epoch and image alone. */
class TwoStageTrainingTest {
    @TempDir
    private Path directory;

    private RunDirectory train(String name, String... sets) {
        return train(name, new StopRequest(), 0, sets);
    }

    /** Stops after a step, or never where it is 0. */
    private RunDirectory train(String name, StopRequest stop, long step, String... sets) {
        RunDirectory run = new RunDirectory(directory.resolve(name));
        TrainingListener asking = new TrainingListener() {
            @Override
            public void stepped(TrainingStep made) {
                if (made.step() == step) {
                    stop.ask();
                }
            }
        };
        TinyExperiment.run(TinyExperiment.load(directory, TwoStages.sets(sets)), run, asking, stop)
                .run();
        return run;
    }

    private static String weights(RunDirectory run) {
        return run.result().orElseThrow().weightsSha256();
    }

    private static List<JsonNode> lines(RunDirectory run, String with) {
        return TinyExperiment.metricLines(run).stream()
                .filter(line -> line.has(with))
                .toList();
    }

    @Test
    void everyLossIsLoggedAndFalls() {
        RunDirectory run = train("run", "training.epochs=12");

        List<JsonNode> steps = lines(run, "losses");
        assertThat(steps).hasSize(24);
        assertThat(steps.get(0).get("losses").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("objectness", "rpn_box_regression", "classification", "box_regression");
        for (String loss : List.of("objectness", "classification")) {
            assertThat(steps.get(23).get("losses").get(loss).asDouble())
                    .as(loss)
                    .isLessThan(steps.get(0).get("losses").get(loss).asDouble());
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsWithHoweverManyLoaders() {
        RunDirectory first = train("first");

        assertThat(weights(train("second", "training.loader_threads=2"))).isEqualTo(weights(first));
        assertThat(weights(train("other", "seed=1"))).isNotEqualTo(weights(first));
    }

    @Test
    void aTrainingThatIsStoppedEndsAsOneThatWasNot() {
        String[] sets = {"training.validation_loss=true", "training.accumulation=2", "training.batch_size=2"};
        RunDirectory whole = train("whole", sets);

        assertThatThrownBy(() -> train("stopped", new StopRequest(), 3, sets)).isInstanceOf(TrainingStopped.class);
        RunDirectory resumed = train("stopped", sets);

        assertThat(weights(resumed)).isEqualTo(weights(whole));
        assertThat(resumed.metrics()).hasSameTextualContentAs(whole.metrics());
    }

    /**
     * Of four images, in one batch or two, the second of which is filled up, without a training that could be felt. All regions
     * are sampled, of each image as many.
     */
    @Test
    void theValidationLossIsThatOfTheImagesThatCount() {
        String all = "head={type: faster_rcnn, num_classes: 3,"
                + " rpn: {anchors: {scale: 2}, proposals: {training: {per_level: 300, most: 252}, nms_threshold: 1,"
                + " least_side: 0}},"
                + " roi: {pool: {canonical_size: 32}, box_head: {type: two_mlp, width: 16}, max_objects: 16,"
                + " sampling: {count: 252, positive_fraction: 1}, with_objects: false}}";
        String[] sets = {all, "training.validation_loss=true", "training.optimizer.learning_rate=1e-30"};

        JsonNode four = lines(train("four", append(sets, "training.batch_size=4")), "val_losses")
                .get(0);
        JsonNode three = lines(train("three", append(sets, "training.batch_size=3")), "val_losses")
                .get(0);

        for (String loss : List.of("objectness", "classification")) {
            double right = four.get("val_losses").get(loss).asDouble();
            // sums of float32 in another order, of batches that count by their images
            assertThat(three.get("val_losses").get(loss).asDouble()).as(loss).isEqualTo(right, within(1e-5 * right));
        }
    }

    private static String[] append(String[] sets, String last) {
        String[] all = Arrays.copyOf(sets, sets.length + 1);
        all[sets.length] = last;
        return all;
    }
}
