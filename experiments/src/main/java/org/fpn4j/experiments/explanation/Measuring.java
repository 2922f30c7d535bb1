package org.fpn4j.experiments.explanation;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.topology.FlowNode;
import org.fpn4j.core.topology.Topology;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.pretrained.StartingWeights;

/** Measures runs on the same data. Fields and gradients are computed in float32, scores as the run predicts. */
final class Measuring {
    private static final int MOST_IMAGES = 64; // of a field
    private static final long MOST_BYTES = 256L << 20; // of their pixels

    private final Dataset train;
    private final Dataset validation;
    private final PathTable paths;
    private final PictureCache pictures;
    private final Consumer<String> log;

    Measuring(Dataset train, Dataset validation, PathTable paths, PictureCache pictures, Consumer<String> log) {
        this.train = train;
        this.validation = validation;
        this.paths = paths;
        this.pictures = pictures;
        this.log = log;
    }

    /** Everything of one run. */
    RunFindings of(ExplainedRun run) {
        CheckedConfig checked = run.experiment().checked();
        ExperimentConfig config = checked.config();
        Detector detector = checked.detector();
        Weights initial = StartingWeights.of(checked, train).weights();
        PlanExecutor exact = checked.inFloat32().executor();
        int batch = batch(config);
        Shape images =
                Shape.of(batch, 3, config.input().height(), config.input().width());
        log.accept("seed " + run.seed() + ": effective receptive fields");
        List<LevelField> fields = new FieldSurvey(detector, exact, samples(checked, validation, images(config)), images)
                .run(initial, run.weights());
        log.accept("seed " + run.seed() + ": gradients along edges");
        List<Map<FlowNode.Source, Double>> norms = new EdgeGradients(detector, config.input(), paths.topology())
                .of(
                        exact,
                        samples(checked, train, config.training().batchSize()),
                        edges(paths.topology()),
                        List.of(initial, run.weights()));
        log.accept("seed " + run.seed() + ": levels knocked out");
        List<KnockOut.Outcome> outcomes = new KnockOut(
                        detector, config, run.predicting().get(), run.weights(), validation, pictures)
                .run(paths.levels());
        return new RunFindings(
                run.seed(),
                fields,
                FusionHistory.of(run.directory(), paths.fusion(), initial, run.weights(), log),
                outcomes,
                norms.get(0),
                norms.get(1));
    }

    private static List<FlowNode.Source> edges(Topology topology) {
        return topology.stations().stream()
                .flatMap(station -> station.incoming().stream())
                .map(edge -> edge.begins())
                .distinct()
                .toList();
    }

    private int batch(ExperimentConfig config) {
        return Math.min(
                Math.min(config.training().batchSize(), MOST_IMAGES),
                validation.images().size());
    }

    /** How many images fields are measured on: whole batches of them. */
    int images(ExperimentConfig config) {
        int batch = batch(config);
        long ofOne = 12L * config.input().height() * config.input().width();
        long most = Math.min(MOST_IMAGES, Math.max(batch, MOST_BYTES / ofOne));
        return (int) Math.min(most, validation.images().size()) / batch * batch;
    }

    /** The first images of a split, or as many of their tiles; from the beginning again where there are fewer. */
    private static List<Sample> samples(CheckedConfig checked, Dataset split, int count) {
        InputConfig input = checked.config().input();
        SampleTransform transform = input.plainTransform().withClassWeights(checked.classWeights(split.categories()));
        List<ImageEntry> images = input.tiling().some(split.images(), count);
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> images.get(i % images.size()))
                .map(image -> transform.apply(image, image.source().read(), 0))
                .toList();
    }
}
