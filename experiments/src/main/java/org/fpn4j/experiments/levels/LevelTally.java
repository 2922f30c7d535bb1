package org.fpn4j.experiments.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * What becomes of a group of objects. Lists are by level, finest first.
 *
 * @param objects how many there are
 * @param matched those that have a positive at some level
 * @param lowQuality those among them all of whose positives overlap them less than a good match does
 * @param ambiguous those that share a cell with another object
 * @param positives cells of all of them
 * @param objectsAt objects that have a positive at each level; one may be at several
 * @param positivesAt cells of each level
 * @param equationAt objects that belong to each level by {@link FpnEquation}
 * @param medianBestOverlap of the largest overlaps that any anchor has with each
 */
record LevelTally(
        int objects,
        int matched,
        int lowQuality,
        int ambiguous,
        long positives,
        List<Integer> objectsAt,
        List<Long> positivesAt,
        List<Integer> equationAt,
        OptionalDouble medianBestOverlap) {
    LevelTally {
        objectsAt = List.copyOf(objectsAt);
        positivesAt = List.copyOf(positivesAt);
        equationAt = List.copyOf(equationAt);
    }

    static LevelTally of(List<PlacedObject> objects, PyramidSpec pyramid) {
        int finest = pyramid.finest().level();
        int coarsest = pyramid.coarsest().level();
        List<Integer> objectsAt = new ArrayList<>();
        List<Long> positivesAt = new ArrayList<>();
        List<Integer> equationAt = new ArrayList<>();
        for (int level = finest; level <= coarsest; level++) {
            int place = level - finest;
            int wanted = level;
            objectsAt.add((int) objects.stream()
                    .filter(object -> object.fit().cells().get(place) > 0)
                    .count());
            positivesAt.add(objects.stream()
                    .mapToLong(object -> object.fit().cells().get(place))
                    .sum());
            equationAt.add((int) objects.stream()
                    .filter(object -> FpnEquation.level(object.side(), finest, coarsest) == wanted)
                    .count());
        }
        return new LevelTally(
                objects.size(),
                (int) objects.stream()
                        .filter(object -> object.fit().positives() > 0)
                        .count(),
                (int) objects.stream()
                        .filter(object -> object.fit().isOnlyLowQuality())
                        .count(),
                (int) objects.stream()
                        .filter(object -> object.fit().isAmbiguous())
                        .count(),
                positivesAt.stream().mapToLong(Long::longValue).sum(),
                objectsAt,
                positivesAt,
                equationAt,
                median(objects));
    }

    private static OptionalDouble median(List<PlacedObject> objects) {
        double[] best = objects.stream()
                .flatMapToDouble(object -> object.fit().bestOverlap().stream())
                .sorted()
                .toArray();
        int middle = best.length / 2;
        if (best.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(best.length % 2 == 1 ? best[middle] : (best[middle - 1] + best[middle]) / 2);
    }

    /** Objects without a positive at any level. */
    int unmatched() {
        return objects - matched;
    }

    /** Objects with a positive that fits well. */
    int wellMatched() {
        return matched - lowQuality;
    }

    /** The share of objects with a positive; empty without objects. */
    OptionalDouble recall() {
        return share(matched);
    }

    /** The part of the objects that some of them are; empty without objects. */
    OptionalDouble share(int some) {
        return objects == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) some / objects);
    }

    OptionalDouble meanPositives() {
        return objects == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) positives / objects);
    }
}
