package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.loading.ImageSamplingConfig;
import org.fpn4j.training.optimization.OptimizerConfig;
import org.fpn4j.training.optimization.ScheduleConfig;
import org.fpn4j.training.optimization.Sgd;

/**
 * How a detector is trained.
 *
 * @param epochs passes over the training images
 * @param batchSize images per run of the network
 * @param accumulation runs that make one step together, as one run of all their images would but for batch norm, whose
 *     statistics are those of each run
 * @param sampling how often each image comes in an epoch
 * @param classWeights how much objects count in the loss of classification, {@code {nodule: 2}}; a class that is not named
 *     has 1
 * @param optimizer of the parameters
 * @param schedule of the learning rate after warm-up
 * @param warmupSteps steps in which the learning rate grows linearly
 * @param warmupFactor of the learning rate at the first of them
 * @param clipNorm largest norm of all gradients together; 0: not clipped
 * @param emaDecay of a running mean of the parameters, which is then what is evaluated and kept; 0: none. It starts low
 *     and grows: {@code min(decay, (1 + step) / (10 + step))}
 * @param evaluateEvery epochs between evaluations on the validation split, or on those images that choose the best weights
 * @param validationLoss whether evaluations measure the losses, too, on images as they are and in the same pass, so that it takes
 *     little more than assigning targets; does not change the result
 * @param best which weights are kept
 * @param earlyStopping evaluations without a better one after which training ends with the best weights; 0: never
 * @param checkpointSeconds time between checkpoints; does not change the result
 * @param loaderThreads threads that decode, augment and assign targets; does not change the result
 * @param cacheMegabytes of decoded pictures kept in memory by the process, for training, evaluation and all workers of an
 *     ablation together, and at most a quarter of the heap; 0 decodes anew each epoch; does not change the result
 */
