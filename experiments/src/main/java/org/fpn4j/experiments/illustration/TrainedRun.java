package org.fpn4j.experiments.illustration;

import java.util.List;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.inference.Executors;
import org.fpn4j.experiments.inference.Predictor;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.ClassName;

/**
 * A finished run as something that predicts.
 *
 * @param label in captions
 */
public record TrainedRun(String label, Experiment experiment, RunDirectory directory) {
    public Weights weights() {
        return Safetensors.read(directory.finalWeights());
    }

    public List<String> classNames() {
        return directory.classes().stream().map(ClassName::name).toList();
    }

    /** A predictor for single images. */
    public Predictor predictor() {
        return new Predictor(
                experiment.detector(),
                Executors.forThisThread(experiment.config().execution()),
                experiment.config().input(),
                1,
                weights());
    }
}
