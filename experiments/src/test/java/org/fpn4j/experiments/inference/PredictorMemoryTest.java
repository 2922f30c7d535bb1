package org.fpn4j.experiments.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.config.ExperimentConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorMemoryTest {
    private static final int BATCH = 2;

    private static Experiment experiment(String head, int classes) {
        return Experiment.load(
                Path.of("../configs/models/tiny.yaml"),
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
        Experiment experiment = experiment(head, classes);
        ExperimentConfig config = experiment.config();
        Weights weights =
                Weights.initial(experiment.detector().cost(64, 64).graph().parameters(), config.seed());
        try (Predictor predictor = new Predictor(
                experiment.detector(),
                Executors.forThisThread(experiment.checked()),
                config.input(),
                BATCH,
                classes,
                weights)) {
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

        int cells = experiment(head, 1203).detector().geometry(64, 64).cells();
        long scores = 4L * BATCH * cells * 1203; // bytes of a batch's class scores
        assertThat(many - few).isLessThan(scores / 8);
    }
}
