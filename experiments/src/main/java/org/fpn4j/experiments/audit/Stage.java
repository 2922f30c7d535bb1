package org.fpn4j.experiments.audit;

import java.util.Locale;

/** Whose work a tensor is. */
enum Stage {
    /** Parameters and statistics before the first step. */
    START("the starting weights: initial values, or what was loaded"),
    /** Parameters and statistics after one of the trainings was saved and resumed. */
    RESUMPTION("saving and resuming: the weights are not those that were saved"),
    /** Images and targets. */
    DATA("the loading of data: the step got other images or targets"),
    /** What the network made of them, losses and running statistics included. */
    FORWARD("the forward pass: the same inputs and parameters gave other values"),
    /** Gradients. */
    BACKWARD("the backward pass: the same values gave other gradients"),
    /** Parameters, what the optimizer remembers, the running mean. */
    UPDATE("the optimizer: the same gradients gave other parameters, or it remembered something else");

    private final String culprit;

    Stage(String culprit) {
        this.culprit = culprit;
    }

    /** What is at fault where a tensor of this stage is the first that differs. */
    String culprit() {
        return culprit;
    }

    /** As in JSON and tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
