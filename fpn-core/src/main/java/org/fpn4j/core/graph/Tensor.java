package org.fpn4j.core.graph;

/** A value in a {@link Graph}: what a reading of the graph hands out and takes back. Never mixed between graphs. */
public interface Tensor {
    /** Unique in its graph; dots separate scopes: {@code neck.lateral.C3}. */
    String name();

    /** Its sizes, known before anything is computed. */
    Shape shape();
}
