package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that change places: their types hold all of them. */
@Emulated
class BlockKernelsTest {
    static Stream<Arguments> shapesAndTypes() {
        return Stream.of(
                        Arguments.of(1, Shape.of(1, 1, 1, 1)),
                        Arguments.of(2, Shape.of(3, 20, 4, 5)),
                        Arguments.of(2, Shape.of(2, 364, 7, 3)), // 91 channels
                        Arguments.of(3, Shape.of(1, 9, 2, 1)),
                        Arguments.of(2, Shape.of(2, 32, 14, 14)))
                .flatMap(shape -> Stream.of(ElementType.FLOAT32, ElementType.BFLOAT16)
                        .map(type -> Arguments.of(shape.get()[0], shape.get()[1], type)));
    }

    private static float[] counted(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + i % 251;
        }
        return values;
    }

    /** By the definition, value by value. */
    private static float[] wide(Shape deep, int block, float[] values) {
        int channels = deep.channels() / block / block;
        int height = deep.height() * block;
        int width = deep.width() * block;
        float[] wide = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % deep.width();
            int row = i / deep.width() % deep.height();
            int channel = i / deep.width() / deep.height() % deep.channels();
            int image = i / deep.width() / deep.height() / deep.channels();
            int c = channel / block / block;
            int y = row * block + channel / block % block;
            int x = column * block + channel % block;
            wide[((image * channels + c) * height + y) * width + x] = values[i];
        }
        return wide;
    }

    private static Shape wide(Shape deep, int block) {
        return Shape.of(deep.batch(), deep.channels() / block / block, deep.height() * block, deep.width() * block);
    }

    @ParameterizedTest
    @MethodSource("shapesAndTypes")
    void channelsBecomeBlocksOfCellsAndComeBack(int block, Shape deep, ElementType type) {
        float[] values = counted(deep);
        float[] expected = wide(deep, block, values);
        Operation operation = new Operation.DepthToSpace(block);
        try (SingleStep steps = new SingleStep(type)) {
            Held there = steps.run(
                            new Instruction.Forward(operation),
                            List.of(steps.held(deep, values)),
                            List.of(wide(deep, block)))
                    .get(0);
            Held back = steps.run(
                            new Instruction.Backward(operation),
                            List.of(steps.held(wide(deep, block), expected)),
                            List.of(deep))
                    .get(0);

            assertThat(steps.values(there)).isEqualTo(expected);
            assertThat(steps.values(back)).isEqualTo(values);
            steps.assertFilledUpWithZeros(there);
            steps.assertFilledUpWithZeros(back);
        }
    }

    /** By the definition, value by value. */
    private static float[] stacked(Shape deep, int block, float[] values) {
        int channels = deep.channels() / block / block;
        float[] stacked = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % (deep.width() * block);
            int row = i / (deep.width() * block) % (deep.height() * block);
            int plane = i / (deep.width() * block) / (deep.height() * block);
            int place = column % block * block + row % block;
            int channel = plane / channels * deep.channels() + place * channels + plane % channels;
            stacked[(channel * deep.height() + row / block) * deep.width() + column / block] = values[i];
        }
        return stacked;
    }

    @ParameterizedTest
    @MethodSource("shapesAndTypes")
    void blocksOfCellsBecomeChannelsColumnByColumnAndComeBack(int block, Shape deep, ElementType type) {
        Shape wide = wide(deep, block);
        float[] values = counted(wide);
        float[] expected = stacked(deep, block, values);
        Operation operation = new Operation.SpaceToDepth(block);
        try (SingleStep steps = new SingleStep(type)) {
            Held there = steps.run(new Instruction.Forward(operation), List.of(steps.held(wide, values)), List.of(deep))
                    .get(0);
            Held back = steps.run(
                            new Instruction.Backward(operation), List.of(steps.held(deep, expected)), List.of(wide))
                    .get(0);

            assertThat(steps.values(there)).isEqualTo(expected);
            assertThat(steps.values(back)).isEqualTo(values);
            steps.assertFilledUpWithZeros(there);
            steps.assertFilledUpWithZeros(back);
        }
    }

    @ParameterizedTest
    @MethodSource("shapesAndTypes")
    void mapsOfRegionsBecomeTheirRowsAndComeBack(int block, Shape map, ElementType type) {
        float[] values = counted(map);
        Shape rows = Shape.of(1, map.batch(), Math.toIntExact(map.size()) / map.batch());
        Operation operation = new Operation.MapsToRows(map.batch());
        try (SingleStep steps = new SingleStep(type)) {
            Held there = steps.run(new Instruction.Forward(operation), List.of(steps.held(map, values)), List.of(rows))
                    .get(0);
            Held back = steps.run(new Instruction.Backward(operation), List.of(steps.held(rows, values)), List.of(map))
                    .get(0);

            assertThat(steps.values(there)).isEqualTo(values);
            assertThat(steps.values(back)).isEqualTo(values);
            steps.assertFilledUpWithZeros(back);
        }
    }
}
