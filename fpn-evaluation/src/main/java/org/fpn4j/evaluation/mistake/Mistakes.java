package org.fpn4j.evaluation.mistake;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;

/**
 * What a set of detections gets right and wrong, in every image of the ground truth. Objects and detections of categories
 * that the ground truth does not have do not count. Unlike COCO's metrics it takes any number of detections an image.
 *
 * @param rule that it goes by
 * @param confusion of all images
 * @param images by id
 */
public record Mistakes(MatchRule rule, ConfusionMatrix confusion, SortedMap<Long, ImageTally> images) {
    public Mistakes {
        requireNonNull(rule, "rule is null");
        requireNonNull(confusion, "confusion is null");
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    }

    /**
     * Matches.
     *
     * @param detections in pixels of the original images
     * @throws IllegalArgumentException if a detection is of an image that the ground truth does not know
     */
    public static Mistakes of(CocoGroundTruth truth, List<CocoDetection> detections, MatchRule rule) {
        Map<Long, Integer> places = new HashMap<>();
        truth.categories().keySet().forEach(category -> places.put(category, places.size()));
        int background = places.size();
        long[][] counts = new long[background + 1][background + 1];
        SortedMap<Long, ImageTally> images = new TreeMap<>();
        for (Map.Entry<Long, ImageMatches> each :
                ImageMatches.of(truth, detections, rule).entrySet()) {
            ImageMatches matches = each.getValue();
            images.put(each.getKey(), ImageTally.of(matches));
            for (ImageMatches.Pair pair : matches.pairs()) {
                int row = pair.object()
                        .map(object -> places.get(object.categoryId()))
                        .orElse(background);
                int column = pair.detection()
                        .map(detection -> places.get(detection.categoryId()))
                        .orElse(background);
                counts[row][column]++;
            }
        }
        return new Mistakes(rule, new ConfusionMatrix(names(truth), ConfusionMatrix.lists(counts)), images);
    }

    /** Of two classes with one name the second has its id, too, as in the scores of classes. */
    private static List<String> names(CocoGroundTruth truth) {
        List<String> names = new ArrayList<>();
        truth.categories().forEach((id, name) -> names.add(names.contains(name) ? name + " (" + id + ")" : name));
        return names;
    }
}
