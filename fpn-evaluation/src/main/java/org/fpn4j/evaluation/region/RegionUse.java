package org.fpn4j.evaluation.region;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.SizeClass;

/**
 * Which regions a second stage looked at in a set of images. An object is reached by the region that overlaps it most, the best of
 * equals, where that is by {@link #IOU} or more.
 *
 * @param images that were looked at
 * @param proposals of all images by the name of the level that they were proposed at, finest first
 * @param pooling names of the levels that regions are pooled from, finest first
 * @param isFused whether a region is pooled from all of these, whose maps are fused, or from one of them
 * @param objects by class and size, in the order of the classes
 */
public record RegionUse(
        long images, Map<String, Long> proposals, List<String> pooling, boolean isFused, List<Objects> objects) {
    /** From which overlap on a region reaches an object. */
    public static final double IOU = 0.5;

    public RegionUse {
        proposals = Collections.unmodifiableMap(new LinkedHashMap<>(proposals));
        pooling = List.copyOf(pooling);
        objects = List.copyOf(objects);
    }

    /**
     * Objects of one class and size.
     *
     * @param count of all of them
     * @param proposedAt how many are reached, by the level that the region was proposed at
     * @param pooledFrom how many are reached, by each level that the region is pooled from
     */
    public record Objects(
            String className, SizeClass size, long count, Map<String, Long> proposedAt, Map<String, Long> pooledFrom) {
        public Objects {
            requireNonNull(className, "className is null");
            requireNonNull(size, "size is null");
            proposedAt = Collections.unmodifiableMap(new LinkedHashMap<>(proposedAt));
            pooledFrom = Collections.unmodifiableMap(new LinkedHashMap<>(pooledFrom));
        }

        /** How many a region reaches. */
        public long reached() {
            return proposedAt.values().stream().mapToLong(Long::longValue).sum();
        }

        private boolean isLike(Objects other) {
            return className.equals(other.className) && size == other.size;
        }

        private Objects plus(Objects other) {
            return new Objects(
                    className,
                    size,
                    count + other.count,
                    sum(proposedAt, other.proposedAt),
                    sum(pooledFrom, other.pooledFrom));
        }
    }

    /**
     * That of two sets of images, or of two detectors that propose at the same levels.
     *
     * @throws IllegalArgumentException where levels differ
     */
    public RegionUse plus(RegionUse other) {
        if (!hasLevelsOf(other)) {
            throw new IllegalArgumentException("levels" + proposals.keySet() + " pooled from " + pooling
                    + " are not levels" + other.proposals.keySet() + " pooled from " + other.pooling);
        }
        List<Objects> both = new ArrayList<>(objects);
        for (Objects more : other.objects) {
            int place = 0;
            while (place < both.size() && !both.get(place).isLike(more)) {
                place++;
            }
            if (place < both.size()) {
                both.set(place, both.get(place).plus(more));
            } else {
                both.add(more);
            }
        }
        return new RegionUse(images + other.images, sum(proposals, other.proposals), pooling, isFused, both);
    }

    /** Whether both propose at the same levels and pool from the same. */
    public boolean hasLevelsOf(RegionUse other) {
        return proposals.keySet().equals(other.proposals.keySet())
                && pooling.equals(other.pooling)
                && isFused == other.isFused;
    }

    private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sum = new LinkedHashMap<>(some);
        more.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }
}
