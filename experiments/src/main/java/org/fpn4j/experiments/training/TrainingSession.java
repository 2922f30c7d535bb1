package org.fpn4j.experiments.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.StepInputs;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.loading.Batch;
import org.fpn4j.data.loading.EpochOrder;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.SampleLoader;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.config.TrainingConfig;
import org.fpn4j.training.optimization.GradientNorm;
import org.fpn4j.training.optimization.Optimizer;
import org.fpn4j.training.optimization.RunningMean;
import org.fpn4j.training.optimization.ScheduleConfig.Moment;
import org.fpn4j.training.pretrained.StartingWeights;

/** A training in progress: the network, the optimizer, the loader, and where they stand. */
final class TrainingSession implements AutoCloseable {
    private static final String EMA = "ema";

    private final TrainingConfig config;
    private final Network network;
    private final HeadGeometry geometry;
    private final Optimizer optimizer;
    private final RunningMean mean; // null where the config wants none
    private final SampleLoader<ImageTargets> loader;
    private final TrainingLength length;
    private final Progress progress;
    private final SharedCores cores;
    private TrainingState state;

    TrainingSession(
            Experiment experiment, Detector detector, TrainingData data, TrainingState start, Progress progress) {
        ExperimentConfig whole = experiment.config();
        Dataset train = data.train();
        this.config = whole.training();
        int height = whole.input().height();
        int width = whole.input().width();
        CostGraph cost = detector.cost(height, width).graph();
        StartingWeights starting = StartingWeights.of(experiment.checked(), train);
        this.geometry = detector.geometry(height, width);
        this.network = experiment
                .checked()
                .executor()
                .compile(detector.training(config.batchSize(), height, width), Purpose.TRAINING, starting.weights());
        this.optimizer = config.optimizer().create(network.buffers());
        this.mean = config.emaDecay() > 0 ? new RunningMean(network.buffers(), config.emaDecay()) : null;
        SampleTransform transform = new SampleTransform(
                whole.input().size(),
                whole.input().resize(),
                whole.input().normalization(),
                whole.augmentation(),
                experiment.checked().classSwap(train.categories()),
                whole.seed());
        this.loader = new SampleLoader<>(
                train,
                EpochOrder.shuffled(train.images().size(), whole.seed()),
                config.batchSize(),
                transform,
                this::assign,
                new LoaderOptions(config.loaderThreads(), 2 * config.accumulation()),
                data.pictures());
        this.length = TrainingLength.of(config, train.images().size());
        this.state = start;
        this.progress = progress;
        this.cores = new SharedCores(experiment.checked().threads());
        starting.remarks().forEach(progress::say);
        progress.say(cost.parameterCount("") + " parameters, " + train.images().size() + " images, " + totalSteps()
                + " steps");
        sayWhatTrainingCannotDo(train, whole.input().plainTransform());
    }

    /** What would otherwise show only in a curve, days later. */
    private void sayWhatTrainingCannotDo(Dataset train, SampleTransform plain) {
        if (config.warmupSteps() >= totalSteps()) {
            progress.say(String.format(
                    Locale.ROOT,
                    "training.warmup_steps[%d] is not shorter than the training of %d steps: the learning rate gets no "
                            + "higher than %.4g of %.4g",
                    config.warmupSteps(),
                    totalSteps(),
                    LongStream.range(0, totalSteps())
                            .mapToDouble(this::learningRate)
                            .max()
                            .orElseThrow(),
                    config.optimizer().learningRate()));
        }
        if (config.batchSize() > train.images().size()) {
            progress.say("training.batch_size[" + config.batchSize() + "] is larger than " + train.name()
                    + ", which has " + train.images().size() + " images: some are in a batch more than once");
        }
        new ObjectsWithoutCells(train, geometry, plain).sentence().ifPresent(progress::say);
    }

    private ImageTargets assign(Sample sample) {
        return geometry.assign(sample.objects(), sample.crowdBoxes());
    }

    TrainingState state() {
        return state;
    }

    long totalSteps() {
        return length.steps();
    }

    /** True where every step is done. */
    boolean isComplete() {
        return state.step() == totalSteps();
    }

    void restore(Checkpoints.Checkpoint checkpoint) {
        network.load(checkpoint.weights());
        optimizer.memory().forEach((name, vector) -> checkpoint.restore("optimizer/" + name, vector));
        optimizer.resumeAt(checkpoint.state().step());
        if (mean != null) {
            checkpoint.restore(EMA, mean.vector());
        }
        loader.startAt(checkpoint.state().epoch(), checkpoint.state().batch());
    }

    /** What a checkpoint remembers beside the weights. */
    Map<String, FlatVector> memory() {
        Map<String, FlatVector> memory = new LinkedHashMap<>();
        optimizer.memory().forEach((name, vector) -> memory.put("optimizer/" + name, vector));
        if (mean != null) {
            memory.put(EMA, mean.vector());
        }
        return memory;
    }

