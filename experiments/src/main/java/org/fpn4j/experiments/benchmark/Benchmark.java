package org.fpn4j.experiments.benchmark;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.HeadRun;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.optimization.Optimizer;

/**
 * Times the forward pass and the training step of an experiment's detector on random images.
 *
 * <p>Forward computes all outputs of the head, by a network compiled for inference. A training step is forward, losses,
 * backward and optimizer, at the experiment's size and batch; what a trainer does beside it (loading, checks, a running
 * mean) is left out. The first network is closed before the second is made, so that the peak memory is that of the larger
 * one. Input arrays are made once: what Java's heap takes counts as memory, too.
 */
public final class Benchmark {
    private static final double LEARNING_RATE = 1e-4; // parameters stay finite whatever the images are

    private final Experiment experiment;
    private final Detector detector;
    private final int warmup;
    private final int repeats;

    /**
     * What was measured.
     *
     * @param batch images per run
     * @param height pixels
     * @param width pixels
     * @param kernels name of the executor
     * @param dtype of activations
     * @param threads of native kernels
     * @param parameters number of values
     * @param forward where it was measured
     * @param trainStep where it was measured
     * @param firstStepSeconds from the start of the process to the end of the first training step, without what was spent
     *     on timing forward passes; where training was measured
     * @param peak resident memory of the process
     */
    public record Result(
            int batch,
            int height,
            int width,
            String kernels,
            String dtype,
            int threads,
            long parameters,
            Optional<Times> forward,
            Optional<Times> trainStep,
            Optional<Double> firstStepSeconds,
            PeakMemory peak) {}

    private record Training(Times times, double firstStepSeconds) {}

    /**
     * Prepares a benchmark.
     *
     * @param warmup runs before the ones that count; the first allocates and compiles
     * @param repeats runs that count, 1 or more
     */
    public Benchmark(Experiment experiment, int warmup, int repeats) {
        this.experiment = experiment;
        this.detector = experiment.detector();
        this.warmup = warmup;
        this.repeats = repeats;
    }

    /** Measures what is asked for. */
    public Result run(boolean forward, boolean trainStep) {
        ExperimentConfig config = experiment.config();
        int batch = config.training().batchSize();
        int height = config.input().height();
        int width = config.input().width();
        float[] images = RandomBatch.images(batch, height, width, config.seed());
        Executor executor = RandomBatch.executor(experiment, initialWeights());
        long begun = System.nanoTime();
        Optional<Times> forwardTimes = forward ? Optional.of(forward(executor, images)) : Optional.empty();
        double spent = (System.nanoTime() - begun) / 1e9;
        Optional<Training> training = trainStep ? Optional.of(train(executor, images, spent)) : Optional.empty();
        return new Result(
                batch,
                height,
                width,
                executor.name(),
                config.execution().dtype().name().toLowerCase(Locale.ROOT),
                experiment.checked().threads().count(),
                detector.cost(height, width).graph().parameterCount(""),
                forwardTimes,
                training.map(Training::times),
                training.map(Training::firstStepSeconds),
                PeakMemory.ofThisProcess());
    }

    private Times forward(Executor executor, float[] images) {
        try (Network network = compile(executor, Purpose.INFERENCE)) {
            collectGarbage();
            HeadGeometry geometry = detector.geometry(
                    experiment.config().input().height(),
                    experiment.config().input().width());
            Map<String, float[]> inputs = new HeadRun(network, geometry).inputs(images);
            List<String> outputs = OutputPart.HEAD.among(network.outputs().keySet());
            return time(() -> {
                network.run(inputs, outputs);
                network.await();
            });
        } finally {
            collectGarbage();
        }
    }

    private Training train(Executor executor, float[] images, double spentBefore) {
        ExperimentConfig config = experiment.config();
        int height = config.input().height();
        int width = config.input().width();
        int classes = config.head().numClasses();
        Map<String, float[]> inputs = RandomBatch.training(
                images, detector, config.training().batchSize(), height, width, classes, config.seed());
        try (Network network = compile(executor, Purpose.TRAINING);
                Optimizer optimizer = config.training().optimizer().create(network.buffers())) {
            collectGarbage();
            Runnable step = () -> {
                network.backward(inputs);
                optimizer.step(LEARNING_RATE);
                network.parametersChanged();
                network.await();
            };
            step.run();
            double sinceStart = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
            return new Training(time(step), sinceStart - spentBefore);
        }
    }

    private Network compile(Executor executor, Purpose purpose) {
        ExperimentConfig config = experiment.config();
        int batch = config.training().batchSize();
        int height = config.input().height();
        int width = config.input().width();
        return executor.compile(
                purpose == Purpose.TRAINING
                        ? detector.training(batch, height, width)
                        : detector.inference(batch, height, width),
                purpose,
                initialWeights());
    }

    private Weights initialWeights() {
        return Weights.initial(
                experiment.checked().parameters(), experiment.config().seed());
    }

    private Times time(Runnable run) {
        for (int i = 0; i < warmup; i++) {
            run.run();
        }
        long[] nanoseconds = new long[repeats];
        for (int i = 0; i < repeats; i++) {
            long begun = System.nanoTime();
            run.run();
            nanoseconds[i] = System.nanoTime() - begun;
        }
        return Times.of(nanoseconds);
    }

    /** Initial weights and the arrays of a closed network are of no use any more. */
    private static void collectGarbage() {
        System.gc();
    }
}
