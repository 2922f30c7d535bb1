package org.fpn4j.evaluation.statistics;

import java.util.List;

/**
 * How often results are looked at while seeds are added. Each look may spend the part of the error that its seeds are of the last
 * look's (Lan and DeMets, Discrete sequential boundaries for clinical trials, 1983, linear spending).
 *
 * @param seeds at each look, growing
 */
public record Looks(List<Integer> seeds) {
    public Looks {
        seeds = List.copyOf(seeds);
        int last = 1;
        for (int look : seeds) {
            if (look <= last) {
                throw new IllegalArgumentException("looks" + seeds + " must grow from 2 seeds or more");
            }
            last = look;
        }
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("looks[] must name at least one number of seeds");
        }
    }

    /**
     * What a look may spend.
     *
     * @param seedCount one of the looks
     * @param alpha of all looks together
     */
    public double alpha(int seedCount, double alpha) {
        int place = seeds.indexOf(seedCount);
        if (place < 0) {
            throw new IllegalArgumentException("seeds[" + seedCount + "] is none of the looks" + seeds);
        }
        int before = place == 0 ? 0 : seeds.get(place - 1);
        return alpha * (seedCount - before) / seeds.get(seeds.size() - 1);
    }
}
