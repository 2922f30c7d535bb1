package org.fpn4j.evaluation.metric;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoGroundTruthFile;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;

/** Scores files and data sets, and says what their numbers do not show. */
public final class Scoring {
    private static final String AS_SHARES = " boxes are smaller than a pixel, as if they were shares of the picture";

    private final CocoParameters parameters;
    private final Metrics metrics;

    /** By all metrics that there are, with COCO's parameters. */
    public Scoring() {
        this(new CocoParameters());
    }

    /** By all metrics that there are. */
    public Scoring(CocoParameters parameters) {
        this(parameters, Metrics.found(parameters));
    }

    /** By all metrics that there are, and those of masks. */
    public static Scoring withMasks(CocoParameters parameters) {
        return new Scoring(parameters, Metrics.foundWithMasks(parameters));
    }

    /** By some metrics. */
    public Scoring(CocoParameters parameters, Metrics metrics) {
        this.parameters = requireNonNull(parameters, "parameters is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
    }

    /**
     * Scores a file of detections against a file of annotations, as pycocotools does.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that is wrong in either file
     */
    public Score score(Path groundTruth, Path detections) {
        CocoGroundTruth truth =
                metrics.ofMasks() ? CocoGroundTruthFile.withMasks(groundTruth) : CocoGroundTruthFile.read(groundTruth);
        CocoDetectionsFile.Detections read = CocoDetectionsFile.readAll(detections, truth);
        EvaluatedDetections detected = EvaluatedDetections.of(truth, read.all(), parameters);

        List<String> warnings = new ArrayList<>();
        if (read.matchedByName() > 0) {
            warnings.add("image_id of [" + read.matchedByName()
                    + "] detections is not that of their file_name; the file_name counts");
        }
        if (truth.objects().stream().anyMatch(object -> object.id() == 0)) {
            warnings.add(
                    "annotation[0] counts as missed even where it is found, because pycocotools takes id 0 for none;"
                            + " ids from 1 avoid it");
        }
        addBoxRemarks(truth.objects(), CocoObject::width, CocoObject::height, "ground truth", warnings);
        addBoxRemarks(read.all(), CocoDetection::width, CocoDetection::height, "detections", warnings);
        Set<Long> unknown = unknownCategories(truth, read.all(), warnings);
        int images = imagesWithoutDetection(truth, read.all(), warnings);
        addLimitRemark(truth, warnings);
        if (truth.masked()) {
            warnings.addAll(MaskRemarks.of(truth, read.all(), read.boxesAsMasks()));
        }
        return score(detected, new LeftOut(images, unknown.size()), warnings);
    }

    /**
     * Scores detections against a data set's reference.
     *
     * @param detections of the data set's own categories
     */
    public Score score(Dataset dataset, List<CocoDetection> detections) {
        CocoGroundTruth truth = CocoGroundTruth.of(dataset);
        EvaluatedDetections detected = EvaluatedDetections.of(truth, detections, parameters);
        List<String> warnings = new ArrayList<>();
        int images = dataset.leftOutImages();
        if (images > 0) {
            warnings.add("[" + images + "] of [" + truth.imageIds().size()
                    + "] images have no usable picture; their objects count as missed");
        }
        addLimitRemark(truth, warnings);
        if (metrics.ofMasks() && truth.masked()) {
            long boxesAsMasks = detections.stream()
                    .filter(detection -> detection.mask().isEmpty())
                    .count();
            warnings.addAll(MaskRemarks.of(truth, truth.masked(detections), boxesAsMasks));
        } else if (metrics.ofMasks()) {
            warnings.add(
                    "the data set is read without masks, so metrics of masks measure nothing; data.masks: true reads"
                            + " them");
        }
        return score(detected, new LeftOut(images, 0), warnings);
    }

    private Score score(EvaluatedDetections detections, LeftOut leftOut, List<String> warnings) {
        return new Score(metrics.read(detections), metrics.sections(detections), leftOut, warnings);
    }

    private static <T> void addBoxRemarks(
            List<T> boxes, Function<T, Double> width, Function<T, Double> height, String whose, List<String> warnings) {
        long negative = boxes.stream()
                .filter(box -> width.apply(box) < 0 || height.apply(box) < 0)
                .count();
        long tiny = boxes.stream()
                .filter(box -> isShare(width.apply(box)) && isShare(height.apply(box)))
                .count();
        if (negative > 0) {
            warnings.add(whose + ": [" + negative + "] of [" + boxes.size() + "] boxes have a negative side");
        }
        if (2 * tiny > boxes.size()) {
            warnings.add(whose + ": [" + tiny + "] of [" + boxes.size() + "]" + AS_SHARES);
        }
    }

    private static boolean isShare(double side) {
        return side > 0 && side <= 1;
    }

    private static Set<Long> unknownCategories(
            CocoGroundTruth truth, List<CocoDetection> detections, List<String> warnings) {
        Set<Long> unknown = new TreeSet<>();
        int count = 0;
        for (CocoDetection detection : detections) {
            if (!truth.categories().containsKey(detection.categoryId())) {
                unknown.add(detection.categoryId());
                count++;
            }
        }
        if (count > 0) {
            warnings.add("[" + count + "] of [" + detections.size() + "] detections have a category_id" + unknown
                    + " that the ground truth does not have; they do not count");
        }
        return unknown;
    }

    private static int imagesWithoutDetection(
            CocoGroundTruth truth, List<CocoDetection> detections, List<String> warnings) {
        Set<Long> without = new HashSet<>(truth.imageIds());
        detections.forEach(detection -> without.remove(detection.imageId()));
        if (truth.objects().stream().anyMatch(object -> without.contains(object.imageId()))) {
            warnings.add("[" + without.size() + "] of [" + truth.imageIds().size()
                    + "] images have no detection; their objects count as missed");
        }
        return without.size();
    }

    /** Objects past the limit of detections cannot be found, so that no detector could reach AP 1. */
    private void addLimitRemark(CocoGroundTruth truth, List<String> warnings) {
        Map<List<Long>, Integer> counts = new HashMap<>();
        for (CocoObject object : truth.objects()) {
            if (object.counts()) {
                long category = parameters.classesApart() ? object.categoryId() : 0;
                counts.merge(List.of(object.imageId(), category), 1, Integer::sum);
            }
        }
        int limit = parameters.largestLimit();
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (most > limit) {
            long images = counts.entrySet().stream()
                    .filter(entry -> entry.getValue() > limit)
                    .map(entry -> entry.getKey().get(0))
                    .distinct()
                    .count();
            warnings.add("[" + images + "] images hold more than [" + limit + "] objects of a class, up to [" + most
                    + "], and no more than [" + limit + "] detections of each count; --max-detections raises it");
        }
    }
}
