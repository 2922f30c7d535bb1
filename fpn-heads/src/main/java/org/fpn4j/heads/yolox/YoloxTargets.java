package org.fpn4j.heads.yolox;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.heads.loss.ObjectTable;
import org.fpn4j.heads.loss.TargetRows;

/**
 * What each cell learns, by what it predicts ({@link SimOta}). Inputs: predicted boxes {@code [N, L, 4]}, class logits {@code
 * [N, L, K]}, objectness logits {@code [N, L, 1]}, objects {@code [N, M, 6]} ({@link ObjectTable}) and the images' shares {@code
 * [N]} ({@link org.fpn4j.core.head.Losses#SHARES}); output {@code [N, L, 15]}, the columns named here.
 *
 * <p>Weights are those of a sum over all images that count, divided by the number of their cells with an object, at least one,
 * times their share. A cell without object whose middle lies in an ignored region weighs nothing.
 *
 * @param cells where they lie
 * @param config of the assignment
 */
public record YoloxTargets(YoloxCells cells, SimOtaConfig config) implements Operation.Decision {
    /** Class of the cell's object, -1 for none. */
    public static final int CLASS = 0;

    /** Overlap of the predicted box with the object's. */
    public static final int OVERLAP = 1;

    /** 1 where there is an object, else 0. */
    public static final int OBJECTNESS = 2;

    /** Weight of the objectness. */
    public static final int OBJECTNESS_WEIGHT = 3;

    /** Weight of the box. */
    public static final int WEIGHT = 4;

    /** Four corners of the object. */
    public static final int BOX = 5;

    /** The four numbers that predict these corners. */
    public static final int RAW = 9;

    /** Index of the object among the image's, -1 for none. */
    public static final int OBJECT = 13;

    /** Weight of the class. */
    public static final int CLASS_WEIGHT = 14;

    /** Columns of a row. */
    public static final int COLUMNS = 15;

    /** Class of a cell that has no object. */
    private static final float NO_OBJECT = -1;

    private static final double LEAST_SIDE = 1e-8; // in strides, as YOLOX adds

    public YoloxTargets {
        requireNonNull(cells, "cells is null");
        requireNonNull(config, "config is null");
    }

    @Override
    public Shape infer(List<Shape> inputs) {
        int count = cells.count();
        if (inputs.size() == 5 && inputs.get(1).rank() == 3 && inputs.get(3).rank() == 3) {
            int batch = inputs.get(0).dim(0);
            List<Shape> expected = List.of(
                    Shape.of(batch, count, 4),
                    Shape.of(batch, count, inputs.get(1).dim(2)),
                    Shape.of(batch, count, 1),
                    Shape.of(batch, inputs.get(3).dim(1), ObjectTable.COLUMNS),
                    Shape.of(batch));
            if (inputs.equals(expected)) {
                return Shape.of(batch, count, COLUMNS);
            }
        }
        throw new IllegalArgumentException("yolox targets: inputs do not fit cells[" + count + "], got " + inputs);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int batch = shapes.get(0).dim(0);
        int classes = shapes.get(1).dim(2);
        int rows = shapes.get(3).dim(1);
        int total = 0;
        for (int image = 0; image < batch; image++) {
            ObjectTable objects = ObjectTable.read(inputs.get(3), image, rows);
            CellCosts.Predicted predicted = new CellCosts.Predicted(
                    inputs.get(0), inputs.get(1), inputs.get(2), image * cells.count(), classes);
            int positives = assign(predicted, objects, output);
            total += inputs.get(4)[image] > 0 ? positives : 0;
        }
        for (int image = 0; image < batch; image++) {
            weigh(output, image * cells.count(), inputs.get(4)[image] / Math.max(1, total));
        }
    }

    /** Writes all but the share of an image: weights are those of a single object. The number of cells with an object. */
    private int assign(CellCosts.Predicted predicted, ObjectTable objects, float[] output) {
        for (int cell = 0; cell < cells.count(); cell++) {
            writeNone(output, (predicted.first() + cell) * COLUMNS, isIgnored(cell, objects.ignored()));
        }
        CellCosts costs = CellCosts.of(cells, config, predicted, objects.boxes(), objects.labels());
        int[] candidates = costs.candidates();
        int[] matches = new SimOta(config.top()).match(costs.costs(), costs.overlaps(), candidates.length);
        int positives = 0;
        for (int i = 0; i < matches.length; i++) {
            int object = matches[i];
            if (object != SimOta.NONE) {
                int at = (predicted.first() + candidates[i]) * COLUMNS;
                output[at + CLASS] = objects.labels().get(object);
                output[at + OVERLAP] = costs.overlaps()[object][i];
                output[at + OBJECT] = object;
                output[at + CLASS_WEIGHT] = objects.weights().get(object);
                writeObject(objects.boxes().get(object), candidates[i], output, at);
                positives++;
            }
        }
        return positives;
    }

    private boolean isIgnored(int cell, List<Box> ignored) {
        return ignored.stream().anyMatch(region -> cells.isIn(cell, region));
    }

    /** What a cell without object is compared with, at weight 0: a box whose overlap is a number. */
    private static void writeNone(float[] output, int at, boolean ignored) {
        Arrays.fill(output, at, at + COLUMNS, 0);
        output[at + CLASS] = NO_OBJECT;
        output[at + OBJECT] = SimOta.NONE;
        output[at + OBJECTNESS_WEIGHT] = ignored ? 0 : 1;
        output[at + BOX + 2] = 1;
        output[at + BOX + 3] = 1;
    }

    private void writeObject(Box box, int cell, float[] output, int at) {
        output[at + OBJECTNESS] = 1;
        output[at + OBJECTNESS_WEIGHT] = 1;
        output[at + WEIGHT] = 1;
        TargetRows.write(box, output, at + BOX);
        float stride = cells.strides()[cell];
        output[at + RAW] = (box.centerX() - cells.x()[cell]) / stride;
        output[at + RAW + 1] = (box.centerY() - cells.y()[cell]) / stride;
        output[at + RAW + 2] = (float) Math.log((double) (box.x2() - box.x1()) / stride + LEAST_SIDE);
        output[at + RAW + 3] = (float) Math.log((double) (box.y2() - box.y1()) / stride + LEAST_SIDE);
    }

    private void weigh(float[] output, int first, float weight) {
        for (int row = first; row < first + cells.count(); row++) {
            output[row * COLUMNS + OBJECTNESS_WEIGHT] *= weight;
            output[row * COLUMNS + WEIGHT] *= weight;
            output[row * COLUMNS + CLASS_WEIGHT] *= weight;
        }
    }
}
