package org.fpn4j.evaluation.coco;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The twelve numbers of COCO and those of each class, all in [0, 1], or -1 where there is nothing to measure.
 *
 * @param ap mean over IoU thresholds 0.50, 0.55 .. 0.95
 * @param apSmall objects below 32x32 pixels
 * @param apMedium objects from 32x32 to 96x96 pixels
 * @param apLarge objects above 96x96 pixels
 * @param ar1 recall with the first limit of detections per image and class, COCO's 1
 * @param ar10 with the second, COCO's 10
 * @param ar100 with the last, COCO's 100; so are AP and the recalls by size
 * @param perClass scores by class name, in the order of category ids; empty where classes are not told apart
 * @param limits of detections per image and class, three of them
 */
public record CocoMetrics(
        double ap,
        double ap50,
        double ap75,
        double apSmall,
        double apMedium,
        double apLarge,
        double ar1,
        double ar10,
        double ar100,
        double arSmall,
        double arMedium,
        double arLarge,
        Map<String, ClassScore> perClass,
        List<Integer> limits) {
    public CocoMetrics {
        perClass = Collections.unmodifiableMap(new LinkedHashMap<>(perClass));
        limits = List.copyOf(limits);
    }

    /** The twelve numbers under the names that files and tables use, in COCO's order; AR is named after its limit. */
    public Map<String, Double> summary() {
        Map<String, Double> summary = new LinkedHashMap<>();
        summary.put("AP", ap);
        summary.put("AP50", ap50);
        summary.put("AP75", ap75);
        summary.put("AP_S", apSmall);
        summary.put("AP_M", apMedium);
        summary.put("AP_L", apLarge);
        summary.put("AR" + limits.get(0), ar1);
        summary.put("AR" + limits.get(1), ar10);
        summary.put("AR" + limits.get(2), ar100);
        summary.put("AR_S", arSmall);
        summary.put("AR_M", arMedium);
        summary.put("AR_L", arLarge);
        return Collections.unmodifiableMap(summary);
    }

    /** The summary, and AP by class name in {@code per_class} after it: the shape of the JSON that commands write. */
    public Map<String, Object> json() {
        Map<String, Double> apByClass = new LinkedHashMap<>();
        perClass.forEach((name, scores) -> apByClass.put(name, scores.ap()));
        Map<String, Object> json = new LinkedHashMap<>(summary());
        json.put("per_class", apByClass);
        return Collections.unmodifiableMap(json);
    }
}
