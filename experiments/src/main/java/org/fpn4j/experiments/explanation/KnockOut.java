package org.fpn4j.experiments.explanation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.replicate.ImageDraws;
import org.fpn4j.evaluation.replicate.Replicates;
import org.fpn4j.evaluation.statistics.Scored;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.inference.Evaluation;
import org.fpn4j.training.inference.Predictor;

/** What a trained detector scores without one of its levels: every level, in every way. */
final class KnockOut {
    /** The name of the detector with all of its levels. */
    static final String WHOLE = "all levels";

    /** By the metrics that are told, the first decides. */
    static final List<Metric> METRICS = Metrics.coco().all().stream()
            .filter(metric -> List.of("AP", "AP_S", "AP_M", "AP_L").contains(metric.name()))
            .toList();

    /** What a detector scored by a metric, draws of its images included, whole or without a level. */
    record Outcome(Removal.Kind kind, String metric, Scored score) {}

    private final Detector detector;
    private final ExperimentConfig config;
    private final PlanExecutor executor;
    private final Weights weights;
    private final Dataset validation;
    private final PictureCache pictures;
    private final CocoGroundTruth groundTruth;

    KnockOut(
            Detector detector,
            ExperimentConfig config,
            PlanExecutor executor,
            Weights weights,
            Dataset validation,
            PictureCache pictures) {
        this.detector = detector;
        this.config = config;
        this.executor = executor;
        this.weights = weights;
        this.validation = validation;
        this.pictures = pictures;
        this.groundTruth = CocoGroundTruth.of(validation);
    }

    /** {@code without P3}. */
    static String name(String level) {
        return "without " + level;
    }

    /**
     * Scores.
     *
     * @param levels names of the pyramid's levels, finest first
     * @return of each kind the scores with all levels, then without each; kinds that the head cannot tell are missing
     */
    List<Outcome> run(List<String> levels) {
        HeadGeometry geometry =
                detector.geometry(config.input().height(), config.input().width());
        List<Removal> removals = new ArrayList<>();
        for (Removal.Kind kind : Removal.Kind.values()) {
            if (!kind.isOfDecoding() || geometry.decoding().isPresent()) {
                IntStream.range(0, levels.size()).forEach(level -> removals.add(new Removal(kind, level)));
            }
        }
        Map<Removal, List<CocoDetection>> found = new LinkedHashMap<>();
        Map<String, Scored> whole = scored(WHOLE, decoded(removals, found));
        List<Outcome> outcomes = new ArrayList<>();
        for (Removal removal : removals) {
            if (removal.level() == 0) {
                add(outcomes, removal.kind(), whole);
            }
            List<CocoDetection> without = removal.kind().isOfDecoding() ? found.get(removal) : blanked(removal.level());
            add(outcomes, removal.kind(), scored(name(levels.get(removal.level())), without));
        }
        return outcomes;
    }

    private static void add(List<Outcome> outcomes, Removal.Kind kind, Map<String, Scored> scores) {
        scores.forEach((metric, score) -> outcomes.add(new Outcome(kind, metric, score)));
    }

    /** All that are a matter of decoding, by one run over the images; gives what is found with all levels. */
    private List<CocoDetection> decoded(List<Removal> removals, Map<Removal, List<CocoDetection>> found) {
        List<Removal> ofDecoding = removals.stream()
                .filter(removal -> removal.kind().isOfDecoding())
                .toList();
        List<Predictor.Decoder> decoders = new ArrayList<>();
        decoders.add(HeadGeometry::decode);
        ofDecoding.forEach(removal -> decoders.add(removal.decoder()));
        List<List<CocoDetection>> all = detections(detector, decoders);
        for (int i = 0; i < ofDecoding.size(); i++) {
            found.put(ofDecoding.get(i), all.get(1 + i));
        }
        return all.get(0);
    }

    private List<CocoDetection> blanked(int level) {
        Detector without = new Detector(
                detector.backbone(), detector.neck(), detector.extraLevels(), new BlankedHead(detector.head(), level));
        return detections(without, List.of(HeadGeometry::decode)).get(0);
    }

    private List<List<CocoDetection>> detections(Detector of, List<Predictor.Decoder> decoders) {
        LoaderOptions options = new LoaderOptions(config.training().loaderThreads(), 2);
        try (Predictor predictor = new Predictor(
                of,
                executor,
                config.input(),
                config.training().batchSize(),
                validation.categories().size(),
                weights)) {
            return new Evaluation(validation, options, pictures).detections(predictor, decoders);
        }
    }

    private Map<String, Scored> scored(String name, List<CocoDetection> detections) {
        EvaluatedDetections evaluated = EvaluatedDetections.of(groundTruth, detections, new CocoParameters());
        Optional<Replicates> replicates = groundTruth.imageIds().isEmpty()
                ? Optional.empty()
                : Optional.of(Replicates.of(evaluated, METRICS, ImageDraws.USUAL));
        Map<String, Scored> scores = new LinkedHashMap<>();
        for (Metric metric : METRICS) {
            scores.put(
                    metric.name(),
                    new Scored(
                            name,
                            config.seed(),
                            metric.value(evaluated),
                            replicates.flatMap(drawn -> drawn.of(metric.name()))));
        }
        return scores;
    }
}
