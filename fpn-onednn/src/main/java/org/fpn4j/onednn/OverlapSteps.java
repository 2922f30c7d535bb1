package org.fpn4j.onednn;

import java.nio.FloatBuffer;
import org.fpn4j.core.graph.Operation;

/** The overlap losses of one box {@code x1, y1, x2, y2} and its target, with gradients; reused from box to box. */
final class OverlapSteps {
    private static final double EPSILON = 1e-7; // keeps empty boxes finite
    private static final double LEAST_LOG_IOU = 1e-6; // -ln of it is the largest loss of one box

    private final Operation.IouLoss.Kind kind;
    private final double[] p = new double[4];
    private final double[] t = new double[4];
    private final double[] dIntersection = new double[4];
    private final double[] dUnion = new double[4];
    private final double[] dHull = new double[4];

    OverlapSteps(Operation.IouLoss.Kind kind) {
        this.kind = kind;
    }

    double apply(FloatBuffer prediction, FloatBuffer target, FloatBuffer gradient, int first, float weight) {
        for (int i = 0; i < 4; i++) {
            p[i] = prediction.get(first + i);
            t[i] = target.get(first + i);
        }
        double width = Math.max(Math.min(p[2], t[2]) - Math.max(p[0], t[0]), 0);
        double height = Math.max(Math.min(p[3], t[3]) - Math.max(p[1], t[1]), 0);
        double intersection = width * height;
        double hullWidth = Math.max(p[2], t[2]) - Math.min(p[0], t[0]);
        double hullHeight = Math.max(p[3], t[3]) - Math.min(p[1], t[1]);
        double hull = hullWidth * hullHeight;
        double union = area(p) + area(t) - intersection;
        for (int i = 0; i < 4; i++) {
            boolean horizontal = i % 2 == 0;
            double sign = i < 2 ? -1 : 1; // the lower corner makes a side shorter
            double side = horizontal ? p[3] - p[1] : p[2] - p[0];
            boolean inner = i < 2 ? p[i] > t[i] : p[i] < t[i]; // this coordinate bounds the intersection, else the hull
            boolean apart = width == 0 || height == 0;
            dIntersection[i] = inner && !apart ? sign * (horizontal ? height : width) : 0;
            dHull[i] = inner ? 0 : sign * (horizontal ? hullHeight : hullWidth);
            dUnion[i] = sign * side - dIntersection[i];
        }
        double bottom = union + EPSILON;
        double overlap = intersection / bottom;
        double factor =
                switch (kind) {
                    case IOU, GIOU -> -1;
                    case LOG_IOU -> overlap > LEAST_LOG_IOU ? -1 / overlap : 0;
                    case SQUARED -> -2 * overlap;
                };
        for (int i = 0; i < 4; i++) {
            double d = factor * (dIntersection[i] * bottom - intersection * dUnion[i]) / (bottom * bottom);
            if (kind == Operation.IouLoss.Kind.GIOU) {
                double outside = hull + EPSILON;
                d += ((dHull[i] - dUnion[i]) * outside - (hull - union) * dHull[i]) / (outside * outside);
            }
            gradient.put(first + i, (float) (weight * d));
        }
        return switch (kind) {
            case IOU -> 1 - overlap;
            case SQUARED -> 1 - overlap * overlap;
            case LOG_IOU -> -Math.log(Math.max(overlap, LEAST_LOG_IOU));
            case GIOU -> 1 - overlap + (hull - union) / (hull + EPSILON);
        };
    }

    private static double area(double[] box) {
        return (box[2] - box[0]) * (box[3] - box[1]);
    }
}
