package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.SingleStep.Held;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.kernel.Kernel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Emulated
class ChannelSumsTest {
    static Stream<Arguments> maps() {
        return Stream.of(
                        Shape.of(1, 1, 1, 1),
                        Shape.of(2, 3, 1, 1),
                        Shape.of(1, 37, 5, 7), // channels filled up, threads without a vector
                        Shape.of(2, 300, 3, 2), // more vectors than a warp has threads
                        Shape.of(3, 8, 61, 67)) // several chunks
                .flatMap(map -> Stream.of(ElementType.FLOAT32, ElementType.BFLOAT16, ElementType.FLOAT16)
                        .map(type -> Arguments.of(map, type)));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void everyChannelIsAddedUpOverAllPixels(Shape map, ElementType type) {
        float[] values = wholeNumbers(map);
        int area = map.height() * map.width();
        double[] expected = new double[map.channels()];
        for (int i = 0; i < values.length; i++) {
            expected[i / area % map.channels()] += values[i];
        }

        float[] sums = sums(map, type, values);

        assertThat(sums).hasSize(expected.length);
        for (int channel = 0; channel < expected.length; channel++) {
            // whole numbers this small are exact in every type, and so are their sums in float32
            assertThat((double) sums[channel]).isCloseTo(expected[channel], within(0.0));
        }
    }

    private static float[] wholeNumbers(Shape map) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[Math.toIntExact(map.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-100, 101);
        }
        return values;
    }

    private static float[] sums(Shape map, ElementType type, float[] values) {
        try (SingleStep steps = new SingleStep(type)) {
            ChannelSums channelSums =
                    new ChannelSums(new Launcher(EmulatedDevice.memory().device()), map, type);
            Held result = steps.held(Shape.of(map.channels()), new float[map.channels()]);
            Held scratch = steps.held(Shape.of(Math.toIntExact(channelSums.scratch() / Float.BYTES)));
            try (Kernel kernel = channelSums.bind(steps.map(map, values).block(), result.block(), scratch.block())) {
                kernel.run();
            }
            return steps.values(result);
        }
    }
}
