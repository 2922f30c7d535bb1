package org.fpn4j.experiments.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What made a run.
 *
 * @param commit of the program, in words; where its files were changed after it, that too
 * @param machine operating system, processor and number of cores
 */
public record RunOrigin(String commit, String machine) {
    private static final String DIRTY = "-dirty";

    /** Of what {@code git describe --dirty} says. */
    static RunOrigin of(String described, String machine) {
        return new RunOrigin(
                described.endsWith(DIRTY)
                        ? described.substring(0, described.length() - DIRTY.length())
                                + ", with changes that were not committed"
                        : described,
                machine);
    }

    /** Each commit, or machine, once, with how many runs have it where there are several. */
    public static List<String> counted(List<String> values) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        if (counts.size() < 2) {
            return List.copyOf(counts.keySet());
        }
        return counts.entrySet().stream()
                .map(entry ->
                        entry.getKey() + (entry.getValue() == 1 ? " (1 run)" : " (" + entry.getValue() + " runs)"))
                .toList();
    }
}
