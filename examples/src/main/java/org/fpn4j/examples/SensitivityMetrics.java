package org.fpn4j.examples;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricFamily;

/**
 * The share of objects that a reader finds who puts up with one false alarm an image: a point of the FROC curve (Bunch et
 * al., A free response approach to the measurement and characterization of radiographic observer performance, 1977).
 *
 * <p>Detections come by descending score, over all images. Each takes the free object of its class and image that it overlaps
 * most, at an IoU of 0.1 or more. One that overlaps only objects that are taken, or crowds, counts neither way; any other is
 * a false alarm, and the one too many ends it.
 */
@AutoService(MetricFamily.class)
public final class SensitivityMetrics implements MetricFamily {
    private static final double LEAST_IOU = 0.1;

    @Override
    public String name() {
        return "sensitivity";
    }

    @Override
    public List<Metric> metrics(CocoParameters parameters) {
        return List.of(new Metric(
                        "SENS1",
                        "the share of objects found at one false positive an image, by IoU 0.1",
                        SensitivityMetrics::atOneFalsePositive)
                .ofEachClass());
    }

    private static double atOneFalsePositive(EvaluatedDetections detections) {
        Map<List<Long>, List<CocoObject>> free = new HashMap<>(); // by image and class
        int objects = 0;
        for (CocoObject object : detections.groundTruth().objects()) {
            free.computeIfAbsent(List.of(object.imageId(), object.categoryId()), place -> new ArrayList<>())
                    .add(object);
            objects += object.counts() ? 1 : 0;
        }
        if (objects == 0) {
            return -1; // nothing to measure
        }
        Map<List<Long>, List<CocoObject>> all = new HashMap<>();
        free.forEach((place, here) -> all.put(place, List.copyOf(here)));
        List<CocoDetection> ranked = new ArrayList<>(detections.detections());
        ranked.sort(Comparator.comparingDouble(CocoDetection::score).reversed()); // stable: ties keep the file's order
        int allowed = detections.groundTruth().imageIds().size();
        int found = 0;
        int alarms = 0;
        for (CocoDetection detection : ranked) {
            List<Long> place = List.of(detection.imageId(), detection.categoryId());
            List<CocoObject> here = free.getOrDefault(place, List.of());
            CocoObject best = here.stream()
                    .filter(CocoObject::counts)
                    .filter(object -> iou(detection, object) >= LEAST_IOU)
                    .max(Comparator.comparingDouble(object -> iou(detection, object)))
                    .orElse(null);
            if (best != null) {
                here.remove(best);
                found++;
            } else if (all.getOrDefault(place, List.of()).stream()
                    .noneMatch(object -> iou(detection, object) >= LEAST_IOU)) {
                alarms++;
                if (alarms > allowed) {
                    break;
                }
            }
        }
        return (double) found / objects;
    }

    private static double iou(CocoDetection detection, CocoObject object) {
        double width = Math.min(detection.x() + detection.width(), object.x() + object.width())
                - Math.max(detection.x(), object.x());
        double height = Math.min(detection.y() + detection.height(), object.y() + object.height())
                - Math.max(detection.y(), object.y());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double both = width * height;
        return both / (detection.area() + object.width() * object.height() - both);
    }
}
