package org.fpn4j.heads.centernet;

/** Which levels of the pyramid objects are looked for on. */
public enum CenterNetLevels {
    /** The finest alone: objects as points (arXiv:1904.07850v2). */
    FINEST,
    /** All, each with a range of sizes (the first stage of arXiv:2103.07461v1). */
    ALL
}
