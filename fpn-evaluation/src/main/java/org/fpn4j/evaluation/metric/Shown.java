package org.fpn4j.evaluation.metric;

/** Where a metric stands; each place has what the next ones have. */
public enum Shown {
    /** In JSON and CSV. */
    FILES,
    /** As a column in tables and reports, too. */
    TABLES,
    /** Also while a training goes on, as a curve, and where a run has one line. */
    EVERYWHERE;

    /** True where a metric of this kind stands in a place. */
    public boolean standsIn(Shown place) {
        return compareTo(place) >= 0;
    }
}
