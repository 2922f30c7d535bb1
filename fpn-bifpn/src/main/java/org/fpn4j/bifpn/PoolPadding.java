package org.fpn4j.bifpn;

/** Which cells max pooling sees around a map's edge; no padded cell ever wins. */
public enum PoolPadding {
    /** TensorFlow's: as little as fills the last window, the larger half at the end (EfficientDet's own code). */
    SAME,
    /** One cell on every side (effdet's models that were trained in PyTorch). Equal to {@code SAME} on odd sizes. */
    SYMMETRIC
}
