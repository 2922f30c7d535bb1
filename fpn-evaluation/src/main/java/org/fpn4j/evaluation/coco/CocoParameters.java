package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What is measured: the fields of {@code Params} in pycocotools that change a number.
 *
 * @param iouThresholds least IoU of a match, ascending; AP is the mean over them, AP50 and AP75 are measured where 0.5
 *     and 0.75 are among them
 * @param maxDetections how many of the best detections of an image and class count, three ascending limits: AP is
 *     measured with the last, AR with each
 * @param all areas of the objects that count at all
 * @param classesApart false lets a detection find an object of any class ({@code useCats} 0)
 * @param overlap by what IoU is measured ({@code iouType})
 */
public record CocoParameters(
        List<Double> iouThresholds,
        List<Integer> maxDetections,
        AreaRange all,
        AreaRange small,
        AreaRange medium,
        AreaRange large,
        boolean classesApart,
        Overlap overlap) {
    /** How many IoUs there may be. */
    public static final int MOST_THRESHOLDS = Integer.SIZE - 1; // one bit each

    static final int LIMITS = 3;
    private static final double LARGEST_AREA = 1e5 * 1e5;
    private static final double SMALL_AREA = 32 * 32;
    private static final double MEDIUM_AREA = 96 * 96;

    public CocoParameters {
        iouThresholds = List.copyOf(iouThresholds);
        maxDetections = List.copyOf(maxDetections);
        requireNonNull(all, "all is null");
        requireNonNull(small, "small is null");
        requireNonNull(medium, "medium is null");
        requireNonNull(large, "large is null");
        requireNonNull(overlap, "overlap is null");
        boolean thresholdsFit = iouThresholds.size() <= MOST_THRESHOLDS
                && iouThresholds.stream().allMatch(threshold -> threshold > 0 && threshold <= 1)
                && iouThresholds.stream().sorted().distinct().toList().equals(iouThresholds);
        if (iouThresholds.isEmpty() || !thresholdsFit) {
            throw new IllegalArgumentException(
                    "iouThresholds" + iouThresholds + " must ascend within (0, 1], at most " + MOST_THRESHOLDS);
        }
        boolean limitsFit = maxDetections.size() == LIMITS
                && maxDetections.get(0) >= 1
                && maxDetections.stream().sorted().toList().equals(maxDetections);
        if (!limitsFit) {
            throw new IllegalArgumentException(
                    "maxDetections" + maxDetections + " must be three ascending limits >= 1");
        }
    }

    /** By the IoU of boxes. */
    public CocoParameters(
            List<Double> iouThresholds,
            List<Integer> maxDetections,
            AreaRange all,
            AreaRange small,
            AreaRange medium,
            AreaRange large,
            boolean classesApart) {
        this(iouThresholds, maxDetections, all, small, medium, large, classesApart, Overlap.BOXES);
    }

    /** COCO's: IoU 0.50, 0.55 .. 0.95; 1, 10 and 100 detections; borders of 32² and 96² square pixels. */
    public CocoParameters() {
        this(
                Thresholds.cocoIous(),
                List.of(1, 10, 100),
                new AreaRange(0, LARGEST_AREA),
                new AreaRange(0, SMALL_AREA),
                new AreaRange(SMALL_AREA, MEDIUM_AREA),
                new AreaRange(MEDIUM_AREA, LARGEST_AREA),
                true);
    }

    /** The same with another largest limit; smaller limits than its own follow it down. */
    public CocoParameters withMaxDetections(int most) {
        List<Integer> limits = maxDetections.subList(0, LIMITS - 1).stream()
                .map(limit -> Math.min(limit, most))
                .toList();
        return new CocoParameters(
                iouThresholds,
                List.of(limits.get(0), limits.get(1), most),
                all,
                small,
                medium,
                large,
                classesApart,
                overlap);
    }

    /** The same at other IoUs. */
    public CocoParameters withIous(List<Double> others) {
        return new CocoParameters(others, maxDetections, all, small, medium, large, classesApart, overlap);
    }

    /** The same with other objects that count at all. */
    public CocoParameters withAll(AreaRange areas) {
        return new CocoParameters(iouThresholds, maxDetections, areas, small, medium, large, classesApart, overlap);
    }

    /** The same with all objects as one class. */
    public CocoParameters withoutClasses() {
        return new CocoParameters(iouThresholds, maxDetections, all, small, medium, large, false, overlap);
    }

    /** The same by another IoU. */
    public CocoParameters by(Overlap other) {
        return new CocoParameters(iouThresholds, maxDetections, all, small, medium, large, classesApart, other);
    }

    /** The least IoU of a match, a little below 1 at most, as in the reference. */
    double iou(int index) {
        return Math.min(iouThresholds.get(index), 1 - 1e-10);
    }

    int limit(int index) {
        return maxDetections.get(index);
    }

    /** How many of the best detections of an image and class count at all. */
    public int largestLimit() {
        return maxDetections.get(LIMITS - 1);
    }

    /** The size of an object; one on a border is of the smaller size here, and of both when it is scored. */
    public SizeClass sizeOf(double area) {
        if (!small.excludes(area)) {
            return SizeClass.SMALL;
        }
        return medium.excludes(area) ? SizeClass.LARGE : SizeClass.MEDIUM;
    }

    /** The areas of objects of a size. */
    public AreaRange area(SizeClass size) {
        return switch (size) {
            case ALL -> all;
            case SMALL -> small;
            case MEDIUM -> medium;
            case LARGE -> large;
        };
    }
}
