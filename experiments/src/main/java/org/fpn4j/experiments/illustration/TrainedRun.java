package org.fpn4j.experiments.illustration;

import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.inference.Predictor;

/**
 * A finished run as something that predicts.
 *
 * @param label in captions
 */
public record TrainedRun(String label, Experiment experiment, RunDirectory directory) {
    public Weights weights() {
        return Safetensors.read(directory.finalWeights());
    }

    /** A predictor for single images. */
    public Predictor predictor() {
        return new Predictor(
                experiment.detector(),
                experiment.checked().executor(),
                experiment.config().input(),
                1,
                directory.detector().classes().size(),
                weights());
    }
}
