package org.fpn4j.engine.nd4j;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.ArrayValues;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/**
 * Maps of regions, in Java: a round computes one channel of one image, all its regions in their order, so that no two
 * threads write one place and the bits are those of one thread.
 */
final class RegionKernels {
    private final List<Shape> maps;
    private final int channels;
    private final int patch; // values of a region's channel
    private final PooledRegions pooled;
    private final List<ArrayValues> levels; // maps, or their gradients
    private final ArrayValues cells; // of regions, or their gradients

    private RegionKernels(
            Operation.RoiAlign align, List<Shape> maps, Shape regions, List<ArrayValues> levels, ArrayValues cells) {
        this.maps = maps;
        this.channels = maps.get(0).channels();
        this.patch = align.size() * align.size();
        this.pooled = new PooledRegions(align, maps, regions);
        this.levels = levels;
        this.cells = cells;
    }

    static Recipe forward(Step step, Operation.RoiAlign align) {
        int count = align.strides().size();
        List<Shape> maps = shapes(step.inputs().subList(0, count));
        return Recipe.of("region align", (program, arrays) -> {
            List<ArrayValues> in = arrays.in().stream().map(ArrayValues::of).toList();
            ArrayValues y = ArrayValues.of(arrays.out(0));
            Shape regions = step.inputs().get(count).shape();
            RegionKernels kernel = new RegionKernels(align, maps, regions, in.subList(0, count), y);
            program.inJava(in, List.of(y), () -> {
                kernel.pooled.read(in.get(count));
                HostLoop.run(kernel.rounds(), () -> kernel.new Channel()::pool);
            });
        });
    }

    static Recipe backward(Step step, Operation.RoiAlign align) {
        List<Shape> maps = shapes(step.outputs());
        return Recipe.of("region align backward", (program, arrays) -> {
            List<ArrayValues> in = arrays.in().stream().map(ArrayValues::of).toList();
            List<ArrayValues> out = arrays.out().stream().map(ArrayValues::of).toList();
            Shape regions = step.inputs().get(0).shape();
            RegionKernels kernel = new RegionKernels(align, maps, regions, out, in.get(1));
            program.inJava(in, out, () -> {
                kernel.pooled.read(in.get(0));
                HostLoop.run(kernel.rounds(), () -> kernel.new Channel()::spread);
            });
        });
    }

    private static List<Shape> shapes(List<Value> values) {
        return values.stream().map(Value::shape).toList();
    }

    private int rounds() {
        return pooled.images() * channels;
    }

    /** What one thread needs for a channel. */
    private final class Channel {
        private final float[] plane = new float[pooled.largestPlane()];
        private final float[] line = new float[pooled.widest()];
        private final float[] values = new float[patch];

        void pool(int round) {
            for (int level = 0; level < levels.size(); level++) {
                int length = length(level);
                if (pooled.any(round / channels, level)) {
                    levels.get(level).read((long) round * length, plane, 0, length);
                    pool(round, level);
                }
            }
        }

        private void pool(int round, int level) {
            int image = round / channels;
            for (int region = pooled.first(image); region < pooled.first(image + 1); region++) {
                if (pooled.isOn(region, level)) {
                    pooled.pool(region, maps.get(level).width(), plane, line, values);
                    cells.write(at(region, round), values, 0, patch);
                }
            }
        }

        void spread(int round) {
            for (int level = 0; level < levels.size(); level++) {
                int length = length(level);
                Arrays.fill(plane, 0, length, 0);
                spread(round, level);
                levels.get(level).write((long) round * length, plane, 0, length);
            }
        }

        private void spread(int round, int level) {
            int image = round / channels;
            for (int region = pooled.first(image); region < pooled.first(image + 1); region++) {
                if (pooled.isOn(region, level)) {
                    cells.read(at(region, round), values, 0, patch);
                    pooled.spread(region, maps.get(level).width(), values, line, plane);
                }
            }
        }

        /** Where the channel of a round stands for a region. */
        private long at(int region, int round) {
            return ((long) region * channels + round % channels) * patch;
        }

        private int length(int level) {
            return maps.get(level).height() * maps.get(level).width();
        }
    }
}
