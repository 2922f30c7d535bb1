package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.fpn4j.cuda.device.DeviceVector.address;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.cudnn.Convolutions;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedConvolutions;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Emulated
class ConvolutionKernelsTest {
    private static final Shape MAP = Shape.of(2, 5, 6, 7);
    private static final Shape WEIGHT = Shape.of(9, 5, 3, 3);
    private static final Operation.Convolution CONVOLUTION = new Operation.Convolution(1, Padding.of(1), 1);
    private static final Shape RESULT = Shape.of(2, 9, 6, 7);

    static Stream<Arguments> following() {
        return Stream.of(Activation.values()).flatMap(activation -> Stream.of(
                        ElementType.FLOAT32, ElementType.BFLOAT16, ElementType.FLOAT16)
                .flatMap(type -> Stream.of(1, 5, 8, 37, 64).map(channels -> Arguments.of(activation, type, channels))));
    }

    @ParameterizedTest
    @MethodSource("following")
    void whatFollowsAConvolutionIsDoneInOnePassOnItsResult(Activation activation, ElementType type, int channels) {
        Shape shape = Shape.of(3, channels, 5, 7);
        float[] y = multiplesOfAnEighth(1, shape.size());
        float[] shift = multiplesOfAnEighth(2, channels);
        float[] residual = multiplesOfAnEighth(3, shape.size());

        Followed both = follow(type, shape, y, Optional.of(shift), Optional.of(residual), activation);
        Followed nothing = follow(type, shape, y, Optional.empty(), Optional.empty(), activation);

        double rounding = type == ElementType.FLOAT32 ? 1e-6 : 0x1p-8; // of the functions; of values in the map's type
        for (int i = 0; i < y.length; i++) {
            double sum = y[i] + shift[i / 35 % channels] + residual[i];
            assertThat((double) both.values()[i])
                    .isCloseTo(of(activation, sum), within(rounding * size(activation, sum)));
            assertThat((double) nothing.values()[i])
                    .isCloseTo(of(activation, y[i]), within(rounding * size(activation, y[i])));
        }
        assertThat(both.isFilledUpWithZeros()).isTrue();
        assertThat(nothing.isFilledUpWithZeros()).isTrue();
    }

