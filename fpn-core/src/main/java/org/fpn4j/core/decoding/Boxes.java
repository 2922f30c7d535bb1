package org.fpn4j.core.decoding;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.graph.Operation;

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

        /** The answer for {@link Centers}. */
        R centers(Centers centers);
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
            decode(coder(), anchors, 4 * cell, values, 4 * cell, corners, offset);
        }

        private Operation.DecodeDeltas coder() {
            return new Operation.DecodeDeltas(centerWeight, sizeWeight, clamp);
        }

        /**
         * Decodes one box.
         *
         * @param anchors corners, of which those from {@code anchor} on are read
         * @param values deltas, of which those from {@code value} on are read
         * @param corners is written from {@code offset} on
         */
        public static void decode(
                Operation.DecodeDeltas coder,
                float[] anchors,
                int anchor,
                float[] values,
                int value,
                float[] corners,
                int offset) {
            float width = anchors[anchor + 2] - anchors[anchor];
            float height = anchors[anchor + 3] - anchors[anchor + 1];
            float center = (float) coder.centerWeight();
            float x = anchors[anchor] + 0.5f * width + values[value] / center * width;
            float y = anchors[anchor + 1] + 0.5f * height + values[value + 1] / center * height;
            float halfWidth = 0.5f * width * grow(coder, values[value + 2]);
            float halfHeight = 0.5f * height * grow(coder, values[value + 3]);
            corners[offset] = x - halfWidth;
            corners[offset + 1] = y - halfHeight;
            corners[offset + 2] = x + halfWidth;
            corners[offset + 3] = y + halfHeight;
        }

        private static float grow(Operation.DecodeDeltas coder, float delta) {
            return (float) Math.exp(Math.min(delta / coder.sizeWeight(), coder.clamp()));
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

    /**
     * Where a box's centre lies from a corner of its cell, then width and height: {@code dx, dy, w, h}.
     *
     * @param corners {@code x, y} of the cells' upper left corners, {@code [L, 2]}; not copied
     * @param units pixels that 1 stands for, {@code [L]}; not copied
     */
    record Centers(float[] corners, float[] units) implements Boxes {
        public Centers {
            if (corners.length != 2 * units.length) {
                throw new IllegalArgumentException(
                        "[" + corners.length / 2 + "] corners have [" + units.length + "] units");
            }
        }

        @Override
        public int cells() {
            return units.length;
        }

        @Override
        public void decode(float[] values, int cell, float[] box, int offset) {
            for (int axis = 0; axis < 2; axis++) {
                float center = corners[2 * cell + axis] + values[4 * cell + axis] * units[cell];
                float half = values[4 * cell + 2 + axis] * units[cell] * 0.5f;
                box[offset + axis] = center - half;
                box[offset + 2 + axis] = center + half;
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.centers(this);
        }
    }
}
