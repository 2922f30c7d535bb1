package org.fpn4j.experiments.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.layer.DropPath;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomBatchTest {
    @TempDir
    private Path directory;

    @Test
    void imagesAreNormalisedAndKeyedByTheSeed() {
        float[] images = RandomBatch.images(2, 32, 64, 3);
        double sum = 0;
        double squares = 0;
        for (float value : images) {
            sum += value;
            squares += value * value;
        }

        assertThat(images).hasSize(2 * 3 * 32 * 64).isEqualTo(RandomBatch.images(2, 32, 64, 3));
        assertThat(images).isNotEqualTo(RandomBatch.images(2, 32, 64, 4));
        assertThat(sum / images.length).isCloseTo(0, within(0.05)); // 12288 values: a standard error of 0.009
        assertThat(squares / images.length).isCloseTo(1, within(0.05));
    }

    @Test
    void targetsHaveTheShapesThatTheHeadAsksForAndHoldObjects() {
        Experiment experiment = TinyExperiment.load(directory);
        HeadGeometry geometry = experiment.detector().geometry(64, 64);

        Map<String, float[]> inputs =
                RandomBatch.training(RandomBatch.images(2, 64, 64, 0), experiment.detector(), 2, 64, 64, 3, 0);

        geometry.losses()
                .inputs(2)
                .forEach((name, shape) -> assertThat(inputs.get(name)).as(name).hasSize((int) shape.size()));
        assertThat(inputs)
                .containsKey(Detector.IMAGES)
                .hasSize(geometry.losses().inputs(2).size() + 1);
        float largest = -1;
        for (float label : inputs.get("classification_target")) {
            largest = Math.max(largest, label);
        }
        assertThat(largest).as("a class, not only background").isBetween(0f, 2f);
    }

    @Test
    void factorsOfBranchesThatAreLeftOutAreAmongTheInputs() {
        Experiment experiment = TinyExperiment.load(
                directory, "backbone={type: efficientnet, width: 0.125, drop_path: 0.5}", "training.batch_size=2");

        Map<String, float[]> inputs = RandomBatch.training(experiment);

        assertThat(experiment.detector().backbone().dropPaths()).hasSizeGreaterThan(8);
        for (DropPath path : experiment.detector().backbone().dropPaths()) {
            assertThat(inputs.get(path.input())).as(path.input()).hasSize(2 * path.channels());
        }
    }
}
