package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * With how many seeds the results of an ablation were looked at before: whoever adds seeds until a difference is there finds one.
 *
 * @param seeds their numbers, ascending
 */
record EarlierLooks(List<Integer> seeds) {
    /** The field of the results that keeps them. */
    static final String FIELD = "looked_at";

    EarlierLooks {
        seeds = List.copyOf(new TreeSet<>(seeds));
    }

    /** Those that earlier results name; none where there are no such results. */
    static EarlierLooks in(Path results) {
        List<Integer> seeds = new ArrayList<>();
        if (Files.isRegularFile(results)) {
            try {
                for (JsonNode look :
                        new ObjectMapper().readTree(results.toFile()).path(FIELD)) {
                    seeds.add(look.asInt());
                }
            } catch (IOException e) {
                seeds.clear(); // damaged, and then it is written again
            }
        }
        return new EarlierLooks(seeds);
    }

    /** A sentence where there were looks with fewer seeds. */
    Optional<String> remark(int seedCount) {
        List<Integer> fewer = seeds.stream().filter(look -> look < seedCount).toList();
        return fewer.isEmpty()
                ? Optional.empty()
                : Optional.of("Results were looked at with " + fewer
                        + " seeds before, and seeds were added: verdicts err more"
                        + " often than they say. Named in [looks] beforehand they would not.");
    }

    EarlierLooks and(int seedCount) {
        List<Integer> all = new ArrayList<>(seeds);
        all.add(seedCount);
        return new EarlierLooks(all);
    }
}
