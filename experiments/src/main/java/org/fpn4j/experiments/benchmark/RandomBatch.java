package org.fpn4j.experiments.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.ProposalStage;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.inference.Calibrator;

/** Images and targets without data: what a step takes in, made once and fed again and again. */
public final class RandomBatch {
    private static final int OBJECTS = 8; // per image; COCO has 7 on average

    private RandomBatch() {}

    /** Normalised images for an experiment's batch and input size. */
    public static float[] images(Experiment experiment) {
        InputConfig input = experiment.config().input();
        return images(
                experiment.config().training().batchSize(),
                input.height(),
                input.width(),
                experiment.config().seed());
    }

    /**
     * Who computes an experiment's detector on such images: what it must know of them beforehand, it learns of the first.
     *
     * @param weights of the detector
     */
    public static PlanExecutor executor(Experiment experiment, Weights weights) {
        CheckedConfig config = experiment.checked();
        if (!config.needsRanges()) {
            return config.executor();
        }
        InputConfig input = config.config().input();
        float[] image = images(1, input.height(), input.width(), config.config().seed());
        return config.executor(new Calibrator(config, weights).onImages(List.of(image)));
    }

    /** Inputs of a training step of an experiment, by name. */
    public static Map<String, float[]> training(Experiment experiment) {
        ExperimentConfig config = experiment.config();
        int height = config.input().height();
        int width = config.input().width();
        return training(
                images(experiment),
                experiment.detector(),
                config.training().batchSize(),
                height,
                width,
                config.head().numClasses(),
                config.seed());
    }

    /**
     * Normalised images {@code [N, 3, H, W]}, uniform with mean 0 and standard deviation 1.
     *
     * @param seed same seed, same values
     */
    static float[] images(int batch, int height, int width, long seed) {
        float[] pixels = new float[Math.multiplyExact(batch * 3, height * width)];
        SampleRandom random = SampleRandom.of(seed, "benchmark images");
        double bound = Math.sqrt(3);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.uniform(-bound, bound);
        }
        return pixels;
    }

    /** Inputs of a training step: the images, which branches are left out, and the targets of random boxes by their names. */
    static Map<String, float[]> training(
            float[] images, Detector detector, int batch, int height, int width, int classes, long seed) {
        HeadGeometry geometry = detector.geometry(height, width);
        List<ImageTargets> targets = new ArrayList<>();
        for (int image = 0; image < batch; image++) {
            targets.add(geometry.assign(
                    objects(SampleRandom.of(seed, "benchmark objects", image), height, width, classes), List.of()));
        }
        Map<String, float[]> inputs = new LinkedHashMap<>(
                geometry.losses().collate(targets, HeadState.INITIAL).values());
        for (ProposalStage stage : geometry.stages()) { // as if nothing had been proposed
            stage.inputs().forEach((name, shape) -> inputs.put(name, new float[(int) (batch * shape.size())]));
            stage.losses().inputs(batch).forEach((name, shape) -> inputs.put(name, new float[(int) shape.size()]));
        }
        long[] draws = LongStream.range(0, batch)
                .map(image -> SampleRandom.of(seed, "benchmark draws", image).nextLong())
                .toArray();
        detector.backbone().dropPaths().forEach(path -> inputs.put(path.input(), path.factors(draws)));
        inputs.put(Detector.IMAGES, images);
        return inputs;
    }

    private static GroundTruth objects(SampleRandom random, int height, int width, int classes) {
        List<Box> boxes = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            float boxWidth = (float) (width * random.uniform(0.05, 0.5));
            float boxHeight = (float) (height * random.uniform(0.05, 0.5));
            float x = (float) random.uniform(0, width - boxWidth);
            float y = (float) random.uniform(0, height - boxHeight);
            boxes.add(new Box(x, y, x + boxWidth, y + boxHeight));
            labels.add(random.below(classes));
        }
        return new GroundTruth(boxes, labels);
    }
}
