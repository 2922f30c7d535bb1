package org.fpn4j.evaluation.froc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.fpn4j.evaluation.metric.EvaluatedDetections;

/**
 * Detections by a FROC convention; -1 where there is nothing to measure. Classes that the detections tell apart are matched apart
 * and counted together.
 */
public final class Froc {
    private final EvaluatedDetections detections;
    private final FrocConvention convention;
    private final Marks marks;
    private final int[] copies;

    /** Matches, where that was not done already. */
    public Froc(EvaluatedDetections detections, FrocConvention convention) {
        this.detections = requireNonNull(detections, "detections is null");
        this.convention = requireNonNull(convention, "convention is null");
        this.marks = Marks.of(detections, convention.marks());
        this.copies = detections.copies();
    }

    /**
     * What comes of a threshold that keeps to a rate.
     *
     * @param rate of false positives per image, which is kept to
     * @param threshold the least score; empty where the rate allows no detection
     * @param sensitivity at the rate, as the convention reads it
     * @param perImage false positives at the threshold per image
     * @param perNegativeImage those on images without objects, per such image; -1 where there is none
     */
    public record OperatingPoint(
            double rate, OptionalDouble threshold, double sensitivity, double perImage, double perNegativeImage) {}

    /**
     * Lesions of a range of sizes; who finds others counts neither way, and the rate is that of all.
     *
     * @param unit {@code mm} or {@code pixels}, of longest sides
     * @param lesions how many are in the range
     * @param sensitivities at the convention's rates
     * @param score their mean
     */
    public record OfSize(SizeBins.Bin bin, String unit, long lesions, List<Double> sensitivities, double score) {
        public OfSize {
            sensitivities = List.copyOf(sensitivities);
        }
    }

    /** Over the convention's images. */
    public FrocCurve curve() {
        return over(convention.images());
    }

    private FrocCurve over(RateImages images) {
        return detections
                .once(Curves.class, all -> new Curves(new ConcurrentHashMap<>()))
                .known()
                .computeIfAbsent(
                        new CurveKey(convention.marks(), images),
                        key -> FrocCurve.of(marks, copies, images, lesion -> true));
    }

    /** Of the same detections, because several metrics are read of one. */
    private record Curves(Map<CurveKey, FrocCurve> known) {}

    private record CurveKey(MarkRule rule, RateImages images) {}

    /** At each of the convention's rates. */
    public List<OperatingPoint> operatingPoints() {
        FrocCurve curve = curve();
        FrocCurve overAll = over(RateImages.ALL);
        FrocCurve overNegatives = over(RateImages.NEGATIVE);
        List<OperatingPoint> points = new ArrayList<>();
        for (double rate : convention.rates()) {
            OptionalDouble threshold = curve.threshold(rate, convention.reading());
            double least = threshold.orElse(Double.POSITIVE_INFINITY);
            points.add(new OperatingPoint(
                    rate,
                    threshold,
                    curve.sensitivity(rate, convention.reading()),
                    overAll.rateAt(least),
                    overNegatives.rateAt(least)));
        }
        return points;
    }

    /** The mean of the sensitivities at the convention's rates. */
    public double score() {
        return curve().score(convention.rates(), convention.reading());
    }

    /** For each of the convention's ranges. */
    public List<OfSize> bySize() {
        LesionSizes sizes = LesionSizes.of(detections.whole().groundTruth());
        List<OfSize> bySize = new ArrayList<>();
        for (SizeBins.Bin bin : sizes.bins(convention).bins()) {
            FrocCurve curve =
                    FrocCurve.of(marks, copies, convention.images(), lesion -> bin.holds(sizes.of(lesion.object())));
            bySize.add(new OfSize(
                    bin,
                    sizes.unit(),
                    curve.lesions(),
                    convention.rates().stream()
                            .map(rate -> curve.sensitivity(rate, convention.reading()))
                            .toList(),
                    curve.score(convention.rates(), convention.reading())));
        }
        return bySize;
    }

    /** The area under the weighted alternative FROC curve. */
    public double wafroc() {
        return Wafroc.of(marks, copies);
    }

    /** How many images have no object. */
    public long negativeImages() {
        return over(RateImages.NEGATIVE).images();
    }
}
