package org.fpn4j.heads.match;

/** Which anchors an object overlaps, and by how much; asking twice gives the same bits. */
interface Overlaps {
    /** Number of anchors. */
    int anchors();

    /** Number of objects. */
    int objects();

    /** Shows the anchors that the object overlaps, in their order; others may be among them. */
    void forEach(int object, Pairs pairs);

    /** Is shown anchors of one object. */
    interface Pairs {
        /** Intersection over union of the object and an anchor. */
        void see(int anchor, float overlap);
    }
}
