package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;
import org.fpn4j.training.loop.TrainingStopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** YOLOX whole and in parts beside other blocks: cells are assigned in the graph, by what they predict. */
class YoloxTrainingTest {
    private static final String NORM = "norm: {type: group_norm, groups: 4}";
    private static final String DARKNET =
            "backbone={type: csp_darknet, depth: 0.33, width: 0.125, depthwise: true, " + NORM + "}";
    private static final String PAN = "neck={type: yolo_pan, out_channels: 0, depth: 0, width: 0.0625, " + NORM + "}";
    private static final String HEAD = "head={type: yolox, num_classes: 3, channels: 16, " + NORM + "}";
    private static final String NO_EXTRA = "extra_levels={type: none}";

    @TempDir
    private Path directory;

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
        TinyExperiment.run(TinyExperiment.load(directory, sets), run, asking, stop)
                .run();
        return run;
    }

    private RunDirectory train(String name, String... sets) {
        return train(name, new StopRequest(), 0, sets);
    }

    private static String[] yolox(String... sets) {
        List<String> all = new ArrayList<>(List.of(DARKNET, PAN, HEAD, NO_EXTRA));
        all.addAll(List.of(sets));
        return all.toArray(new String[0]);
    }

    private static String weights(RunDirectory run) {
        return run.result().orElseThrow().weightsSha256();
    }

    private static List<JsonNode> losses(RunDirectory run, String name) {
        return TinyExperiment.metricLines(run).stream()
                .filter(line -> line.has(name))
                .map(line -> line.get(name))
                .toList();
    }

    @Test
    void everyLossIsLoggedAndTheirSumFalls() {
        RunDirectory run = train("run", yolox("training.epochs=12", "head.l1_weight=1"));

        List<JsonNode> steps = losses(run, "losses");
        assertThat(steps.get(0).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("classification", "box_regression", "objectness", "l1");
        List<JsonNode> sums = losses(run, "loss");
        assertThat(sums.get(sums.size() - 1).asDouble()).isLessThan(sums.get(0).asDouble());
    }

    @Test
    void aTrainingThatIsStoppedEndsAsOneThatWasNot() {
        String[] sets = yolox(
                "training.validation_loss=true",
                "training.accumulation=2",
                "training.batch_size=2",
                "augmentation.mosaic=0.5",
                "augmentation.mix_up=0.5");
        RunDirectory whole = train("whole", sets);

        assertThatThrownBy(() -> train("stopped", new StopRequest(), 3, sets)).isInstanceOf(TrainingStopped.class);
        RunDirectory resumed = train("stopped", sets);

        assertThat(weights(resumed)).isEqualTo(weights(whole));
        assertThat(resumed.metrics()).hasSameTextualContentAs(whole.metrics());
    }

    static Stream<List<String>> crossings() {
        String retina = "head={type: retina, num_classes: 3, tower: {convs: 1}}";
        String fcos = "head={type: fcos, num_classes: 3, tower: {convs: 1, norm: {type: none}}}";
        return Stream.of(
                List.of("neck={type: yolo_pan, out_channels: 16, depth: 0, width: 0.0625, " + NORM + "}", retina),
                List.of(HEAD),
                List.of(DARKNET, "neck={type: bifpn, repeats: 1, out_channels: 16, max_level: 6}", fcos));
    }

    @ParameterizedTest
    @MethodSource("crossings")
    void partsStandBesideOtherBlocks(List<String> blocks) {
        List<String> sets = new ArrayList<>(blocks);
        sets.add("training.epochs=1");

        RunDirectory run = train("crossed", sets.toArray(new String[0]));

        assertThat(losses(run, "loss")).isNotEmpty().allSatisfy(loss -> assertThat(loss.asDouble())
                .isPositive());
    }
}
