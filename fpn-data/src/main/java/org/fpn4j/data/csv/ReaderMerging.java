package org.fpn4j.data.csv;

/** What becomes of the boxes that several readers drew of one image. */
public enum ReaderMerging {
    /** Boxes of one object are fused into their mean (weighted boxes fusion, all readers alike). */
    WBF,
    /** The image is there once for each reader, with what that reader drew. */
    APART,
    /** All boxes are kept as they are. */
    UNION
}