    private static double of(Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(0, x);
            case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
            case SWISH -> x / (1 + Math.exp(-x));
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case EXP -> Math.exp(x);
            case HARD_SIGMOID -> Math.min(Math.max(x / 6 + 0.5, 0), 1);
            case HARD_SWISH -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
            case RELU6 -> Math.min(Math.max(x, 0), 6);
        };
    }

    private static double size(Activation activation, double x) {
        return Math.abs(of(activation, x)) + 1e-6;
    }

    private record Followed(float[] values, boolean isFilledUpWithZeros) {}

    private static Followed follow(
            ElementType type,
            Shape shape,
            float[] y,
            Optional<float[]> shift,
            Optional<float[]> residual,
            Activation activation) {
        try (SingleStep steps = new SingleStep(type)) {
            Held map = steps.map(shape, y);
            long shifts = shift.map(values ->
                            address(steps.as(steps.held(Shape.of(shape.channels()), values), DeviceLayout.vectors(type))
                                    .block()))
                    .orElse(0L);
            long residuals = residual.map(
                            values -> address(steps.map(shape, values).block()))
                    .orElse(0L);
            ConvolutionKernels kernels =
                    new ConvolutionKernels(new Launcher(EmulatedDevice.memory().device()), type, Optional.empty());
            try (Kernel kernel = kernels.follow(shape, map.block(), shifts, residuals, activation)) {
                kernel.run();
            }
            return new Followed(steps.values(map), steps.isFilledUpWithZeros(map));
        }
    }

    /** Exact in every type, and so are sums of three. */
    private static float[] multiplesOfAnEighth(long seed, long count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-24, 25) / 8f;
        }
        return values;
    }

    @Test
    void withoutCudnnDenseConvolutionsAreRefusedWithTheReason() {
        try (CudaKernels kernels = new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32)) {
            for (Step step : List.of(convolution(true, true, Activation.RELU), backwardData(), backwardWeights(true))) {
                assertThatThrownBy(() -> choose(kernels, step))
                        .isInstanceOf(RefusedException.class)
                        .hasMessage("there is no cuDNN that could compute convolutions");
            }
        }
    }

    @Test
    void whereCudnnHasNoEngineItsReasonIsTold() {
        Convolutions none = graph -> {
            throw new RefusedException("cuDNN has no engine for this convolution");
        };
        try (CudaKernels kernels = new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32, none)) {
            assertThatThrownBy(() -> choose(kernels, convolution(true, true, Activation.RELU)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("cuDNN has no engine for this convolution");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16", "FLOAT16"})
    void everyTensorOfAConvolutionIsInItsLayout(ElementType type) {
        try (CudaKernels kernels = new CudaKernels(EmulatedDevice.memory(), type, new EmulatedConvolutions(false))) {
            KernelChoice forward = choose(kernels, convolution(true, true, Activation.RELU));
            KernelChoice data = choose(kernels, backwardData());
            KernelChoice weights = choose(kernels, backwardWeights(true));

            DeviceLayout map = DeviceLayout.maps(type);
            DeviceLayout kernel = DeviceLayout.kernels(type);
            assertThat(forward.inputs()).containsExactly(map, kernel, DeviceLayout.vectors(type), map);
            assertThat(forward.outputs()).containsExactly(map);
            assertThat(data.inputs()).containsExactly(kernel, map);
            assertThat(data.outputs()).containsExactly(map);
            assertThat(weights.inputs()).containsExactly(map, map);
            assertThat(weights.outputs()).containsExactly(kernel, Format.PLAIN);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "RELU"})
    void aPassBehindIsLeftOutWhereTheEngineDoesIt(Activation activation) {
        try (CudaKernels fusing =
                        new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32, new EmulatedConvolutions(true));
                CudaKernels plain = new CudaKernels(
                        EmulatedDevice.memory(), ElementType.FLOAT32, new EmulatedConvolutions(false))) {
            assertThat(choose(fusing, convolution(true, true, activation)).kernel())
                    .isEqualTo("loops");
            assertThat(choose(plain, convolution(true, true, activation)).kernel())
                    .isEqualTo("loops, convolution.cu");
        }
    }

    @Test
    void otherActivationsThanReluHaveAPassOfTheirOwn() {
        try (CudaKernels fusing =
                new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32, new EmulatedConvolutions(true))) {
            assertThat(choose(fusing, convolution(false, false, Activation.NONE))
                            .kernel())
                    .isEqualTo("loops");
            assertThat(choose(fusing, convolution(false, false, Activation.SWISH))
                            .kernel())
                    .isEqualTo("loops, convolution.cu");
        }
    }

    private static KernelChoice choose(CudaKernels kernels, Step step) {
        return kernels.choose(step, Collections.nCopies(step.inputs().size(), Format.PLAIN), Format.PLAIN)
                .orElseThrow();
    }

    private static Step convolution(boolean bias, boolean residual, Activation activation) {
        List<Shape> inputs = Stream.of(
                        Stream.of(MAP, WEIGHT),
                        bias ? Stream.of(Shape.of(9)) : Stream.<Shape>empty(),
                        residual ? Stream.of(RESULT) : Stream.<Shape>empty())
                .flatMap(shapes -> shapes)
                .toList();
        return step(new Instruction.Convolve(CONVOLUTION, bias, residual, activation), inputs, List.of(RESULT));
    }

    private static Step backwardData() {
        return step(new Instruction.ConvolveBackwardData(CONVOLUTION), List.of(WEIGHT, RESULT), List.of(MAP));
    }

    private static Step backwardWeights(boolean bias) {
        return step(
                new Instruction.ConvolveBackwardWeights(CONVOLUTION, bias),
                List.of(MAP, RESULT),
                bias ? List.of(WEIGHT, Shape.of(9)) : List.of(WEIGHT));
    }

    private static Step step(Instruction instruction, List<Shape> inputs, List<Shape> outputs) {
        return new Step(instruction, values(inputs), values(outputs), List.of());
    }

    private static List<Value> values(List<Shape> shapes) {
        return shapes.stream()
                .map(shape -> new Value("value", shape, new Value.Computed()))
                .toList();
    }
}
