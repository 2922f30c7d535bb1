package org.fpn4j.data.coco;

import java.util.Optional;
import org.fpn4j.data.mask.Segmentation;

/**
 * What was read of a {@code segmentation}.
 *
 * @param segmentation empty where there is none or it is wrong
 * @param fault what is wrong; empty where nothing is
 */
record ReadSegmentation(Optional<Segmentation> segmentation, String fault) {
    /** As if the field were not there. */
    static final ReadSegmentation ABSENT = new ReadSegmentation(Optional.empty(), "");

    static ReadSegmentation of(Segmentation segmentation) {
        return new ReadSegmentation(Optional.of(segmentation), "");
    }

    static ReadSegmentation fault(String what) {
        return new ReadSegmentation(Optional.empty(), what);
    }
}
