package org.fpn4j.core.decoding;

import static java.util.Objects.requireNonNull;

/** How the raw output {@link Decoding#BOX_DELTAS} becomes corners {@code x1, y1, x2, y2} in pixels of the network's input. */
public sealed interface Boxes {
    /** Number of cells or anchors {@code L}. */
    int cells();

    /**
     * Writes the corners of one cell's box.
     *
     * @param values of all cells, {@code [L, 4]}
     * @param corners get four numbers from the offset on
     */
    void decode(float[] values, int cell, float[] corners, int offset);

    /** Corners {@code [L, 4]} of the boxes of all cells. */
    default float[] decode(float[] values) {
        float[] corners = new float[4 * cells()];
        for (int cell = 0; cell < cells(); cell++) {
            decode(values, cell, corners, 4 * cell);
        }
        return corners;
    }

    /** Asks the visitor for what it has for this kind of boxes. */
    <R> R accept(Visitor<R> visitor);

    /**
     * One answer for each kind of boxes.
     *
     * @param <R> the answer
     */
    interface Visitor<R> {
        /** The answer for {@link Deltas}. */
        R deltas(Deltas deltas);

        /** The answer for {@link Distances}. */
        R distances(Distances distances);
    }

    /**
     * Deltas {@code dx, dy, dw, dh} from anchors, as in {@link org.fpn4j.core.graph.Operation.DecodeDeltas}.
     *
     * @param anchors corners {@code [L, 4]}; not copied
     * @param centerWeight divides dx, dy
     * @param sizeWeight divides dw, dh
     * @param clamp largest log-scale of a side
     */
    record Deltas(float[] anchors, double centerWeight, double sizeWeight, double clamp) implements Boxes {
        public Deltas {
            requireNonNull(anchors, "anchors is null");
        }

        @Override
        public int cells() {
            return anchors.length / 4;
        }

        @Override
        public void decode(float[] values, int cell, float[] corners, int offset) {
            int at = 4 * cell;
            float width = anchors[at + 2] - anchors[at];
            float height = anchors[at + 3] - anchors[at + 1];
            float x = anchors[at] + 0.5f * width + values[at] / (float) centerWeight * width;
            float y = anchors[at + 1] + 0.5f * height + values[at + 1] / (float) centerWeight * height;
            float halfWidth = 0.5f * width * grow(values[at + 2]);
            float halfHeight = 0.5f * height * grow(values[at + 3]);
            corners[offset] = x - halfWidth;
            corners[offset + 1] = y - halfHeight;
            corners[offset + 2] = x + halfWidth;
            corners[offset + 3] = y + halfHeight;
        }

        private float grow(float delta) {
            return (float) Math.exp(Math.min(delta / sizeWeight, clamp));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deltas(this);
        }
    }

    /**
     * Distances {@code left, top, right, bottom} from points.
     *
     * @param points {@code x, y}, {@code [L, 2]}; not copied
     * @param units pixels that a distance of 1 stands for, {@code [L]}; not copied
     */
    record Distances(float[] points, float[] units) implements Boxes {
        public Distances {
            if (points.length != 2 * units.length) {
                throw new IllegalArgumentException(
                        "[" + points.length / 2 + "] points have [" + units.length + "] units");
            }
        }

        @Override
        public int cells() {
            return units.length;
        }

        @Override
        public void decode(float[] values, int cell, float[] corners, int offset) {
            float x = points[2 * cell];
            float y = points[2 * cell + 1];
            corners[offset] = x - values[4 * cell] * units[cell];
            corners[offset + 1] = y - values[4 * cell + 1] * units[cell];
            corners[offset + 2] = x + values[4 * cell + 2] * units[cell];
            corners[offset + 3] = y + values[4 * cell + 3] * units[cell];
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.distances(this);
        }
    }
}