    Weights weights() {
        return network.weights();
    }

    /** The running mean where there is one, else the weights. */
    Weights evaluatedWeights() {
        if (mean == null) {
            return network.weights();
        }
        ParameterBuffers buffers = network.buffers();
        try (FlatVector kept = buffers.memory().allocate(buffers.length())) {
            kept.copy(buffers.values());
            buffers.values().copy(mean.vector());
            network.parametersChanged();
            Weights weights = network.weights();
            buffers.values().copy(kept);
            network.parametersChanged();
            return weights;
        }
    }

    /** One optimizer step. */
    void step(MetricsLog log) {
        long begun = System.nanoTime();
        ParameterBuffers buffers = network.buffers();
        Map<String, Double> losses = new LinkedHashMap<>();
        VectorAlgebra algebra = buffers.memory().algebra();
        FlatVector sum = null;
        int runs = Math.min(config.accumulation(), length.batchesPerEpoch() - state.batch());
        long asked = System.nanoTime();
        List<Batch<ImageTargets>> batches = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            batches.add(loader.next());
        }
        long waited = System.nanoTime() - asked;
        List<StepInputs.Run> ofStep = batches.stream().map(TrainingSession::run).toList();
        StepInputs inputsOfStep = new StepInputs(geometry, network, ofStep, state.head());
        for (int run = 0; run < runs; run++) {
            Map<String, float[]> inputs = inputsOfStep.of(run);
            inputs.put(Detector.IMAGES, ofStep.get(run).images().get());
            Map<String, Double> ofRun = network.backward(inputs);
            Divergence.checkLosses(state.step() + 1, ofRun, network, inputs);
            ofRun.forEach((name, loss) -> losses.merge(name, loss, Double::sum));
            if (sum != null) {
                algebra.add(sum, buffers.gradients(), sum);
            } else if (runs > 1) {
                sum = buffers.memory().allocate(buffers.length());
                sum.copy(buffers.gradients());
            }
        }
        if (sum != null) {
            buffers.gradients().copy(sum);
            sum.close();
        }
        double norm = GradientNorm.of(buffers.gradients());
        Divergence.checkGradients(state.step() + 1, norm, buffers);
        if (config.clipNorm() > 0 && norm > config.clipNorm()) {
            algebra.multiply(buffers.gradients(), config.clipNorm() / norm, buffers.gradients());
        }
        double learningRate = learningRate(state.step());
        optimizer.step(learningRate);
        network.parametersChanged();
        if (mean != null) {
            mean.update(optimizer.steps());
        }
        state = state.stepped(length, runs, inputsOfStep.after(), (System.nanoTime() - begun) / 1e9, waited / 1e9);
        log.step(state.step(), state.epoch(), learningRate, losses, norm);
        cores.afterStep().ifPresent(progress::say);
        progress.step(
                state.step(),
                losses.values().stream().mapToDouble(Double::doubleValue).sum(),
                learningRate);
    }

    private double learningRate(long step) {
        double warmup = step < config.warmupSteps()
                ? config.warmupFactor() + (1 - config.warmupFactor()) * step / config.warmupSteps()
                : 1;
        return config.optimizer().learningRate()
                * warmup
                * config.schedule().factor(new Moment(step, totalSteps(), length.stepsPerEpoch()));
    }

    /** True at the end of an epoch that is to be evaluated, and at the end of training. */
    boolean evaluationDue() {
        boolean epochEnded = state.batch() == 0 && state.step() > 0;
        boolean due = state.epoch() % config.evaluateEvery() == 0 || isComplete();
        return epochEnded && due && state.evaluatedEpoch() != state.epoch();
    }

    /** True where nothing before was as good. */
    boolean isBest(double ap) {
        return state.isBetter(ap);
    }

    /**
     * Takes note of an evaluation.
     *
     * @param best digest of the weights that are kept as the best
     */
    void evaluated(double ap, String best) {
        state = state.evaluated(ap, best);
    }

    boolean patienceIsOver() {
        return config.earlyStopping() > 0 && state.sinceBest() >= config.earlyStopping();
    }

    private static StepInputs.Run run(Batch<ImageTargets> batch) {
        return new StepInputs.Run(() -> pixels(batch.samples()), batch.targets(), () -> batch.samples().stream()
                .map(sample -> new Scene(sample.objects(), sample.crowdBoxes()))
                .toList());
    }

    private static float[] pixels(List<Sample> samples) {
        int row = samples.get(0).pixels().length;
        float[] pixels = new float[samples.size() * row];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i).pixels(), 0, pixels, i * row, row);
        }
        return pixels;
    }

    @Override
    public void close() {
        loader.close();
        optimizer.close();
        if (mean != null) {
            mean.close();
        }
        network.close();
    }
}
