package org.fpn4j.engine.nd4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.core.files.Writing;
import org.fpn4j.core.graph.Operation.IouLoss;
import org.fpn4j.core.graph.Operation.IouLoss.Kind;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Losses by the overlap of boxes, with their gradients: areas from sides, the loss from areas, and the way back. Corners
 * and sides are {@code [cells, 2]}, areas {@code [cells, 1]}.
 */
final class OverlapKernels {
    private static final int PAIRS = 5;
    private static final int COLUMNS = 8;

    private OverlapKernels() {}

    static Recipe loss(Step step, Kind kind) {
        int cells = Math.toIntExact(step.inputs().get(0).shape().size() / 4);
        List<Shape> temporaries = new ArrayList<>(Collections.nCopies(PAIRS, Shape.of(cells, 2)));
        temporaries.addAll(Collections.nCopies(COLUMNS, Shape.of(cells, 1)));
        return new Recipe("overlap loss", temporaries, (program, arrays) -> new Writing(program, arrays, kind).write());
    }

    /** The names that the program's arrays have. */
    private static final class Writing {
        private final Program program;
        private final Kind kind;
        private final INDArray first; // corners of the predicted box
        private final INDArray second;
        private final INDArray targetFirst;
        private final INDArray targetSecond;
        private final INDArray weights;
        private final INDArray loss;
        private final INDArray dFirst;
        private final INDArray dSecond;
        private final INDArray inner; // sides of the intersection, negative where there is none
        private final INDArray hull; // sides of the smallest box around both
        private final INDArray sides; // of the predicted box
        private final INDArray pair;
        private final INDArray mask;
        private final INDArray intersection;
        private final INDArray union; // plus epsilon
        private final INDArray hullArea; // plus epsilon
        private final INDArray overlap;
        private final INDArray column;
        private final INDArray dIntersection;
        private final INDArray dArea; // of the predicted box, by way of the union
        private final INDArray dHull;

        Writing(Program program, Recipe.Arrays arrays, Kind kind) {
            this.program = program;
            this.kind = kind;
            first = BoxKernels.corner(arrays.in(0), 0);
            second = BoxKernels.corner(arrays.in(0), 1);
            targetFirst = BoxKernels.corner(arrays.in(1), 0);
            targetSecond = BoxKernels.corner(arrays.in(1), 1);
            weights = arrays.in(2).reshape(arrays.in(2).length(), 1);
            loss = arrays.out(0);
            dFirst = BoxKernels.corner(arrays.out(1), 0);
            dSecond = BoxKernels.corner(arrays.out(1), 1);
            inner = arrays.temporary(0);
            hull = arrays.temporary(1);
            sides = arrays.temporary(2);
            pair = arrays.temporary(3);
            mask = arrays.temporary(4);
            intersection = arrays.temporary(PAIRS);
            union = arrays.temporary(PAIRS + 1);
            hullArea = arrays.temporary(PAIRS + 2);
            overlap = arrays.temporary(PAIRS + 3);
            column = arrays.temporary(PAIRS + 4);
            dIntersection = arrays.temporary(PAIRS + 5);
            dArea = arrays.temporary(PAIRS + 6);
            dHull = arrays.temporary(PAIRS + 7);
        }

        void write() {
            areas();
            losses();
            gradientsOfAreas();
            gradientsOfCorners();
        }

        private void areas() {
            program.maximum(first, targetFirst, inner)
                    .minimum(second, targetSecond, pair)
                    .subtract(pair, inner, inner)
                    .relu(inner, pair);
            area(pair, intersection);
            program.subtract(targetSecond, targetFirst, pair).subtract(second, first, sides);
            area(pair, column);
            area(sides, union);
            program.add(union, column, union)
                    .subtract(union, intersection, union)
                    .add(union, IouLoss.EPSILON, union)
                    .divide(intersection, union, overlap);
            if (kind == Kind.GIOU) {
                program.minimum(first, targetFirst, pair)
                        .maximum(second, targetSecond, hull)
                        .subtract(hull, pair, hull);
                area(hull, hullArea);
                program.add(hullArea, IouLoss.EPSILON, hullArea);
            }
        }

