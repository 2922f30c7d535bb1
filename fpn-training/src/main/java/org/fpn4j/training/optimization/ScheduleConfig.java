package org.fpn4j.training.optimization;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/** How the learning rate falls; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ScheduleConfig {
    /** Factor on the learning rate of a step. */
    double factor(Moment moment);

    /**
     * A step's place in its training.
     *
     * @param step from 0
     * @param steps of the whole training
     * @param stepsPerEpoch the same for all epochs
     */
    record Moment(long step, long steps, int stepsPerEpoch) {
        /** Share of the training that is done, in [0, 1). */
        double progress() {
            return (double) step / steps;
        }
    }

    /** Always the same. */
    @JsonTypeName("constant")
    @AutoService(ScheduleConfig.class)
    record Constant() implements ScheduleConfig {
        @Override
        public double factor(Moment moment) {
            return 1;
        }
    }

    /**
     * Multiplies at each milestone: from the first step on at which as much of the training is done. A share that is
     * rounded up comes late, 0.667 of 12000 steps at step 8004; detectron2's milestones are steps, torchvision's and
     * mmdetection's epochs.
     *
     * @param milestones growing
     * @param unit of the milestones
     * @param gamma factor at each milestone
     */
    @JsonTypeName("step")
    @AutoService(ScheduleConfig.class)
    record Step(
            @Count(max = 1000) @Range(min = 0, max = 1e12, aboveMin = true) List<Double> milestones,
            Unit unit,
            @Range(min = 0, max = 1000, aboveMin = true) double gamma)
            implements ScheduleConfig {
        /** What milestones count. */
        public enum Unit {
            /** Shares of the whole training, between 0 and 1: the same for trainings of every length. */
            SHARE,
            /** Epochs that are done. */
            EPOCH,
            /** Steps that are done. */
            STEP
        }

        /** The defaults. */
        public Step() {
            this(List.of(2 / 3.0, 11 / 12.0), Unit.SHARE, 0.1);
        }

        public Step {
            milestones = List.copyOf(milestones);
            requireNonNull(unit, "unit is null");
            boolean growing = true;
            boolean possible = true;
            for (int i = 0; i < milestones.size(); i++) {
                double milestone = milestones.get(i);
                growing &= i == 0 || milestone > milestones.get(i - 1); // that the first is above 0 is its bound
                possible &= unit == Unit.SHARE ? milestone < 1 : milestone == Math.rint(milestone);
            }
            FieldChecks.of(Step.class)
                    .bounds("milestones", milestones)
                    .require(
                            growing && possible,
                            "milestones",
                            milestones,
                            unit == Unit.SHARE
                                    ? "must grow between 0 and 1, both excluded"
                                    : "must be whole numbers from 1 on that grow")
                    .bounds("gamma", gamma)
                    .done();
        }

        @Override
        public double factor(Moment moment) {
            double done =
                    switch (unit) {
                        case SHARE -> moment.progress();
                        case EPOCH -> Math.floorDiv(moment.step(), moment.stepsPerEpoch());
                        case STEP -> moment.step();
                    };
            long passed =
                    milestones.stream().filter(milestone -> done >= milestone).count();
            return Math.pow(gamma, (double) passed);
        }
    }

    /**
     * Half a cosine from 1 to {@code finalFactor} (arXiv:1608.03983v5 without restarts).
     *
     * @param finalFactor at the end
     */
    @JsonTypeName("cosine")
    @AutoService(ScheduleConfig.class)
    record Cosine(@Range(min = 0, max = 1) double finalFactor) implements ScheduleConfig {
        /** The defaults. */
        public Cosine() {
            this(0);
        }

        public Cosine {
            FieldChecks.of(Cosine.class).bounds("finalFactor", finalFactor).done();
        }

        @Override
        public double factor(Moment moment) {
            return finalFactor + (1 - finalFactor) * (1 + Math.cos(Math.PI * moment.progress())) / 2;
        }
    }
}
