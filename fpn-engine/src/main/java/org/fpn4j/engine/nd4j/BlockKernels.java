package org.fpn4j.engine.nd4j;

import java.util.List;
import java.util.function.IntConsumer;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.ArrayValues;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Channels that stand as blocks of cells. Those within a channel are moved in Java: a round moves those of one block map. */
final class BlockKernels {
    private BlockKernels() {}

    static Recipe spread(Step step, int block) {
        Shape x = step.inputs().get(0).shape();
        return Recipe.of("depth to space", (program, arrays) -> {
            ArrayValues from = ArrayValues.of(arrays.in(0));
            ArrayValues to = ArrayValues.of(arrays.out(0));
            program.inJava(
                    List.of(from),
                    List.of(to),
                    () -> HostLoop.run(maps(x, block), () -> round(x, block, from, to, true)));
        });
    }

    static Recipe gather(Step step, int block) {
        Shape x = step.outputs().get(0).shape();
        return Recipe.of("space to depth", (program, arrays) -> {
            ArrayValues from = ArrayValues.of(arrays.in(0));
            ArrayValues to = ArrayValues.of(arrays.out(0));
            program.inJava(
                    List.of(from),
                    List.of(to),
                    () -> HostLoop.run(maps(x, block), () -> round(x, block, from, to, false)));
        });
    }

    static Recipe stack(Step step, int block) {
        Shape deep = step.outputs().get(0).shape();
        return Recipe.of(
                "assign",
                (program, arrays) ->
                        program.copy(blocks(arrays.in(0), deep, block), stacked(arrays.out(0), deep, block)));
    }

    static Recipe unstack(Step step, int block) {
        Shape deep = step.inputs().get(0).shape();
        return Recipe.of(
                "assign",
                (program, arrays) ->
                        program.copy(stacked(arrays.in(0), deep, block), blocks(arrays.out(0), deep, block)));
    }

    /** A wide map as {@code [N, dx, dy, C, H, W]}. */
    private static INDArray blocks(INDArray wide, Shape deep, int block) {
        return wide.reshape(deep.batch(), wide.size(1), deep.height(), block, deep.width(), block)
                .permute(0, 5, 3, 1, 2, 4);
    }

    private static INDArray stacked(INDArray deepMap, Shape deep, int block) {
        int channels = deep.channels() / (block * block);
        return deepMap.reshape(deep.batch(), block, block, channels, deep.height(), deep.width());
    }

    private static int maps(Shape x, int block) {
        return x.batch() * x.channels() / (block * block);
    }

    /** Moves the values of one map, in either direction. */
    private static IntConsumer round(Shape x, int block, ArrayValues from, ArrayValues to, boolean spread) {
        int height = x.height();
        int width = x.width();
        int length = block * block * height * width;
        float[] source = new float[length];
        float[] target = new float[length];
        return map -> {
            from.read((long) map * length, source, 0, length);
            for (int channel = 0; channel < block * block; channel++) {
                for (int cell = 0; cell < height * width; cell++) {
                    int deep = channel * height * width + cell;
                    int row = cell / width * block + channel / block;
                    int wide = row * width * block + cell % width * block + channel % block;
                    if (spread) {
                        target[wide] = source[deep];
                    } else {
                        target[deep] = source[wide];
                    }
                }
            }
            to.write((long) map * length, target, 0, length);
        };
    }
}
