package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Emulated
class FoldKernelsTest {
    private static final float EPSILON = 1e-5f;

    static Stream<Arguments> kernels() {
        return Stream.of(
                        Shape.of(1, 1, 1, 1),
                        Shape.of(6, 1, 3, 3), // depthwise
                        Shape.of(5, 3, 7, 7), // both sides filled up
                        Shape.of(8, 300, 1, 1), // more values than a block has threads
                        Shape.of(9, 16, 3, 3))
                .flatMap(weight -> Stream.of(
                                Format.PLAIN,
                                DeviceLayout.kernels(ElementType.FLOAT32),
                                DeviceLayout.kernels(ElementType.BFLOAT16),
                                DeviceLayout.kernels(ElementType.FLOAT16))
                        .flatMap(format -> Stream.of(true, false).map(bias -> Arguments.of(weight, format, bias))));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aNormIsFoldedIntoAKernelAsItIsRead(Shape weight, Format wanted, boolean bias) {
        int outputs = weight.dim(0);
        List<float[]> inputs = inputs(weight, bias);
        int norm = bias ? 2 : 1;

        List<float[]> folded = run(
                wanted,
                new NormInstruction.Fold(EPSILON, bias),
                shapes(weight, inputs.size()),
                inputs,
                List.of(weight, Shape.of(outputs)));

        for (int i = 0; i < inputs.get(0).length; i++) {
            int output = i / (inputs.get(0).length / outputs);
            float factor = factor(inputs.get(norm)[output], inputs.get(norm + 3)[output]);
            float expected = factor * inputs.get(0)[i];
            assertThat(folded.get(0)[i]).isCloseTo(expected, within(rounding(wanted) * Math.abs(expected)));
        }
        for (int output = 0; output < outputs; output++) {
            float factor = factor(inputs.get(norm)[output], inputs.get(norm + 3)[output]);
            float own = bias ? inputs.get(1)[output] : 0;
            assertThat(folded.get(1)[output])
                    .isEqualTo(inputs.get(norm + 1)[output] + factor * (own - inputs.get(norm + 2)[output]));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void gradientsOfWhatWasFoldedAreThoseOfTheConvolution(Shape weight, Format given, boolean bias) {
        int outputs = weight.dim(0);
        List<float[]> inputs = new ArrayList<>(
                List.of(random(1, outputs, 0.5f, 2), random(2, outputs, 0.1f, 3), multiplesOfAnEighth(weight.size())));
        List<Shape> shapes = new ArrayList<>(List.of(Shape.of(outputs), Shape.of(outputs), weight));
        if (bias) {
            inputs.add(random(4, outputs, -1, 1));
            shapes.add(Shape.of(outputs));
        }

        List<float[]> own = run(
                given,
                new NormInstruction.FoldBackward(EPSILON, bias),
                shapes,
                inputs,
                bias ? List.of(weight, Shape.of(outputs)) : List.of(weight));

        for (int i = 0; i < inputs.get(2).length; i++) {
            int output = i / (inputs.get(2).length / outputs);
            float factor = factor(inputs.get(0)[output], inputs.get(1)[output]);
            assertThat(own.get(0)[i]).isEqualTo(factor * inputs.get(2)[i]);
            if (bias) {
                assertThat(own.get(1)[output]).isEqualTo(factor * inputs.get(3)[output]);
            }
        }
    }

    private static float factor(float scale, float variance) {
        return (float) (scale / Math.sqrt((double) variance + EPSILON));
    }

    private static float rounding(Format format) {
        return DeviceLayout.type(format).bytes() == Float.BYTES ? 0 : 0x1p-8f; // half the last digit of bfloat16
    }

    private static List<float[]> inputs(Shape weight, boolean bias) {
        int outputs = weight.dim(0);
        List<float[]> inputs = new ArrayList<>(List.of(random(1, weight.size(), -1, 1)));
        if (bias) {
            inputs.add(random(2, outputs, -1, 1));
        }
        inputs.addAll(List.of(
                random(3, outputs, 0.5f, 2),
                random(4, outputs, -1, 1),
                random(5, outputs, -1, 1),
                random(6, outputs, 0.1f, 3)));
        return inputs;
    }

    private static List<Shape> shapes(Shape weight, int inputs) {
        List<Shape> shapes = new ArrayList<>(Collections.nCopies(inputs, Shape.of(weight.dim(0))));
        shapes.set(0, weight);
        return shapes;
    }

    /** Runs a step on a kernel in a format; what it makes is plain again, and filled up with zeros where it is not. */
    private static List<float[]> run(
            Format kernel, Instruction instruction, List<Shape> shapes, List<float[]> values, List<Shape> results) {
        ElementType type = kernel == Format.PLAIN ? ElementType.FLOAT32 : DeviceLayout.type(kernel);
        try (SingleStep steps = new SingleStep(type)) {
            List<Held> inputs = new ArrayList<>();
            for (int i = 0; i < shapes.size(); i++) {
                inputs.add(steps.held(shapes.get(i), values.get(i)));
            }
            if (instruction instanceof NormInstruction.FoldBackward) {
                inputs.set(2, steps.as(inputs.get(2), kernel));
            }
            List<Held> made = steps.run(instruction, inputs, results, kernel);
            assertThat(made).allMatch(steps::isFilledUpWithZeros);
            return made.stream().map(steps::values).toList();
        }
    }

    private static float[] random(long seed, long count, float from, float to) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(from, to);
        }
        return values;
    }

    /** Exact in every type. */
    private static float[] multiplesOfAnEighth(long count) {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-24, 25) / 8f;
        }
        return values;
    }
}
