package org.fpn4j.experiments.training;

import com.google.inject.Inject;
import java.util.List;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunReplicates;
import org.fpn4j.experiments.run.StoredRegions;
import org.fpn4j.training.inference.ClassName;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingState;

/** Writes into the directory of a run what is known before its training, and what came of it. */
final class RunRecorder implements TrainingListener {
    private final Experiment experiment;
    private final RunDirectory directory;
    private final TrainingData data;
    private final Caller caller;
    private final DirectoryGuard guard;

    @Inject
    RunRecorder(Experiment experiment, RunDirectory directory, TrainingData data, Caller caller, DirectoryGuard guard) {
        this.experiment = experiment;
        this.directory = directory;
        this.data = data;
        this.caller = caller;
        this.guard = guard;
    }

    /** Writes all that decides the training; a mark of a finished one is taken away. */
    void prepare() {
        directory.unfinish();
        String startedAt = directory.startedAt().orElseGet(Provenance::now);
        directory.begin(
                experiment,
                ClassName.of(data.train().categories()),
                Provenance.describe(experiment, data.digest(), caller.command(), startedAt));
        WholeFile.write(directory.dataProblems(), problems());
    }

    /** Every fault that was skipped or mended in one of the splits, a line each; empty where there was none. */
    private String problems() {
        StringBuilder lines = new StringBuilder();
        for (Dataset split : List.of(data.train(), data.validation())) { // what is held out has the report of the whole
            for (DataProblem problem : split.report().problems()) {
                lines.append(split.name())
                        .append(": ")
                        .append(problem.kind().text())
                        .append(": ");
                lines.append(problem.problem()).append('\n');
            }
        }
        return lines.toString();
    }

    @Override
    public void finished(TrainingResult trained) {
        Safetensors.write(directory.finalWeights(), trained.weights());
        WholeFile.write(directory.detections(), trained.validation()::writeDetections);
        trained.validation().regions().ifPresent(use -> StoredRegions.write(directory.regions(), use));
        CostGraph cost = experiment.checked().cost();
        Score score = trained.score();
        TrainingState state = trained.state();
        RunReplicates.write(
                directory, trained.validation().dataset(), trained.validation().detections());
        guard.requireHeld(); // drawing took its time
        directory.finish(new Result(
                score.values().all(),
                score.values().ofClasses(),
                score.leftOut(),
                trained.warnings(),
                state.spent().seconds(),
                state.spent().waiting(),
                state.position().step(),
                cost.parameterCount(""),
                cost.macs(""),
                Digests.sha256(directory.finalWeights()),
                Digests.sha256(directory.detections())));
    }
}