public record TrainingConfig(
        @Range(min = 1, max = 1000000) int epochs,
        @Range(min = 1, max = 4096) int batchSize,
        @Range(min = 1, max = 65536) int accumulation,
        ImageSamplingConfig sampling,
        @Count(max = 10_000) @Range(min = 0, max = 1000, aboveMin = true) Map<String, Double> classWeights,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        @Range(min = 0, max = 1000000000) int warmupSteps,
        @Range(min = 0, max = 1) double warmupFactor,
        @Range(min = 0, max = 1e38) double clipNorm,
        @Range(min = 0, max = 1, belowMax = true) double emaDecay,
        @Range(min = 1, max = 1000000) int evaluateEvery,
        @NotDecisive boolean validationLoss,
        BestConfig best,
        @Range(min = 0, max = 1000000) int earlyStopping,
        @NotDecisive @Range(min = 0, max = 1e9) double checkpointSeconds,
        @NotDecisive @Range(min = 1, max = 64) int loaderThreads,
        @NotDecisive @Range(min = 0, max = 1048576) int cacheMegabytes) {
    /** The defaults. */
    public TrainingConfig() {
        this(
                12,
                4,
                1,
                new ImageSamplingConfig.EveryImage(),
                Map.of(),
                new Sgd.Config(),
                new ScheduleConfig.Step(),
                500,
                0.001,
                0,
                0,
                1,
                true,
                new BestConfig(),
                0,
                60,
                2,
                256);
    }

    public TrainingConfig {
        requireNonNull(sampling, "sampling is null");
        classWeights = Collections.unmodifiableMap(new LinkedHashMap<>(classWeights));
        requireNonNull(optimizer, "optimizer is null");
        requireNonNull(schedule, "schedule is null");
        requireNonNull(best, "best is null");
        FieldChecks.of(TrainingConfig.class)
                .bounds("epochs", epochs)
                .bounds("batchSize", batchSize)
                .bounds("accumulation", accumulation)
                .bounds("classWeights", classWeights)
                .bounds("warmupSteps", warmupSteps)
                .bounds("warmupFactor", warmupFactor)
                .bounds("clipNorm", clipNorm)
                .bounds("emaDecay", emaDecay)
                .bounds("evaluateEvery", evaluateEvery)
                .bounds("earlyStopping", earlyStopping)
                .bounds("checkpointSeconds", checkpointSeconds)
                .bounds("loaderThreads", loaderThreads)
                .bounds("cacheMegabytes", cacheMegabytes)
                .done();
    }

    /** Whether the best weights are kept in the place of the last ones. */
    public boolean keepsBest() {
        return earlyStopping > 0 || best.on() != BestConfig.On.NONE;
    }

    /** Whether the weights that are kept are chosen on the split that their result is of. */
    public boolean choosesOnWhatIsReported() {
        return keepsBest() && best.on() != BestConfig.On.DEV;
    }

    /** The same with another {@code epochs}. */
    public TrainingConfig withEpochs(int epochs) {
        return RecordCopy.with(this, "epochs", epochs);
    }

    /** The same with another {@code batchSize}. */
    public TrainingConfig withBatchSize(int batchSize) {
        return RecordCopy.with(this, "batchSize", batchSize);
    }

    /** The same with another {@code accumulation}. */
    public TrainingConfig withAccumulation(int accumulation) {
        return RecordCopy.with(this, "accumulation", accumulation);
    }

    /** The same with another {@code sampling}. */
    public TrainingConfig withSampling(ImageSamplingConfig sampling) {
        return RecordCopy.with(this, "sampling", sampling);
    }

    /** The same with other {@code classWeights}. */
    public TrainingConfig withClassWeights(Map<String, Double> classWeights) {
        return RecordCopy.with(this, "classWeights", classWeights);
    }

    /** The same with another {@code optimizer}. */
    public TrainingConfig withOptimizer(OptimizerConfig optimizer) {
        return RecordCopy.with(this, "optimizer", optimizer);
    }

    /** The same with another {@code schedule}. */
    public TrainingConfig withSchedule(ScheduleConfig schedule) {
        return RecordCopy.with(this, "schedule", schedule);
    }

    /** The same with another {@code warmupSteps}. */
    public TrainingConfig withWarmupSteps(int warmupSteps) {
        return RecordCopy.with(this, "warmupSteps", warmupSteps);
    }

    /** The same with another {@code warmupFactor}. */
    public TrainingConfig withWarmupFactor(double warmupFactor) {
        return RecordCopy.with(this, "warmupFactor", warmupFactor);
    }

    /** The same with another {@code clipNorm}. */
    public TrainingConfig withClipNorm(double clipNorm) {
        return RecordCopy.with(this, "clipNorm", clipNorm);
    }

    /** The same with another {@code emaDecay}. */
    public TrainingConfig withEmaDecay(double emaDecay) {
        return RecordCopy.with(this, "emaDecay", emaDecay);
    }

    /** The same with another {@code evaluateEvery}. */
    public TrainingConfig withEvaluateEvery(int evaluateEvery) {
        return RecordCopy.with(this, "evaluateEvery", evaluateEvery);
    }

    /** The same with another {@code validationLoss}. */
    public TrainingConfig withValidationLoss(boolean validationLoss) {
        return RecordCopy.with(this, "validationLoss", validationLoss);
    }

    /** The same with another {@code best}. */
    public TrainingConfig withBest(BestConfig best) {
        return RecordCopy.with(this, "best", best);
    }

    /** The same with another {@code earlyStopping}. */
    public TrainingConfig withEarlyStopping(int earlyStopping) {
        return RecordCopy.with(this, "earlyStopping", earlyStopping);
    }

    /** The same with another {@code checkpointSeconds}. */
    public TrainingConfig withCheckpointSeconds(double checkpointSeconds) {
        return RecordCopy.with(this, "checkpointSeconds", checkpointSeconds);
    }

    /** The same with another {@code loaderThreads}. */
    public TrainingConfig withLoaderThreads(int loaderThreads) {
        return RecordCopy.with(this, "loaderThreads", loaderThreads);
    }

    /** The same with another {@code cacheMegabytes}. */
    public TrainingConfig withCacheMegabytes(int cacheMegabytes) {
        return RecordCopy.with(this, "cacheMegabytes", cacheMegabytes);
    }
}
