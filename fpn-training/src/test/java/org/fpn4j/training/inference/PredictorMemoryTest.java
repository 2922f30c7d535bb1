package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorMemoryTest {
    private static final int BATCH = 2;

    private static CheckedConfig config(String head, int classes) {
        return CheckedConfig.load(
                Path.of(System.getProperty("fpn.root"), "configs/models/tiny.yaml"),
                List.of(
                        "head.type=" + head,
                        "head.num_classes=" + classes,
                        "head.tower.convs=0",
                        "head.postprocess.score_threshold=0.2", // above what untrained weights give to any class
                        "input.height=64",
                        "input.width=64",
                        "data.val_images=" + BATCH));
    }

    /** What detection takes from the heap for a batch, outputs of the network included if they are copied. */
    private static long allocated(String head, int classes) {
        CheckedConfig checked = config(head, classes);
        ExperimentConfig config = checked.config();
        Weights weights =
                Weights.initial(checked.detector().cost(64, 64).graph().parameters(), config.seed());
        try (Predictor predictor =
                new Predictor(checked.detector(), checked.executor(), config.input(), BATCH, classes, weights)) {
            List<Sample> samples = config.data().open(Split.VAL).images().stream()
                    .map(image ->
                            predictor.transform().apply(image, image.source().read(), 0))
                    .toList();
            predictor.detect(samples); // classes are loaded and the plan is made
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            predictor.detect(samples);
            return threads.getCurrentThreadAllocatedBytes() - before;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fcos", "retina"})
    void memoryOfDetectionDoesNotGrowWithTheNumberOfClasses(String head) {
        long few = allocated(head, 3);
        long many = allocated(head, 1203);

        int cells = config(head, 1203).detector().geometry(64, 64).cells();
        long scores = 4L * BATCH * cells * 1203; // bytes of a batch's class scores
        assertThat(many - few).isLessThan(scores / 8);
    }
}
