package org.fpn4j.training.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.HeadRun;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.engine.execution.RangeObserver;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.InputConfig;

/**
 * Finds out how large the maps of a detector become, which {@code int8} divides into steps: in {@code float32}, one image after
 * the other, as they are predicted.
 */
public final class Calibrator {
    /**
     * How many images are looked at where there are as many: the first of the training split. Of images that are seen in tiles it is as many
     * tiles, evenly spread over those of as many images.
     */
    public static final int IMAGES = 100;

    private final CheckedConfig config;
    private final Weights weights;

    private record Seen(int images, Ranges ranges) {}

    /**
     * For a detector with weights.
     *
     * @param config whose type does not matter
     * @param weights of all parameters and buffers
     */
    public Calibrator(CheckedConfig config, Weights weights) {
        this.config = config.inFloat32();
        this.weights = weights;
    }

    /**
     * How large they become on images.
     *
     * @param images each {@code [1, 3, H, W]}, normalised
     */
    public Ranges onImages(Iterable<float[]> images) {
        InputConfig input = config.config().input();
        Detector detector = config.detector();
        try (PlanNetwork network = config.executor()
                        .compile(detector.inference(1, input.height(), input.width()), Purpose.INFERENCE, weights);
                RangeObserver observer =
                        network.observer(OutputPart.HEAD.among(network.outputs().keySet()))) {
            HeadRun head = new HeadRun(network, detector.geometry(input.height(), input.width()));
            images.forEach(pixels -> observer.observe(head.inputs(pixels)));
            return observer.ranges();
        }
    }

    /**
     * How large they become on the first images of the training split, without augmentation.
     *
     * @param looking hears how the look at the pictures goes on
     * @throws UserInputException where there are none
     */
    public Ranges onTrainingSplit(CheckListener looking) {
        return seen(looking).ranges();
    }

    private Seen seen(CheckListener looking) {
        Dataset dataset = trainingSplit(looking);
        SampleTransform transform = config.config().input().plainTransform();
        List<ImageEntry> entries = config.config().input().tiling().some(dataset.images(), IMAGES);
        Ranges ranges = onImages(() -> entries.stream()
                .map(entry -> transform.apply(entry, entry.source().read(), 0).pixels())
                .iterator());
        return new Seen(entries.size(), ranges);
    }

    private Dataset trainingSplit(CheckListener looking) {
        try {
            return CheckedSplit.open(config, Split.TRAIN, looking);
        } catch (UserInputException e) {
            List<Problem> problems = new ArrayList<>(e.problems());
            problems.add(lacking(config));
            throw new UserInputException(problems);
        }
    }

    /** What cannot be done without images. */
    public static Problem lacking(CheckedConfig config) {
        return Problem.of(
                config.place("execution.dtype"),
                "execution.dtype[int8] needs images of a training split, of which it takes how large values become",
                "name one by data, or predict in float32 or bfloat16");
    }

    /**
     * What was seen before and kept in a folder; empty where it is of other weights or another input, or damaged.
     *
     * @param weightsFile that the weights were read from
     * @param log hears of damage
     */
    public Optional<Ranges> keptIn(DetectorFolder folder, Path weightsFile, Consumer<String> log) {
        try {
            return Calibration.read(folder.calibration())
                    .filter(kept -> kept.isOf(Digests.sha256(weightsFile), input()))
                    .map(Calibration::ranges);
        } catch (UserInputException e) {
            log.accept(e.getMessage() + "; it is made again");
            return Optional.empty();
        }
    }

    /**
     * How large they become on the first images of the training split, kept in a folder for the next time.
     *
     * @param weightsFile that the weights were read from
     * @param looking hears how the look at the pictures goes on
     * @param log hears why it cannot be kept
     * @throws UserInputException where there are no images
     */
    public Ranges keepIn(DetectorFolder folder, Path weightsFile, CheckListener looking, Consumer<String> log) {
        Seen seen = seen(looking);
        try {
            new Calibration(Digests.sha256(weightsFile), input(), seen.images(), seen.ranges())
                    .write(folder.calibration());
        } catch (UserInputException e) {
            log.accept(e.getMessage() + "; the next prediction looks at the images again");
        }
        return seen.ranges();
    }

    private String input() {
        return config.config().input().toString();
    }
}
