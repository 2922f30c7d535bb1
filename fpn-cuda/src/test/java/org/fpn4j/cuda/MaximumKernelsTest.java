package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.plan.Instruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Emulated
class MaximumKernelsTest {
    private static final Shape MAP = Shape.of(2, 5, 3, 7);

    private static float[] whole(int seed, int below) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(MAP.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-below, below); // few numbers: many are equal
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "2, FLOAT32, true",
        "2, BFLOAT16, true",
        "3, BFLOAT16, true",
        "2, FLOAT32, false",
        "4, BFLOAT16, false",
        "9, FLOAT32, true"
    })
    void theLargestIsTakenAndThoseThatHaveItShareTheGradient(int inputs, ElementType type, boolean isMap) {
        float[] dy = whole(99, 100);
        List<float[]> x = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            x.add(whole(i, 3));
        }
        float[] largest = x.get(0).clone();
        List<float[]> shares = new ArrayList<>();
        for (int at = 0; at < largest.length; at++) {
            for (float[] one : x) {
                largest[at] = Math.max(largest[at], one[at]);
            }
        }
        for (float[] one : x) {
            float[] share = new float[largest.length];
            for (int at = 0; at < share.length; at++) {
                int place = at;
                long count = x.stream()
                        .filter(other -> other[place] == largest[place])
                        .count();
                share[at] = one[at] == largest[at] ? dy[at] / count : 0;
            }
            shares.add(share);
        }
        try (SingleStep steps = new SingleStep(type)) {
            List<Held> held = new ArrayList<>();
            x.forEach(one -> held.add(isMap ? steps.map(MAP, one) : steps.held(MAP, one)));

            Held y = steps.run(new Instruction.Forward(new Operation.Maximum()), held, List.of(MAP))
                    .get(0);
            held.add(isMap ? steps.map(MAP, dy) : steps.held(MAP, dy));
            List<Held> made = steps.run(
                    new Instruction.Backward(new Operation.Maximum()),
                    held,
                    x.stream().map(one -> MAP).toList());

            assertThat(steps.values(y)).isEqualTo(largest);
            for (int i = 0; i < inputs; i++) {
                float[] expected = isMap ? steps.rounded(MAP, shares.get(i)) : shares.get(i);
                assertThat(steps.values(made.get(i)))
                        .usingComparatorWithPrecision(0f)
                        .containsExactly(expected);
            }
        }
    }

    @Test
    void whatIsNotANumberIsSeenWhereverItStands() {
        Shape shape = Shape.of(1, 3);
        try (SingleStep steps = new SingleStep(ElementType.FLOAT32)) {
            Held y = steps.run(
                            new Instruction.Forward(new Operation.Maximum()),
                            List.of(steps.held(shape, Float.NaN, 1, 2), steps.held(shape, 1, Float.NaN, 3)),
                            List.of(shape))
                    .get(0);

            assertThat(steps.values(y)).containsExactly(Float.NaN, Float.NaN, 3);
        }
    }
}
