package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six runs of one image make the step that one run of six images makes. */
class AccumulationTest {
    @TempDir
    private Path directory;

    private RunDirectory train(String name, String head, String... more) {
        List<String> sets = new ArrayList<>(
                List.of("head=" + head, "data.train_images=6", "data.max_nodules=0", "training.epochs=3", "seed=3"));
        sets.addAll(List.of(more));
        Experiment experiment = TinyExperiment.load(directory, sets.toArray(String[]::new));
        RunDirectory run = new RunDirectory(directory.resolve(name));
        TinyExperiment.run(experiment, run).run();
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: fcos, num_classes: 3, tower: {convs: 1, norm: {type: none}}}",
                "{type: fcos, num_classes: 3, tower: {convs: 1, norm: {type: none}}, box_loss: {centerness_weighted: true}}",
                "{type: fcos, num_classes: 3, tower: {convs: 1, norm: {type: none}}, normalizer: {kind: running_mean}}",
                "{type: fcos, num_classes: 3, tower: {convs: 1, norm: {type: none}}, normalizer: {kind: per_image}}",
                "{type: retina, num_classes: 3, tower: {convs: 1}}",
                "{type: retina, num_classes: 3, tower: {convs: 1}, normalizer: {kind: batch}}",
                "{type: retina, num_classes: 3, tower: {convs: 1}, normalizer: {kind: running_mean}}",
                // all boxes are proposed and sampled, of each image as many, whatever their order
                "{type: faster_rcnn, num_classes: 3, rpn: {anchors: {scale: 2}, sampling: {count: 100},"
                        + " proposals: {training: {per_level: 300, most: 252}, nms_threshold: 1, least_side: 0}},"
                        + " roi: {pool: {canonical_size: 32}, box_head: {type: two_mlp, width: 16}, max_objects: 16,"
                        + " sampling: {count: 252, positive_fraction: 1}, with_objects: false}}",
            })
    void sixRunsOfOneImageAreOneRunOfSix(String head) {
        RunDirectory whole = train("whole", head, "training.batch_size=6");
        RunDirectory parts = train("parts", head, "training.batch_size=1", "training.accumulation=6");

        List<JsonNode> expected = steps(whole);
        List<JsonNode> actual = steps(parts);
        assertThat(actual).hasSameSizeAs(expected).hasSize(3);
        for (int i = 0; i < expected.size(); i++) {
            for (String value : List.of("loss", "grad_norm")) {
                double right = expected.get(i).get(value).asDouble();
                // float32 sums in another order, through three steps
                assertThat(actual.get(i).get(value).asDouble()).as(value).isEqualTo(right, within(1e-4 * right));
            }
        }
        Weights weights = Safetensors.read(whole.finalWeights());
        Safetensors.read(parts.finalWeights()).tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .containsExactly(weights.tensors().get(name).values(), within(1e-5f))); // of steps of 0.01
    }

    private static List<JsonNode> steps(RunDirectory run) {
        return TinyExperiment.metricLines(run).stream()
                .filter(line -> line.has("grad_norm"))
                .toList();
    }
}
