package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.RegionLevels.Epsilon;
import org.fpn4j.core.graph.RegionTaps;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Regions have the bits that sums of taps in Java have: the same arithmetic in the same order, whatever the region. */
@Emulated
class RegionKernelsTest {
    private static final int REGIONS = 23; // of an image
    private static final int VALUES = 5; // of a region: its corners and one more

    private record Case(Operation.RoiAlign align, List<Shape> maps) {
        int channels() {
            return maps.get(0).channels();
        }

        Shape regions() {
            return Shape.of(maps.get(0).batch(), REGIONS, VALUES);
        }

        Shape cells() {
            return Shape.of(maps.get(0).batch() * REGIONS, channels(), align.size(), align.size());
        }

        private RegionTaps taps(int axis, Shape map, int stride, float[] region) {
            RegionTaps taps = new RegionTaps(1, align.size(), align.samples(), align.aligned());
            taps.add(0, region[axis], region[axis + 2], stride, axis == 0 ? map.width() : map.height());
            return taps;
        }

        /** What a channel of a region, and a channel of a map's gradient, is made of. */
        private interface Channel {
            void compute(int level, int plane, int cells, RegionTaps rows, RegionTaps columns);
        }

        /** Every channel of every region, image after image; where its values stand in the map and in the cells. */
        private void each(float[] regions, Channel work) {
            for (int region = 0; region < cells().batch(); region++) {
                float[] corners = new float[4];
                System.arraycopy(regions, region * VALUES, corners, 0, 4);
                int level =
                        RegionLevels.place(align.levels().borders(), corners[0], corners[1], corners[2], corners[3]);
                Shape map = maps.get(level);
                RegionTaps columns = taps(0, map, align.strides().get(level), corners);
                RegionTaps rows = taps(1, map, align.strides().get(level), corners);
                for (int channel = 0; channel < channels(); channel++) {
                    int plane = (region / REGIONS * channels() + channel) * map.height() * map.width();
                    int cells = (region * channels() + channel) * align.size() * align.size();
                    work.compute(level, plane, cells, rows, columns);
                }
            }
        }

        float[] pooled(List<float[]> values, float[] regions) {
            float[] made = new float[Math.toIntExact(cells().size())];
            each(regions, (level, plane, cells, rows, columns) -> {
                for (int cell = 0; cell < align.size() * align.size(); cell++) {
                    made[cells + cell] =
                            pooled(values.get(level), plane, maps.get(level).width(), cell, rows, columns);
                }
            });
            return made;
        }

        private float pooled(float[] map, int plane, int width, int cell, RegionTaps rows, RegionTaps columns) {
            int i = cell / align.size();
            int j = cell % align.size();
            float sum = 0;
            for (int column = columns.first(0, j); column < columns.first(0, j + 1); column++) {
                float line = 0;
                for (int row = rows.first(0, i); row < rows.first(0, i + 1); row++) {
                    line += rows.weight(row) * map[plane + rows.place(row) * width + columns.place(column)];
                }
                sum += columns.weight(column) * line;
            }
            return sum;
        }

        List<float[]> gradients(float[] dy, float[] regions) {
            List<float[]> made = new ArrayList<>();
            maps.forEach(map -> made.add(new float[Math.toIntExact(map.size())]));
            each(regions, (level, plane, cells, rows, columns) -> {
                int width = maps.get(level).width();
                for (int i = 0; i < align.size(); i++) {
                    float[] line = new float[width];
                    for (int j = 0; j < align.size(); j++) {
                        for (int tap = columns.first(0, j); tap < columns.first(0, j + 1); tap++) {
                            line[columns.place(tap)] += columns.weight(tap) * dy[cells + i * align.size() + j];
                        }
                    }
                    for (int tap = rows.first(0, i); tap < rows.first(0, i + 1); tap++) {
                        for (int x = 0; x < width; x++) {
                            made.get(level)[plane + rows.place(tap) * width + x] += rows.weight(tap) * line[x];
                        }
                    }
                }
            });
            return made;
        }
    }

    private static Operation.RoiAlign align(List<Integer> strides, int size, int samples, boolean aligned) {
        RegionLevels levels =
                new RegionLevels(2, 1 + strides.size(), 3, 16, aligned ? Epsilon.DETECTRON2 : Epsilon.TORCHVISION);
        return new Operation.RoiAlign(strides, levels, size, samples, aligned);
    }

