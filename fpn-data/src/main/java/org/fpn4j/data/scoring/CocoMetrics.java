package org.fpn4j.data.scoring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The twelve numbers of COCO and the AP of each class, all in [0, 1], or -1 where there is nothing to measure.
 *
 * @param ap mean over IoU thresholds 0.50, 0.55 .. 0.95
 * @param apSmall objects below 32x32 pixels
 * @param apMedium objects from 32x32 to 96x96 pixels
 * @param apLarge objects above 96x96 pixels
 * @param ar1 recall with the best detection per image and class
 * @param perClass AP by class name, in the order of category ids
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
        Map<String, Double> perClass) {
    public CocoMetrics {
        perClass = Collections.unmodifiableMap(new LinkedHashMap<>(perClass));
    }

    /** The twelve numbers under the names that files and tables use, in COCO's order. */
    public Map<String, Double> summary() {
        Map<String, Double> summary = new LinkedHashMap<>();
        summary.put("AP", ap);
        summary.put("AP50", ap50);
        summary.put("AP75", ap75);
        summary.put("AP_S", apSmall);
        summary.put("AP_M", apMedium);
        summary.put("AP_L", apLarge);
        summary.put("AR1", ar1);
        summary.put("AR10", ar10);
        summary.put("AR100", ar100);
        summary.put("AR_S", arSmall);
        summary.put("AR_M", arMedium);
        summary.put("AR_L", arLarge);
        return Collections.unmodifiableMap(summary);
    }

    /** The summary, and {@code per_class} after it: the shape of the JSON that commands write. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(summary());
        json.put("per_class", perClass);
        return Collections.unmodifiableMap(json);
    }
}
