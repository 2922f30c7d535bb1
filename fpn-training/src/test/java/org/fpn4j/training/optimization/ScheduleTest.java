package org.fpn4j.training.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.training.optimization.ScheduleConfig.Moment;
import org.fpn4j.training.optimization.ScheduleConfig.Step.Unit;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    /** A few roundings of double. */
    private static final double ROUNDING = 1e-15;

    /** One of a thousand steps in ten epochs. */
    private static Moment at(long step) {
        return new Moment(step, 1000, 100);
    }

    @Test
    void constantStaysAtOne() {
        assertThat(new ScheduleConfig.Constant().factor(at(0))).isEqualTo(1);
        assertThat(new ScheduleConfig.Constant().factor(at(999))).isEqualTo(1);
    }

    @Test
    void stepsFallAtTheirMilestonesAndNotBefore() {
        ScheduleConfig step = new ScheduleConfig.Step(List.of(0.5, 0.75), Unit.SHARE, 0.1);
        assertThat(step.factor(at(0))).isEqualTo(1);
        assertThat(step.factor(at(499))).isEqualTo(1);
        assertThat(step.factor(at(500))).isEqualTo(0.1);
        assertThat(step.factor(at(749))).isEqualTo(0.1);
        assertThat(step.factor(at(750))).isCloseTo(0.01, within(ROUNDING));
        assertThat(step.factor(at(999))).isCloseTo(0.01, within(ROUNDING));
    }

    @Test
    void theDefaultStepsAreEpochsEightAndElevenOfTwelve() {
        ScheduleConfig share = new ScheduleConfig.Step();
        ScheduleConfig epoch = new ScheduleConfig.Step(List.of(8.0, 11.0), Unit.EPOCH, 0.1);
        int perEpoch = 7;
        for (int step = 0; step < 12 * perEpoch; step++) {
            double expected = step < 8 * perEpoch ? 1 : step < 11 * perEpoch ? 0.1 : 0.01;
            Moment moment = new Moment(step, 12L * perEpoch, perEpoch);
            assertThat(share.factor(moment)).as("step %d", step).isCloseTo(expected, within(ROUNDING));
            assertThat(epoch.factor(moment)).as("step %d", step).isCloseTo(expected, within(ROUNDING));
        }
    }

    /** detectron2's WarmupParamScheduler over MultiStepParamScheduler: 30 steps, milestones 10, 15 and 20. */
    @Test
    void milestonesInStepsTakeEffectAtTheirStep() {
        ScheduleConfig schedule = new ScheduleConfig.Step(List.of(10.0, 15.0, 20.0), Unit.STEP, 0.1);
        for (int step = 0; step < 30; step++) {
            double expected = step < 10 ? 1 : step < 15 ? 0.1 : step < 20 ? 0.01 : 0.001;
            assertThat(schedule.factor(new Moment(step, 30, 4)))
                    .as("step %d", step)
                    .isCloseTo(expected, within(ROUNDING));
        }
    }

    @Test
    void aRoundedShareComesLate() {
        ScheduleConfig rounded = new ScheduleConfig.Step(List.of(0.667), Unit.SHARE, 0.1);

        assertThat(rounded.factor(new Moment(8003, 12000, 1000))).isEqualTo(1);
        assertThat(rounded.factor(new Moment(8004, 12000, 1000))).isEqualTo(0.1);
    }

    @Test
    void theCosineGoesFromOneToItsEnd() {
        ScheduleConfig cosine = new ScheduleConfig.Cosine(0.2);
        assertThat(cosine.factor(at(0))).isEqualTo(1);
        assertThat(cosine.factor(new Moment(1, 3, 1))).isCloseTo(0.2 + 0.8 * 0.75, within(ROUNDING));
        assertThat(cosine.factor(at(500))).isCloseTo(0.6, within(ROUNDING));
        assertThat(cosine.factor(at(1000))).isCloseTo(0.2, within(ROUNDING));
    }

    @Test
    void milestonesMustGrowBetweenZeroAndOne() {
        for (List<Double> wrong : List.of(List.of(0.5, 0.5), List.of(0.6, 0.4), List.of(1.0))) {
            assertRefused(wrong, Unit.SHARE, "must grow between 0 and 1, both excluded");
        }
    }

    @Test
    void milestonesInStepsOrEpochsMustBeWholeNumbersThatGrow() {
        for (Unit unit : List.of(Unit.EPOCH, Unit.STEP)) {
            for (List<Double> wrong : List.of(List.of(8.0, 8.0), List.of(9.0, 8.0), List.of(8.5))) {
                assertRefused(wrong, unit, "must be whole numbers from 1 on that grow");
            }
        }
    }

    @Test
    void theFirstMilestoneIsAboveZero() {
        for (Unit unit : Unit.values()) {
            assertRefused(List.of(0.0), unit, "must be > 0 and <= 1000000000000");
        }
    }

    private static void assertRefused(List<Double> milestones, Unit unit, String expectation) {
        assertThatThrownBy(() -> new ScheduleConfig.Step(milestones, unit, 0.1))
                .isInstanceOfSatisfying(InvalidFieldsException.class, e -> {
                    assertThat(e.fields()).hasSize(1);
                    assertThat(e.fields().get(0).expectation()).isEqualTo(expectation);
                });
    }

    @Test
    void aCosineCannotEndAboveOne() {
        assertThatThrownBy(() -> new ScheduleConfig.Cosine(1.5)).isInstanceOf(InvalidFieldsException.class);
    }
}
