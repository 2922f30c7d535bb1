package org.fpn4j.evaluation.tide;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fpn4j.evaluation.metric.EvaluatedDetections;

/**
 * How much AP is lost by mistakes of each kind: what AP at one IoU threshold would be without them, less what it is, each from the
 * detections as they are and never below 0. All are shares of 1, as AP is; -1 where there is no object.
 *
 * <p>Bolya et al.: TIDE, a general toolbox for identifying object detection errors, ECCV 2020, arXiv 2008.08115; the numbers are
 * those of tidecv 1.0.1 over 100.
 *
 * <p>Kept from tidecv where it differs from COCO: <ul>
 * <li>the mean is over classes that have objects or detections, where COCO's is over those that have objects;
 * <li>the best 100 detections of an image count, of all classes together;
 * <li>equal scores are in the order of images, and where mistakes are mended those that are left come first;
 * <li>a detection that lies in a crowd and is on nothing else is no false positive, but stands among the mistakes.
 * </ul>
 *
 * <p>Differs from tidecv: detections of categories that the ground truth does not have count for nothing.
 *
 * @param precision AP as it is
 * @param lost by mistakes of a kind
 * @param byFalsePositives lost by all detections that are wrong
 * @param byMisses lost by all objects that are not found
 * @param counts of mistakes
 */
public record Tide(
        double precision,
        Map<ErrorKind, Double> lost,
        double byFalsePositives,
        double byMisses,
        Map<ErrorKind, Long> counts) {
    private static final double NOTHING = -1;

    public Tide {
        lost = Collections.unmodifiableMap(new EnumMap<>(lost));
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    /** Of some detections, by thresholds. */
    private record Known(Map<TideThresholds, Tide> byThresholds) {}

    /** Detections of a whole or a draw, each made once. */
    private record Mended(Map<TideThresholds, Variants> byThresholds) {}

    private record Variants(
            TideErrors errors,
            List<ClassPoints> asFound,
            Map<ErrorKind, List<ClassPoints>> without,
            List<ClassPoints> withoutFalsePositives,
            List<ClassPoints> withoutMisses) {
        static Variants of(EvaluatedDetections whole, TideThresholds thresholds) {
            TideErrors errors = TideErrors.of(whole, thresholds);
            Map<ErrorKind, List<ClassPoints>> without = new EnumMap<>(ErrorKind.class);
            for (ErrorKind kind : ErrorKind.values()) {
                without.put(kind, errors.without(kind));
            }
            return new Variants(
                    errors, errors.asFound(), without, errors.withoutFalsePositives(), errors.withoutMisses());
        }
    }

    /** Matches, where that was not done already, and reads. */
    public static Tide of(EvaluatedDetections detections, TideThresholds thresholds) {
        requireNonNull(thresholds, "thresholds is null");
        return detections
                .once(Known.class, all -> new Known(new ConcurrentHashMap<>()))
                .byThresholds()
                .computeIfAbsent(thresholds, some -> read(detections, some));
    }

    private static Tide read(EvaluatedDetections detections, TideThresholds thresholds) {
        EvaluatedDetections whole = detections.whole();
        Variants variants = whole.once(Mended.class, all -> new Mended(new ConcurrentHashMap<>()))
                .byThresholds()
                .computeIfAbsent(thresholds, some -> Variants.of(whole, some));
        int[] copies = detections.copies();
        boolean hasObjects = variants.asFound().stream().anyMatch(points -> points.objects(copies) > 0);
        double precision = hasObjects ? mean(variants.asFound(), copies) : NOTHING;
        Map<ErrorKind, Double> lost = new EnumMap<>(ErrorKind.class);
        Map<ErrorKind, Long> counts = new EnumMap<>(ErrorKind.class);
        for (ErrorKind kind : ErrorKind.values()) {
            lost.put(kind, lost(precision, variants.without().get(kind), copies));
            counts.put(kind, variants.errors().count(kind, copies));
        }
        return new Tide(
                precision,
                lost,
                lost(precision, variants.withoutFalsePositives(), copies),
                lost(precision, variants.withoutMisses(), copies),
                counts);
    }

    private static double lost(double precision, List<ClassPoints> without, int[] copies) {
        return precision < 0 ? NOTHING : Math.max(0, mean(without, copies) - precision);
    }

    /** Over the classes that are there; 0 where none is left. */
    private static double mean(List<ClassPoints> classes, int[] copies) {
        return classes.stream()
                .filter(points -> points.isThere(copies))
                .mapToDouble(points -> points.precision(copies))
                .average()
                .orElse(0);
    }
}
