package org.fpn4j.data.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints that belong together because each is like another one.
 *
 * @param links pairs that bring together what was apart, fewer than prints: one picture a thousand times is a million pairs
 */
record LinkedPrints(List<Link> links) {
    /** Two prints by their places, what differs in their hashes, and how their details correlate. */
    record Link(int one, int other, int bits, double correlation) {}

    LinkedPrints {
        links = List.copyOf(links);
    }

    /** The places of its prints, ascending. */
    List<Integer> places() {
        return links.stream()
                .flatMap(link -> Stream.of(link.one(), link.other()))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * All groups, by their first print.
     *
     * @param correlation of details, the least of a pair
     */
    static List<LinkedPrints> of(List<PicturePrint> prints, double correlation) {
        long[] hashes = prints.stream().mapToLong(print -> print.hash().bits()).toArray();
        int[] first = IntStream.range(0, hashes.length).toArray();
        List<Link> links = new ArrayList<>();
        for (int one = 0; one < hashes.length; one++) {
            for (int other = one + 1; other < hashes.length; other++) {
                int bits = Long.bitCount(hashes[one] ^ hashes[other]);
                if (bits > PicturePrint.MOST_BITS || root(first, one) == root(first, other)) {
                    continue;
                }
                double found = prints.get(one).correlation(prints.get(other));
                if (found >= correlation) {
                    links.add(new Link(one, other, bits, found));
                    int rootOfOne = root(first, one);
                    int rootOfOther = root(first, other);
                    first[Math.max(rootOfOne, rootOfOther)] = Math.min(rootOfOne, rootOfOther);
                }
            }
        }
        Map<Integer, List<Link>> byRoot = new TreeMap<>();
        for (Link link : links) {
            byRoot.computeIfAbsent(root(first, link.one()), root -> new ArrayList<>())
                    .add(link);
        }
        return byRoot.values().stream().map(LinkedPrints::new).toList();
    }

    private static int root(int[] first, int of) {
        int root = of;
        while (first[root] != root) {
            first[root] = first[first[root]];
            root = first[root];
        }
        return root;
    }
}