    static Stream<Arguments> casesAndTypes() {
        return Stream.of(
                        new Case(align(List.of(4), 1, 0, false), List.of(Shape.of(1, 1, 1, 1))),
                        new Case(align(List.of(4), 2, 0, true), List.of(Shape.of(1, 3, 9, 1))),
                        new Case(
                                align(List.of(4, 8), 3, 0, true),
                                List.of(Shape.of(2, 9, 16, 20), Shape.of(2, 9, 8, 10))),
                        new Case(
                                align(List.of(4, 8, 16), 7, 2, false),
                                List.of(Shape.of(2, 8, 15, 21), Shape.of(2, 8, 8, 11), Shape.of(2, 8, 4, 6))),
                        new Case(
                                align(List.of(4, 8, 16), 2, 3, true),
                                List.of(Shape.of(3, 17, 16, 16), Shape.of(3, 17, 8, 8), Shape.of(3, 17, 4, 4))))
                .flatMap(sample ->
                        Stream.of(ElementType.FLOAT32, ElementType.BFLOAT16).map(type -> Arguments.of(sample, type)));
    }

    /** Ordinary ones, and in each image some that a network may come up with in its first steps. */
    private static float[] regions(Case sample) {
        SplittableRandom random = new SplittableRandom(4);
        float[] regions = normal(3, sample.regions().size());
        float[][] strange = {
            {12, 12, 12, 12}, // without area
            {40, 30, 20, 10}, // turned round
            {-500, -500, -400, -450}, // beside all maps
            {-1e9f, -1e9f, 1e9f, 1e9f},
            {0, 0, 1e30f, 1e30f}, // of an infinite area
            {Float.NaN, 3, 20, 20},
            {2, 1, Float.POSITIVE_INFINITY, 20},
            {-4, -4, 80, 64}
        };
        for (int region = 0; region < regions.length / VALUES; region++) {
            int index = region % REGIONS;
            double x = random.nextDouble(-6, 70);
            double y = random.nextDouble(-6, 56);
            float[] ordinary = {
                (float) x, (float) y, (float) (x + random.nextDouble(40)), (float) (y + random.nextDouble(40))
            };
            System.arraycopy(index < strange.length ? strange[index] : ordinary, 0, regions, region * VALUES, 4);
        }
        return regions;
    }

    private static float[] normal(int seed, long size) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("casesAndTypes")
    void cellsAreTheSumsOfTheirTaps(Case sample, ElementType type) {
        float[] regions = regions(sample);
        try (SingleStep steps = new SingleStep(type)) {
            List<Held> inputs = new ArrayList<>();
            List<float[]> values = new ArrayList<>();
            for (Shape map : sample.maps) {
                Held held = steps.map(map, normal(inputs.size(), map.size()));
                inputs.add(held);
                values.add(steps.values(held));
            }
            inputs.add(steps.held(sample.regions(), regions));

            List<Held> made = steps.run(new Instruction.Forward(sample.align), inputs, List.of(sample.cells()));

            float[] expected = sample.pooled(values, regions);
            assertThat(expected).doesNotContain(Float.NaN).isNotEqualTo(new float[expected.length]);
            assertThat(steps.values(made.get(0))).isEqualTo(steps.rounded(sample.cells(), expected));
            steps.assertFilledUpWithZeros(made.get(0));
        }
    }

    @ParameterizedTest
    @MethodSource("casesAndTypes")
    void gradientsAreAddedUpRegionByRegion(Case sample, ElementType type) {
        float[] regions = regions(sample);
        try (SingleStep steps = new SingleStep(type)) {
            Held dy = steps.map(sample.cells(), normal(8, sample.cells().size()));

            List<Held> made = steps.run(
                    new Instruction.Backward(sample.align),
                    List.of(steps.held(sample.regions(), regions), dy),
                    sample.maps);

            List<float[]> expected = sample.gradients(steps.values(dy), regions);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(expected.get(i)).doesNotContain(Float.NaN).isNotEqualTo(new float[expected.get(i).length]);
                assertThat(steps.values(made.get(i))).isEqualTo(steps.rounded(sample.maps.get(i), expected.get(i)));
                steps.assertFilledUpWithZeros(made.get(i));
            }
        }
    }
}
