package org.fpn4j.experiments.optimization;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.core.problem.FieldChecks;

/** How the learning rate falls; variants are found by their {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface ScheduleConfig {
    /**
     * Factor on the learning rate.
     *
     * @param progress share of the training that is done, in [0, 1)
     */
    double factor(double progress);

    /** Always the same. */
    @JsonTypeName("constant")
    @AutoService(ScheduleConfig.class)
    record Constant() implements ScheduleConfig {
        @Override
        public double factor(double progress) {
            return 1;
        }
    }

    /**
     * Multiplies at each milestone.
     *
     * @param milestones shares of the training, growing; 0.667 and 0.917 are detectron2's 8 and 11 of 12 epochs
     * @param gamma factor at each milestone
     */
    @JsonTypeName("step")
    @AutoService(ScheduleConfig.class)
    record Step(List<Double> milestones, double gamma) implements ScheduleConfig {
        public Step() {
            this(List.of(2 / 3.0, 11 / 12.0), 0.1);
        }

        public Step {
            milestones = List.copyOf(milestones);
            boolean growing = true;
            for (int i = 0; i < milestones.size(); i++) {
                double previous = i == 0 ? 0 : milestones.get(i - 1);
                growing &= milestones.get(i) > previous && milestones.get(i) < 1;
            }
            new FieldChecks()
                    .require(growing, "milestones", milestones, "must grow between 0 and 1, both excluded")
                    .greaterThan("gamma", gamma, 0)
                    .done();
        }

        @Override
        public double factor(double progress) {
            long passed = milestones.stream()
                    .filter(milestone -> progress >= milestone)
                    .count();
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
    record Cosine(double finalFactor) implements ScheduleConfig {
        public Cosine() {
            this(0);
        }

        public Cosine {
            new FieldChecks().between("finalFactor", finalFactor, 0, 1).done();
        }

        @Override
        public double factor(double progress) {
            return finalFactor + (1 - finalFactor) * (1 + Math.cos(Math.PI * progress)) / 2;
        }
    }
}
