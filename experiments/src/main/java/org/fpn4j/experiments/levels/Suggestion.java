package org.fpn4j.experiments.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change of a config with which more objects are learnt, or better ones learnt from; both tallies are of the same images.
 *
 * @param what it is, in words
 * @param sets as {@code --set} takes them
 * @param macs multiply-accumulates of the changed detector, in those of the one before
 * @param images that were looked at
 * @param all images that have objects
 */
record Suggestion(
        String what, List<String> sets, LevelTally before, LevelTally after, double macs, int images, int all) {
    /** How many of the objects a change must win, at least: fewer could be lost by others. */
    private static final double LEAST_GAIN = 0.005;

    Suggestion {
        sets = List.copyOf(sets);
    }

    /** Whether it takes no object away and wins some. */
    boolean helps() {
        int won = Math.max(after.matched() - before.matched(), gain());
        return after.matched() >= before.matched() && gain() >= 0 && won > 0 && won >= LEAST_GAIN * before.objects();
    }

    /** Objects that get a positive which fits well. */
    int gain() {
        return after.wellMatched() - before.wellMatched();
    }

    /** {@code --set a=1 --set b=2}. */
    String option() {
        return sets.stream().map(set -> "--set " + set).collect(Collectors.joining(" "));
    }

    String sentence() {
        List<String> parts = new ArrayList<>();
        parts.add(change("recall", before.matched(), after.matched()));
        if (before.lowQuality() > 0 || after.lowQuality() > 0) {
            parts.add(change("well matched", before.wellMatched(), after.wellMatched()));
        }
        String times = Figures.plain(macs, 2);
        parts.add(times.equals("1") ? "as many multiply-accumulates" : times + " times the multiply-accumulates");
        String looked = images < all ? " (on " + images + " of " + all + " images)" : "";
        return what + ", " + option() + ": " + String.join(", ", parts) + looked;
    }

    private String change(String name, int one, int other) {
        String from = Figures.percent(before.share(one));
        String to = Figures.percent(after.share(other));
        return from.equals(to) ? name + " stays " + to + " %" : name + " " + from + " % -> " + to + " %";
    }
}
