package org.fpn4j.engine.execution;

/**
 * When a value must hold, in steps: steps that run once count up to -1, those of a run from 0.
 *
 * @param from first step that uses it
 * @param to last step that uses it
 */
record Life(int from, int to) {
    /** Outlives every run. */
    static final Life FOR_EVER = new Life(Integer.MIN_VALUE, Integer.MAX_VALUE);

    boolean overlaps(Life other) {
        return from <= other.to && other.from <= to;
    }

    /** A life that lasts as long as both. */
    Life and(Life other) {
        return new Life(Math.min(from, other.from), Math.max(to, other.to));
    }
}
