package org.fpn4j.core.head;

/** What a head is declared for. */
public enum HeadUse {
    /** To predict. */
    PREDICTION,
    /** To learn, from what losses are made of. */
    LEARNING,
    /** To predict, and to measure how far that is from the targets. */
    BOTH;

    /** Whether predictions are wanted. */
    public boolean predicts() {
        return this != LEARNING;
    }

    /** Whether what losses are made of is wanted. */
    public boolean learns() {
        return this != PREDICTION;
    }
}
