package org.fpn4j.heads.fcos;

import org.fpn4j.core.graph.Activation;

/** What makes distances of predictions. */
public enum BoxActivation {
    /** {@code max(0, x)} (torchvision, detectron2, the original's later version). */
    RELU(Activation.RELU),
    /** {@code e^x} (the paper, mmdetection). */
    EXP(Activation.EXP);

    private final Activation activation;

    BoxActivation(Activation activation) {
        this.activation = activation;
    }

    Activation activation() {
        return activation;
    }
}
