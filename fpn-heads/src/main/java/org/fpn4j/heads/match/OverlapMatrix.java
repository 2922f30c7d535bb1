package org.fpn4j.heads.match;

/** Overlaps that are given, a row for each object. */
record OverlapMatrix(float[][] rows, int anchors) implements Overlaps {
    OverlapMatrix {
        for (int object = 0; object < rows.length; object++) {
            if (rows[object].length != anchors) {
                throw new IllegalArgumentException("object[" + object + "] has overlaps with [" + rows[object].length
                        + "] of [" + anchors + "] anchors");
            }
            for (float overlap : rows[object]) {
                if (!(overlap >= 0 && overlap <= 1)) {
                    throw new IllegalArgumentException(
                            "overlap[" + overlap + "] of object[" + object + "] must be between 0 and 1");
                }
            }
        }
    }

    @Override
    public int objects() {
        return rows.length;
    }

    @Override
    public void forEach(int object, Pairs pairs) {
        for (int anchor = 0; anchor < anchors; anchor++) {
            pairs.see(anchor, rows[object][anchor]);
        }
    }
}
