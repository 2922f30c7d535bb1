package org.fpn4j.evaluation.coco;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Matches of one category by descending score, ties in the order of images, with what curves need of them alone. Which detection
 * finds which object does not depend on other images, so the same ranking gives the curves of any draw of images.
 */
final class CategoryRanking {
    private final Map<SizeClass, Ranked> ranked = new EnumMap<>(SizeClass.class);

    /**
     * Detections by descending score, without those that count at no threshold and those after the last that finds an object.
     *
     * @param places of their images in the order of images
     * @param ranks among the detections of their image
     * @param found one bit per IoU threshold: whether it finds an object that counts
     * @param ignored one bit per IoU threshold: whether it counts neither for nor against
     * @param finders how many find an object at some threshold
     * @param objectPlaces of images that hold objects
     * @param objectCounts how many each of those holds
     */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers that nobody compares
    record Ranked(
            int[] places,
            int[] ranks,
            int[] found,
            int[] ignored,
            int finders,
            int[] objectPlaces,
            int[] objectCounts) {
        int size() {
            return places.length;
        }

        /**
         * How many objects there are.
         *
         * @param copies of each image
         */
        int objects(int[] copies) {
            int objects = 0;
            for (int i = 0; i < objectPlaces.length; i++) {
                objects += copies[objectPlaces[i]] * objectCounts[i];
            }
            return objects;
        }
    }

    CategoryRanking(CategoryMatches matches, CocoParameters parameters) {
        Integer[] boxed = IntStream.range(0, matches.size()).boxed().toArray(Integer[]::new);
        Comparator<Integer> byDescendingScore = (one, other) ->
                matches.score(one) > matches.score(other) ? -1 : matches.score(one) < matches.score(other) ? 1 : 0;
        Arrays.sort(boxed, byDescendingScore); // stable: ties stay in the order of images
        int everyThreshold = (int) ((1L << parameters.iouThresholds().size()) - 1);
        for (SizeClass size : SizeClass.values()) {
            ranked.put(size, ranked(matches, size, boxed, everyThreshold));
        }
    }

    Ranked of(SizeClass size) {
        return ranked.get(size);
    }

    private static Ranked ranked(CategoryMatches matches, SizeClass size, Integer[] order, int everyThreshold) {
        int[] matched = matches.matched(size);
        int[] ignored = matches.ignored(size);
        int last = order.length - 1;
        while (last >= 0 && (matched[order[last]] & ~ignored[order[last]]) == 0) {
            last--;
        }
        int[] kept = Arrays.stream(order, 0, last + 1)
                .mapToInt(Integer::intValue)
                .filter(detection -> ignored[detection] != everyThreshold)
                .toArray();
        Map<Integer, Integer> objects = matches.objects(size);
        return new Ranked(
                Arrays.stream(kept).map(matches::place).toArray(),
                Arrays.stream(kept).map(matches::rank).toArray(),
                Arrays.stream(kept)
                        .map(detection -> matched[detection] & ~ignored[detection])
                        .toArray(),
                Arrays.stream(kept).map(detection -> ignored[detection]).toArray(),
                (int) Arrays.stream(kept)
                        .filter(detection -> (matched[detection] & ~ignored[detection]) != 0)
                        .count(),
                objects.keySet().stream().mapToInt(Integer::intValue).toArray(),
                objects.values().stream().mapToInt(Integer::intValue).toArray());
    }
}
