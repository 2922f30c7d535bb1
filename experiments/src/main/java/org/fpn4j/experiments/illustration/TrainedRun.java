package org.fpn4j.experiments.illustration;

import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.inference.LevelMaps;

/**
 * A finished run with its weights.
 *
 * @param label in captions
 */
public record TrainedRun(String label, Experiment experiment, RunDirectory directory) {
    public Weights weights() {
        return Safetensors.read(directory.finalWeights());
    }

    /** What its levels see of pictures. */
    public LevelMaps levelMaps() {
        return new LevelMaps(
                experiment.detector(),
                experiment.checked().executor(),
                experiment.config().input(),
                weights());
    }
}
