package org.fpn4j.core.layer;

import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;

/** How much is put around a map before a window slides over it. */
public enum WindowPadding {
    /** Half of what the window spans, on all sides. */
    SYMMETRIC {
        @Override
        Padding around(Shape map, int span, int stride) {
            return Padding.of((span - 1) / 2);
        }
    },
    /** TensorFlow's: as much as {@code ceil(size / stride)} windows need, an odd cell at the bottom and right. */
    SAME {
        @Override
        Padding around(Shape map, int span, int stride) {
            return Padding.same(map.height(), map.width(), span, stride);
        }
    },
    /** Nothing: windows lie within the map. */
    NONE {
        @Override
        Padding around(Shape map, int span, int stride) {
            return Padding.NONE;
        }
    };

    abstract Padding around(Shape map, int span, int stride);
}
