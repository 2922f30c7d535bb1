package org.fpn4j.training.inference;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.training.config.CheckedConfig;

/** A trained detector at work on one picture after the other. Not thread-safe. */
public final class TrainedDetector implements AutoCloseable {
    private final Predictor predictor;
    private final List<String> classNames;

    /**
     * A detector in memory, such as a training gives.
     *
     * @param classNames by index; classes of the head beyond them are never found
     * @param weights of all parameters and buffers
     * @throws org.fpn4j.config.problem.UserInputException where this machine lacks what the config asks for
     */
    public TrainedDetector(CheckedConfig config, List<String> classNames, Weights weights) {
        this(
                config,
                classNames,
                weights,
                config.needsRanges()
                        ? new Calibrator(config, weights).onTrainingSplit(CheckListener.SILENT)
                        : Ranges.NONE);
    }

    private TrainedDetector(CheckedConfig config, List<String> classNames, Weights weights, Ranges ranges) {
        this(
                new Predictor(
                        config.detector(),
                        config.executor(ranges),
                        config.config().input(),
                        1,
                        classNames.size(),
                        weights),
                classNames);
    }

    /**
     * A detector that is compiled.
     *
     * @param predictor is closed with this
     * @param classNames by index
     */
    public TrainedDetector(Predictor predictor, List<String> classNames) {
        this.predictor = predictor;
        this.classNames = List.copyOf(classNames);
    }

    /**
     * The detector that a run has trained.
     *
     * @param folder as {@link DetectorFolder} describes it, {@code runs/tiny-0}
     * @throws org.fpn4j.config.problem.UserInputException with everything that is missing or does not fit
     */
    public static TrainedDetector load(Path folder) {
        DetectorFolder files = new DetectorFolder(folder);
        CheckedConfig config = CheckedConfig.load(files.config(), List.of());
        List<String> names =
                files.classesOf(config).stream().map(ClassName::name).toList();
        Weights weights = DetectorWeights.read(files.weights(), config.parameters());
        return new TrainedDetector(
                config, names, weights, config.needsRanges() ? ranges(files, config, weights) : Ranges.NONE);
    }

    private static Ranges ranges(DetectorFolder files, CheckedConfig config, Weights weights) {
        Calibrator calibrator = new Calibrator(config, weights);
        return calibrator
                .keptIn(files, files.weights(), unheard -> {})
                .orElseGet(() -> calibrator.keepIn(files, files.weights(), CheckListener.SILENT, unheard -> {}));
    }

    /**
     * What is in a picture, the most certain first.
     *
     * @param picture a file of a picture
     * @throws org.fpn4j.config.problem.UserInputException where it is missing or broken
     */
    public List<FoundObject> detect(Path picture) {
        return detect(ImageEntry.of(1, picture));
    }

    /** The same of an image wherever it comes from. */
    public List<FoundObject> detect(ImageEntry image) {
        return named(predictor.detect(image));
    }

    /**
     * What is in a picture, and what the levels see of it.
     *
     * @param found the most certain first
     * @param levels without cells that see padding alone, by output: {@code features/C2} ... {@code pyramid/P7}
     */
    public record Look(List<FoundObject> found, Map<String, LevelMap> levels) {
        public Look {
            found = List.copyOf(found);
            levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
        }
    }

    /** Detects, and keeps what the levels see, of one run of the network. */
    public Look look(ImageEntry image) {
        Map<String, LevelMap> levels = new LinkedHashMap<>();
        return new Look(named(predictor.detect(image, levels::putAll)), levels);
    }

    private List<FoundObject> named(List<Detection> detections) {
        return detections.stream()
                .map(found -> new FoundObject(classNames.get(found.label()), found.score(), found.box()))
                .toList();
    }

    @Override
    public void close() {
        predictor.close();
    }
}
