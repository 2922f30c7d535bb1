package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a detector that was never trained: every cell is an object. */
class SweepCommandTest {
    @TempDir
    private Path directory;

    private Path config;
    private Path weights;

    @BeforeEach
    void write() {
        config = TinyExperiment.write(directory);
        weights = directory.resolve("weights.safetensors");
        Safetensors.write(
                weights,
                Weights.initial(TinyExperiment.load(directory).checked().parameters(), 1));
    }

    private CommandRun sweep(Object... more) {
        Object[] words = new Object[6 + more.length];
        Object[] first = {"sweep", config, "--weights", weights, "--set", "head.postprocess.score_threshold=0"};
        System.arraycopy(first, 0, words, 0, 6);
        System.arraycopy(more, 0, words, 6, more.length);
        return CommandRun.of(words);
    }

    @Test
    void thresholdsClassesAndScoresHaveATableEach() {
        CommandRun run = sweep("--iou", "0.3", "--nms", "0.1,0.9");

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .startsWith("Each threshold of suppression, from its best score on, all classes together; right is what"
                        + " overlaps its object by 0.3 or more\n"
                        + "NMS                        AP       AP50      score  precision     recall         F1   FP/image\n"
                        + "0.1 ")
                .contains("\n0.1 * ", "\n0.9 ")
                .containsPattern("\nheart +\\d+ +\\d[.]\\d\\d  ")
                .containsPattern("\n0[.]95 +- +0[.]0000 +0[.]0000 +0[.]0000\n")
                .endsWith("\nNothing that it finds is right, so no threshold is better than another.\n");
    }

    @Test
    void allThatIsWrongIsSaidBeforeAnythingIsOpened() {
        CommandRun run = CommandRun.of(
                "sweep",
                "runs/none",
                "--split",
                "test",
                "--iou",
                "0",
                "--nms",
                "1.5,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(
                        "--split test: split[test] is for the last look, at what was chosen before",
                        "val, or train, are what thresholds are chosen on",
                        "--nms: has thresholds[21], more than [20]",
                        "--nms 1.5: nms[1.5] must be between 0 and 1",
                        "--iou 0.0: iou[0.0] must be above 0, and 1 at most",
                        "4 problems.");
    }
}
