package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Emulated
class CellKernelsTest {
    /** Images, anchors of a cell, values of an anchor, then height and width of each level. */
    private record Levels(int images, int anchors, int values, List<List<Integer>> sizes) {
        List<Shape> maps() {
            return sizes.stream()
                    .map(size -> Shape.of(images, anchors * values, size.get(0), size.get(1)))
                    .toList();
        }

        Shape cells() {
            int cells = sizes.stream()
                    .mapToInt(size -> size.get(0) * size.get(1) * anchors)
                    .sum();
            return Shape.of(images, cells, values);
        }

        /** Every cell's values by the definition: level, y, x, anchor. */
        float[] joined(List<float[]> maps) {
            float[] joined = new float[Math.toIntExact(cells().size())];
            int at = 0;
            for (int image = 0; image < images; image++) {
                for (int level = 0; level < maps.size(); level++) {
                    int area = sizes.get(level).get(0) * sizes.get(level).get(1);
                    for (int pixel = 0; pixel < area; pixel++) {
                        for (int channel = 0; channel < anchors * values; channel++) {
                            joined[at++] = maps.get(level)[(image * anchors * values + channel) * area + pixel];
                        }
                    }
                }
            }
            return joined;
        }
    }

    static Stream<Levels> levels() {
        return Stream.of(
                new Levels(1, 1, 1, List.of(List.of(1, 1))),
                new Levels(2, 9, 91, List.of(List.of(5, 3), List.of(2, 2), List.of(1, 1))), // 819 channels
                new Levels(3, 1, 7, List.of(List.of(1, 9), List.of(1, 1))),
                new Levels(2, 4, 2, List.of(List.of(20, 17), List.of(4, 1)))); // nothing filled up
    }

    static Stream<Arguments> levelsAndTypes() {
        return levels().flatMap(levels -> Stream.of(ElementType.FLOAT32, ElementType.BFLOAT16, ElementType.FLOAT16)
                .map(type -> Arguments.of(levels, type)));
    }

    /** Whole numbers that all types hold. */
    private static List<float[]> maps(Levels levels) {
        SplittableRandom random = new SplittableRandom(3);
        List<float[]> maps = new ArrayList<>();
        for (Shape map : levels.maps()) {
            float[] values = new float[Math.toIntExact(map.size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(-250, 250);
            }
            maps.add(values);
        }
        return maps;
    }

    @ParameterizedTest
    @MethodSource("levelsAndTypes")
    void mapsOfAllLevelsAreJoinedByLevelRowColumnAndAnchor(Levels levels, ElementType type) {
        List<float[]> maps = maps(levels);
        try (SingleStep steps = new SingleStep(type)) {
            List<Held> inputs = new ArrayList<>();
            for (int i = 0; i < maps.size(); i++) {
                inputs.add(steps.held(levels.maps().get(i), maps.get(i)));
            }

            List<Held> made = steps.run(new Instruction.JoinCells(levels.values()), inputs, List.of(levels.cells()));

            assertThat(steps.values(made.get(0))).containsExactly(levels.joined(maps));
        }
    }

    @ParameterizedTest
    @MethodSource("levelsAndTypes")
    void cellsAreSplitIntoTheMapsTheyCameFromAndZeros(Levels levels, ElementType type) {
        List<float[]> maps = maps(levels);
        try (SingleStep steps = new SingleStep(type)) {
            Held cells = steps.held(levels.cells(), levels.joined(maps));

            List<Held> made = steps.run(new Instruction.SplitCells(levels.values()), List.of(cells), levels.maps());

            for (int i = 0; i < maps.size(); i++) {
                assertThat(steps.values(made.get(i))).containsExactly(maps.get(i));
                steps.assertFilledUpWithZeros(made.get(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT32", "BFLOAT16"})
    void aSingleMapGoesToCellsAndItsGradientBack(ElementType type) {
        Levels levels = new Levels(2, 2, 5, List.of(List.of(3, 4)));
        List<float[]> maps = maps(levels);
        Operation operation = new Operation.MapToCells(5);
        try (SingleStep steps = new SingleStep(type)) {
            Held map = steps.held(levels.maps().get(0), maps.get(0));
            Held cells = steps.held(levels.cells(), levels.joined(maps));

            List<Held> there = steps.run(new Instruction.Forward(operation), List.of(map), List.of(cells.shape()));
            List<Held> back = steps.run(new Instruction.Backward(operation), List.of(cells), List.of(map.shape()));

            assertThat(steps.values(there.get(0))).containsExactly(levels.joined(maps));
            assertThat(steps.values(back.get(0))).containsExactly(maps.get(0));
        }
    }
}
