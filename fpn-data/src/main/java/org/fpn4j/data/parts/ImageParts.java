package org.fpn4j.data.parts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.transform.SampleRandom;

/**
 * Images dealt to parts, so that each part has its share of the images of every class. Which part an image is in depends on
 * the ids and classes of all images and on a seed, not on the order of any file.
 *
 * <p>Sechidis, Tsoumakas, Vlahavas: On the stratification of multi-label data, ECML PKDD 2011, algorithm 1: the rarest class
 * first, each image to the part that lacks most of it. Differs from: images without an object are a class of their own; sizes
 * are exact, because a part that is full gets no more; ties go to the first part.
 */
public final class ImageParts {
    private static final int NOTHING = -1; // the class of images without an object

    private final List<Part> parts = new ArrayList<>();

    /** A part while images are dealt: what it still lacks. */
    private static final class Part {
        private final Set<Long> ids = new TreeSet<>();
        private final Map<Integer, Double> lacking = new HashMap<>(); // images of each class
        private int places;

        Part(int places) {
            this.places = places;
        }

        double lacks(int label) {
            return lacking.getOrDefault(label, 0.0);
        }

        void take(long id, Set<Integer> labels) {
            ids.add(id);
            places--;
            labels.forEach(label -> lacking.merge(label, -1.0, Double::sum));
        }
    }

    private ImageParts(int[] sizes, Map<Long, Set<Integer>> labels) {
        Map<Integer, Integer> counts = new TreeMap<>();
        labels.values().forEach(own -> own.forEach(label -> counts.merge(label, 1, Integer::sum)));
        for (int size : sizes) {
            Part part = new Part(size);
            counts.forEach((label, count) -> part.lacking.put(label, (double) count * size / labels.size()));
            parts.add(part);
        }
    }

    /**
     * Parts of about equal size: the first ones have one image more where they cannot be equal.
     *
     * @param count of parts, at most one for each image
     */
    public static List<Set<Long>> equal(Collection<Reference.Image> images, int count, long seed) {
        int[] sizes = new int[count];
        Arrays.setAll(sizes, i -> (images.size() + count - 1 - i) / count);
        return of(images, sizes, seed);
    }

    /**
     * The ids of a share of the images, rounded, but at least one image and not all of them.
     *
     * @param images two or more
     */
    public static Set<Long> share(Collection<Reference.Image> images, double share, long seed) {
        int count = (int) Math.max(1, Math.min(images.size() - 1, Math.round(share * images.size())));
        return of(images, new int[] {count, images.size() - count}, seed).get(0);
    }

    private static List<Set<Long>> of(Collection<Reference.Image> images, int[] sizes, long seed) {
        if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "images[" + images.size() + "] are too few for parts[" + sizes.length + "]");
        }
        Map<Long, Set<Integer>> left = new LinkedHashMap<>();
        images.stream()
                .sorted(Comparator.comparingLong((Reference.Image image) -> key(seed, image.id()))
                        .thenComparingLong(Reference.Image::id))
                .forEach(image -> left.put(image.id(), labels(image)));
        ImageParts dealing = new ImageParts(sizes, left);
        while (!left.isEmpty()) {
            dealing.deal(rarest(left), left);
        }
        return dealing.parts.stream().map(part -> part.ids).toList();
    }

    private static long key(long seed, long id) {
        return SampleRandom.of(seed, "parts of images", id).nextLong();
    }

    private static Set<Integer> labels(Reference.Image image) {
        Set<Integer> labels = new TreeSet<>();
        image.entries().stream()
                .filter(entry -> entry.kind() == ObjectKind.OBJECT)
                .forEach(entry -> labels.add(entry.categoryIndex()));
        return labels.isEmpty() ? Set.of(NOTHING) : labels;
    }

    private static int rarest(Map<Long, Set<Integer>> left) {
        Map<Integer, Integer> counts = new TreeMap<>();
        left.values().forEach(labels -> labels.forEach(label -> counts.merge(label, 1, Integer::sum)));
        return counts.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    /** Deals all images of a class. */
    private void deal(int label, Map<Long, Set<Integer>> left) {
        List<Long> ofLabel = left.keySet().stream()
                .filter(id -> left.get(id).contains(label))
                .toList();
        for (long id : ofLabel) {
            Part most = null;
            for (Part part : parts) {
                if (part.places > 0 && (most == null || lacksMore(part, most, label))) {
                    most = part;
                }
            }
            most.take(id, left.remove(id)); // there are as many places as images
        }
    }

    private static boolean lacksMore(Part part, Part than, int label) {
        int ofLabel = Double.compare(part.lacks(label), than.lacks(label));
        return ofLabel > 0 || (ofLabel == 0 && part.places > than.places);
    }
}
