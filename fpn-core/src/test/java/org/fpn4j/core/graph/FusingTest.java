package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation.WeightedFusion;
import org.fpn4j.core.graph.Operation.WeightedFusion.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of arXiv:1911.09070, section 3.3, computed in float64. */
class FusingTest {
    static Stream<Arguments> weights() {
        return Stream.of(
                Arguments.of(new float[] {1, 1}, new double[] {0.49997500124993743, 0.49997500124993743}, new double[] {
                    0.5, 0.5
                }),
                Arguments.of(
                        new float[] {1, 1, 1},
                        new double[] {0.3333222225925802, 0.3333222225925802, 0.3333222225925802},
                        new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}),
                Arguments.of(new float[] {0.8f, -0.2f}, new double[] {0.9998750156230471, 0}, new double[] {
                    0.7310585786300049, 0.2689414213699951
                }),
                Arguments.of(new float[] {0, 0}, new double[] {0, 0}, new double[] {0.5, 0.5}),
                Arguments.of(new float[] {-1, -2, 3}, new double[] {0, 0, 0.9999666677777407}, new double[] {
                    0.0178679818703045, 0.006573263185309083, 0.9755587549443865
                }),
                Arguments.of(new float[] {7}, new double[] {7 / 7.0001}, new double[] {1}));
    }

    @ParameterizedTest
    @MethodSource("weights")
    void sharesAreThoseOfTheFormula(float[] raw, double[] fast, double[] softmax) {
        assertThat(new WeightedFusion(Mode.FAST, 1e-4).shares(raw))
                .containsExactly(fast, within(1e-8)); // of weights in single precision
        assertThat(new WeightedFusion(Mode.SOFTMAX, 1e-4).shares(raw)).containsExactly(softmax, within(1e-8));
    }

    @ParameterizedTest
    @MethodSource("weights")
    void aShareOfNothingIsExactlyNothing(float[] raw, double[] fast, double[] softmax) {
        double[] shares = new WeightedFusion(Mode.FAST, 1e-4).shares(raw);

        for (int i = 0; i < raw.length; i++) {
            assertThat(shares[i] == 0).isEqualTo(raw[i] <= 0);
        }
        assertThat(Arrays.stream(new WeightedFusion(Mode.SOFTMAX, 1e-4).shares(new float[] {300, -300}))
                        .sum())
                .isEqualTo(1);
    }
}
