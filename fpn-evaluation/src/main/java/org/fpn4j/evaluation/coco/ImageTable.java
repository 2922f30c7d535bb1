package org.fpn4j.evaluation.coco;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.fpn4j.data.image.PictureSize;

/**
 * The images of a ground truth by id and by file name, and their sizes. Names are compared from their ends, folder by folder, because one
 * side usually names folders that the other does not: {@code val/7.png} is {@code /data/val/7.png} and {@code 7.png}.
 */
public final class ImageTable {
    private final Map<String, Long> numbers;
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, PictureSize> sizes;
    private final Map<String, List<Long>> idsByLastPart = new HashMap<>();

    /**
     * A table.
     *
     * @param numbers of images by their ids' texts
     * @param fileNames by number; images without one are absent
     * @param sizes likewise
     */
    ImageTable(Map<String, Long> numbers, Map<Long, String> fileNames, Map<Long, PictureSize> sizes) {
        this.numbers = Map.copyOf(numbers);
        this.sizes = Map.copyOf(sizes);
        fileNames.forEach((number, fileName) -> {
            String name = normalized(fileName);
            names.put(number, name);
            idsByLastPart
                    .computeIfAbsent(lastPart(name), part -> new ArrayList<>())
                    .add(number);
        });
    }

    /** Images that have numbers and no names. */
    static ImageTable of(SortedSet<Long> imageIds, Map<Long, PictureSize> sizes) {
        Map<String, Long> numbers = new HashMap<>();
        imageIds.forEach(id -> numbers.put(Long.toString(id), id));
        return new ImageTable(numbers, Map.of(), sizes);
    }

    /** The number of the image with an id; empty where there is none. */
    Optional<Long> number(String id) {
        return Optional.ofNullable(numbers.get(id));
    }

    /** How large an image is; empty where nobody knows or asked. */
    public Optional<PictureSize> size(long number) {
        return Optional.ofNullable(sizes.get(number));
    }

    boolean hasNames() {
        return !names.isEmpty();
    }

    /** The numbers of the images that a name may mean: those that share most of its folders. */
    List<Long> meantBy(String fileName) {
        String name = normalized(fileName);
        List<Long> best = new ArrayList<>();
        int bestParts = 0;
        for (long number : idsByLastPart.getOrDefault(lastPart(name), List.of())) {
            int parts = sharedParts(name, names.get(number));
            if (parts > bestParts) {
                best.clear();
                bestParts = parts;
            }
            if (parts == bestParts) {
                best.add(number);
            }
        }
        return best;
    }

    private static int sharedParts(String one, String other) {
        List<String> ones = List.of(one.split("/"));
        List<String> others = List.of(other.split("/"));
        int most = Math.min(ones.size(), others.size());
        int shared = 0;
        while (shared < most && ones.get(ones.size() - 1 - shared).equals(others.get(others.size() - 1 - shared))) {
            shared++;
        }
        return shared;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Umlauts have two spellings, and paths two separators. */
    private static String normalized(String fileName) {
        return Normalizer.normalize(fileName.replace('\\', '/'), Normalizer.Form.NFC);
    }
}
