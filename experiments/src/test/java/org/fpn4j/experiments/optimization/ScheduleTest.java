package org.fpn4j.experiments.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fpn4j.core.problem.InvalidFieldsException;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    /** A few roundings of double. */
    private static final double ROUNDING = 1e-15;

    @Test
    void constantStaysAtOne() {
        assertThat(new ScheduleConfig.Constant().factor(0)).isEqualTo(1);
        assertThat(new ScheduleConfig.Constant().factor(0.999)).isEqualTo(1);
    }

    @Test
    void stepsFallAtTheirMilestonesAndNotBefore() {
        ScheduleConfig step = new ScheduleConfig.Step(List.of(0.5, 0.75), 0.1);
        assertThat(step.factor(0)).isEqualTo(1);
        assertThat(step.factor(Math.nextDown(0.5))).isEqualTo(1);
        assertThat(step.factor(0.5)).isEqualTo(0.1);
        assertThat(step.factor(Math.nextDown(0.75))).isEqualTo(0.1);
        assertThat(step.factor(0.75)).isCloseTo(0.01, within(ROUNDING));
        assertThat(step.factor(0.99)).isCloseTo(0.01, within(ROUNDING));
    }

    @Test
    void theDefaultStepsAreEpochsEightAndElevenOfTwelve() {
        ScheduleConfig step = new ScheduleConfig.Step();
        for (int epoch = 0; epoch < 12; epoch++) {
            double expected = epoch < 8 ? 1 : epoch < 11 ? 0.1 : 0.01;
            assertThat(step.factor(epoch / 12.0)).as("epoch %d", epoch).isCloseTo(expected, within(ROUNDING));
        }
    }

    @Test
    void theCosineGoesFromOneToItsEnd() {
        ScheduleConfig cosine = new ScheduleConfig.Cosine(0.2);
        assertThat(cosine.factor(0)).isEqualTo(1);
        assertThat(cosine.factor(1 / 3.0)).isCloseTo(0.2 + 0.8 * 0.75, within(ROUNDING));
        assertThat(cosine.factor(0.5)).isCloseTo(0.6, within(ROUNDING));
        assertThat(cosine.factor(1)).isCloseTo(0.2, within(ROUNDING));
    }

    @Test
    void milestonesMustGrowBetweenZeroAndOne() {
        for (List<Double> wrong : List.of(List.of(0.5, 0.5), List.of(0.6, 0.4), List.of(0.0), List.of(1.0))) {
            assertThatThrownBy(() -> new ScheduleConfig.Step(wrong, 0.1))
                    .isInstanceOfSatisfying(InvalidFieldsException.class, e -> {
                        assertThat(e.fields()).hasSize(1);
                        assertThat(e.fields().get(0).expectation())
                                .isEqualTo("must grow between 0 and 1, both excluded");
                    });
        }
    }

    @Test
    void aCosineCannotEndAboveOne() {
        assertThatThrownBy(() -> new ScheduleConfig.Cosine(1.5)).isInstanceOf(InvalidFieldsException.class);
    }
}
