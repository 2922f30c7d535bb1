package org.fpn4j.heads.centernet;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Operation.IouLoss;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * Objects on all levels, each of which has a range of sizes (arXiv:2103.07461v1, section 4.1, and its code). The size of an
 * object is half the diagonal of its box; ranges may overlap, and an object belongs to every level whose range has its size.
 *
 * @param ranges least and largest size in pixels of each level, finest first, both included; empty for 4 and 10 strides of
 *     each, from 0 at the finest and without end at the coarsest, which is {@code [[0, 80], [64, 160], [128, 320], [256,
 *     640], [512, 1e7]]} for P3 to P7
 * @param minOverlap least overlap of boxes whose centres are a radius apart
 * @param minRadius least radius of the heat around a centre, in pixels
 * @param boxLoss which overlap is learned
 * @param boxLossWeight of that loss in the sum
 */
public record AllLevelsConfig(
        @Count(max = 14) List<List<Double>> ranges,
        @Range(min = 0, max = 1, aboveMin = true, belowMax = true) double minOverlap,
        @Range(min = 0, max = 1e6, aboveMin = true) double minRadius,
        IouLoss.Kind boxLoss,
        @Range(min = 0, max = 1e6) double boxLossWeight) {
    private static final double ENDLESS = 1e7;

    /** The code's. */
    public AllLevelsConfig() {
        this(List.of(), 0.8, 4, IouLoss.Kind.GIOU, 2);
    }

    public AllLevelsConfig {
        ranges = ranges.stream().map(List::copyOf).toList();
        requireNonNull(boxLoss, "boxLoss is null");
        FieldChecks checks = FieldChecks.of(AllLevelsConfig.class).bounds("ranges", ranges);
        for (int i = 0; i < ranges.size(); i++) {
            List<Double> range = ranges.get(i);
            checks.require(
                    range.size() == 2 && range.get(0) >= 0 && range.get(1) > range.get(0) && range.get(1) <= 1e9,
                    "ranges[" + i + "]",
                    range.toString().replaceAll("[\\[\\]]", ""),
                    "must be a least and a larger size of at most 1e9 pixels");
        }
        checks.bounds("minOverlap", minOverlap)
                .bounds("minRadius", minRadius)
                .bounds("boxLossWeight", boxLossWeight)
                .done();
    }

    /**
     * Checks that every level has a range.
     *
     * @throws org.fpn4j.config.problem.InvalidFieldsException where one has not, or there are more
     */
    void check(PyramidSpec pyramid) {
        int levels = pyramid.levels().size();
        new FieldChecks()
                .require(
                        ranges.isEmpty() || ranges.size() == levels,
                        "all.ranges",
                        ranges.toString().replaceAll("^\\[|\\]$", ""),
                        "must be empty or one for each of the levels" + pyramid.names())
                .done();
    }

    /** Whether an object of this size belongs to a level. */
    boolean cares(PyramidSpec pyramid, int level, double size) {
        if (!ranges.isEmpty()) {
            return size >= ranges.get(level).get(0) && size <= ranges.get(level).get(1);
        }
        int stride = pyramid.levels().get(level).stride();
        double least = level == 0 ? 0 : 4.0 * stride;
        double largest = level == pyramid.levels().size() - 1 ? ENDLESS : 10.0 * stride;
        return size >= least && size <= largest;
    }
}
