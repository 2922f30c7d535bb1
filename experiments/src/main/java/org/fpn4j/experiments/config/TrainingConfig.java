package org.fpn4j.experiments.config;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.problem.FieldChecks;
import org.fpn4j.experiments.optimization.OptimizerConfig;
import org.fpn4j.experiments.optimization.ScheduleConfig;
import org.fpn4j.experiments.optimization.Sgd;

/**
 * How a detector is trained.
 *
 * @param epochs passes over the training images
 * @param batchSize images per run of the network
 * @param accumulation runs that make one step together, as one run of all their images would but for batch norm, whose
 *     statistics are those of each run
 * @param optimizer of the parameters
 * @param schedule of the learning rate after warm-up
 * @param warmupSteps steps in which the learning rate grows linearly
 * @param warmupFactor of the learning rate at the first of them
 * @param clipNorm largest norm of all gradients together; 0: not clipped
 * @param emaDecay of a running mean of the parameters, which is then what is evaluated and kept; 0: none. It starts low
 *     and grows: {@code min(decay, (1 + step) / (10 + step))}
 * @param evaluateEvery epochs between evaluations on the validation split
 * @param earlyStopping evaluations without a better AP after which training ends with the best weights; 0: never
 * @param checkpointSeconds time between checkpoints; does not change the result
 * @param loaderThreads threads that decode, augment and assign targets; does not change the result
 * @param cacheMegabytes of decoded pictures kept in memory; does not change the result
 */
public record TrainingConfig(
        int epochs,
        int batchSize,
        int accumulation,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        int warmupSteps,
        double warmupFactor,
        double clipNorm,
        double emaDecay,
        int evaluateEvery,
        int earlyStopping,
        double checkpointSeconds,
        int loaderThreads,
        int cacheMegabytes) {
    public TrainingConfig() {
        this(12, 4, 1, new Sgd.Config(), new ScheduleConfig.Step(), 500, 0.001, 0, 0, 1, 0, 60, 2, 256);
    }

    public TrainingConfig {
        requireNonNull(optimizer, "optimizer is null");
        requireNonNull(schedule, "schedule is null");
        new FieldChecks()
                .atLeast("epochs", epochs, 1)
                .atLeast("batchSize", batchSize, 1)
                .atLeast("accumulation", accumulation, 1)
                .atLeast("warmupSteps", warmupSteps, 0)
                .between("warmupFactor", warmupFactor, 0, 1)
                .atLeast("clipNorm", clipNorm, 0)
                .require(emaDecay >= 0 && emaDecay < 1, "emaDecay", emaDecay, "must be >= 0 and < 1")
                .atLeast("evaluateEvery", evaluateEvery, 1)
                .atLeast("earlyStopping", earlyStopping, 0)
                .atLeast("checkpointSeconds", checkpointSeconds, 0)
                .between("loaderThreads", loaderThreads, 1, 64)
                .atLeast("cacheMegabytes", cacheMegabytes, 0)
                .done();
    }
}
