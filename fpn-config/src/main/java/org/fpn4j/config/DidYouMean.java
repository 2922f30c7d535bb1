package org.fpn4j.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Names near a misspelt one, by Levenshtein distance. */
public final class DidYouMean {
    private static final int FURTHEST = 3;
    private static final int MOST = 3;
    /** No name is as long. */
    private static final int LONGEST = 100;

    private record Candidate(String name, int distance) {}

    private DidYouMean() {}

    /** {@code did you mean [repeats]?   known keys: eps, norm}; without a near name only the known ones. */
    public static String hint(String given, Collection<String> known, String kind) {
        return hint(given, known, known, kind);
    }

    static String hint(String given, Collection<String> candidates, Collection<String> known, String kind) {
        String near = nearest(given, candidates).stream()
                .map(name -> "[" + name + "]")
                .collect(Collectors.joining(", "));
        String all = "known " + kind + ": "
                + (known.isEmpty() ? "none" : known.stream().sorted().collect(Collectors.joining(", ")));
        return near.isEmpty() ? all : "did you mean " + near + "?   " + all;
    }

    /** At most three, nearest first; a name that shares less than half of its letters with a short word is no guess. */
    static List<String> nearest(String given, Collection<String> candidates) {
        if (given.length() > LONGEST) {
            return List.of();
        }
        int furthest = Math.min(FURTHEST, Math.max(1, (given.length() + 1) / 2));
        return candidates.stream()
                .map(name -> new Candidate(name, distance(given, name)))
                .filter(candidate -> candidate.distance > 0 && candidate.distance <= furthest)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
