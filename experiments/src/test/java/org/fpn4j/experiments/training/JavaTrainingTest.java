package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.inference.TrainedDetector;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that trains beside a command that does. */
class JavaTrainingTest {
    private static final String[] SETS = {
        "training.ema_decay=0.9", "training.accumulation=2", "training.early_stopping=3", "seed=4"
    };

    @TempDir
    private Path directory;

    @Test
    void aTrainingFromJavaGivesTheBitsOfTheCommand() {
        Experiment experiment = TinyExperiment.load(directory, SETS);
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        Result result = TinyExperiment.run(experiment, run).run();

        CheckedConfig config = CheckedConfig.load(TinyExperiment.write(directory), List.of(SETS));
        TrainingData data = TrainingData.open(config, PictureCache.ofMegabytes(0), line -> {}, CheckListener.SILENT);
        List<TrainingStep> steps = new ArrayList<>();
        TrainingResult trained = Trainer.of(config, data)
                .heardBy(new TrainingListener() {
                    @Override
                    public void stepped(TrainingStep step) {
                        steps.add(step);
                    }
                })
                .run();

        Weights expected = Safetensors.read(run.finalWeights());
        assertThat(trained.weights().tensors().keySet())
                .isEqualTo(expected.tensors().keySet());
        trained.weights().tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(expected.tensors().get(name).values()));
        assertThat(trained.score().values().all()).isEqualTo(result.metrics());
        assertThat(steps.stream().map(step -> step.loss() + " " + step.gradientNorm()))
                .containsExactlyElementsOf(TinyExperiment.metricLines(run).stream()
                        .filter(line -> line.has("loss"))
                        .map(line -> line.get("loss").asDouble() + " "
                                + line.get("grad_norm").asDouble())
                        .toList());
    }

    @Test
    void theDetectorOfARunFindsWhatTheRunsWeightsFind() {
        Experiment experiment = TinyExperiment.load(directory, "head.postprocess.score_threshold=0.0");
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        TinyExperiment.run(experiment, run).run();
        TrainingData data = TinyExperiment.data(experiment);
        ImageEntry image = data.validation().images().get(0);

        try (TrainedDetector loaded = TrainedDetector.load(run.path());
                TrainedDetector made = new TrainedDetector(
                        experiment.checked(), data.train().classNames(), Safetensors.read(run.finalWeights()))) {
            assertThat(loaded.detect(image)).isNotEmpty().isEqualTo(made.detect(image));
            assertThat(loaded.detect(image)).allSatisfy(found -> assertThat(found.name())
                    .isIn(data.train().classNames()));
        }
    }
}