        private void area(INDArray of, INDArray z) {
            program.multiply(side(of, 0), side(of, 1), z);
        }

        private static INDArray side(INDArray sides, long index) {
            return Slices.of(sides, 1, index, index + 1);
        }

        /** To {@code column}, and their sum. */
        private void losses() {
            if (kind == Kind.LOG_IOU) {
                program.clip(overlap, IouLoss.LEAST_LOG_IOU, 1e4, column)
                        .log(column, column)
                        .multiply(column, -1, column);
            } else if (kind == Kind.SQUARED) {
                program.multiply(overlap, overlap, column).from(1, column, column);
            } else {
                program.from(1, overlap, column);
            }
            if (kind == Kind.GIOU) { // + (hull - union) / hull
                program.subtract(hullArea, union, dHull)
                        .divide(dHull, hullArea, dHull)
                        .add(column, dHull, column);
            }
            program.multiply(column, weights, column).sum(column.reshape(1, column.length()), 1, loss);
        }

        /** With g the gradient of the overlap, I, U and H the areas. */
        private void gradientsOfAreas() {
            if (kind == Kind.LOG_IOU) { // g = -1 / overlap, none where the loss is cut off
                program.above(overlap, IouLoss.LEAST_LOG_IOU, dIntersection)
                        .clip(overlap, IouLoss.LEAST_LOG_IOU, 1e4, column)
                        .divide(dIntersection, column, dIntersection)
                        .multiply(dIntersection, -1, dIntersection);
            } else if (kind == Kind.SQUARED) {
                program.multiply(overlap, -2, dIntersection);
            } else {
                program.fill(dIntersection, -1);
            }
            program.multiply(dIntersection, weights, dIntersection)
                    .divide(dIntersection, union, dIntersection) // g / U
                    .multiply(dIntersection, overlap, dArea)
                    .multiply(dArea, -1, dArea); // -g I / U^2
            if (kind == Kind.GIOU) {
                program.divide(weights, hullArea, column)
                        .subtract(dArea, column, dArea) // - 1 / H
                        .divide(union, hullArea, dHull)
                        .multiply(dHull, column, dHull); // U / H^2
            }
            program.subtract(dIntersection, dArea, dIntersection); // the union holds -I
        }

        /** A corner's gradient passes where it is the one that counts; of equal ones the predicted counts. */
        private void gradientsOfCorners() {
            spread(dArea, sides);
            program.multiply(pair, -1, dFirst).copy(pair, dSecond);
            program.relu(inner, sides);
            spread(dIntersection, sides);
            program.above(inner, 0, mask).multiply(pair, mask, pair);
            passWhereAtMost(targetFirst, first, -1, dFirst);
            passWhereAtMost(second, targetSecond, 1, dSecond);
            if (kind == Kind.GIOU) {
                spread(dHull, hull);
                passWhereAtMost(first, targetFirst, -1, dFirst);
                passWhereAtMost(targetSecond, second, 1, dSecond);
            }
        }

        /** Gradients of two sides, to {@code pair}, from that of their product. */
        private void spread(INDArray dOfArea, INDArray of) {
            program.multiply(side(of, 1), dOfArea, side(pair, 0)).multiply(side(of, 0), dOfArea, side(pair, 1));
        }

        /** Adds the gradient in {@code pair} where {@code smaller <= larger}. */
        private void passWhereAtMost(INDArray smaller, INDArray larger, double sign, INDArray z) {
            program.subtract(smaller, larger, mask)
                    .above(mask, 0, mask)
                    .from(1, mask, mask)
                    .multiply(mask, pair, mask)
                    .multiply(mask, sign, mask)
                    .add(z, mask, z);
        }
    }
}
