package org.fpn4j.training.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.loading.EpochOrder;
import org.fpn4j.data.loading.ImageRepeats;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.SampleLoader;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.config.TrainingConfig;
import org.fpn4j.training.inference.LossBasis;
import org.fpn4j.training.inference.NamedTargets;
import org.fpn4j.training.loop.TrainingState.Position;
import org.fpn4j.training.optimization.GradientNorm;
import org.fpn4j.training.optimization.LossScale;
import org.fpn4j.training.optimization.Optimizer;
import org.fpn4j.training.optimization.RunningMean;
import org.fpn4j.training.optimization.ScheduleConfig.Moment;
import org.fpn4j.training.pretrained.StartingWeights;

/** A training in progress: the network, the optimizer, the loader, and where they stand. */
final class TrainingSession implements Snapshot, AutoCloseable {
    private static final String EMA = "ema";

    private final TrainingConfig config;
    private final Network network;
    private final HeadGeometry geometry;
    private final Optimizer optimizer;
    private final RunningMean mean; // null where the config wants none
    private final FlatVector sum; // of the gradients of a step's runs; null where a step is one run
    private final SampleLoader<ImageTargets> loader;
    private final StepFeed feed;
    private final TrainingLength length;
    private final TrainingListener listener;
    private final RunClock clock;
    private final SharedCores cores;
    private final Deque<Runnable> opened = new ArrayDeque<>(); // what has to be closed, the last first
    private TrainingState state;

    TrainingSession(
            CheckedConfig checked,
            TrainingData data,
            Executor executor,
            StartingWeights starting,
            TrainingState start,
            Companions companions) {
        ExperimentConfig whole = checked.config();
        TiledDataset tiled = TiledDataset.of(data.train(), whole.input().tiling());
        Dataset train = tiled.seen();
        this.config = whole.training();
        int height = whole.input().height();
        int width = whole.input().width();
        Detector detector = checked.detector();
        this.geometry = detector.geometry(height, width);
        SampleTransform transform = checked.trainingTransform(train.categories());
        ImageRepeats repeats = config.sampling().repeats(train);
        this.length = TrainingLength.of(config, repeats.entries());
        this.state = start;
        this.listener = companions.listener();
        this.clock = companions.clock();
        this.cores = new SharedCores(checked.threads());
        try {
            this.network = executor.compile(
                    detector.training(config.batchSize(), height, width), Purpose.TRAINING, starting.weights());
            opened.push(network::close);
            this.optimizer = config.optimizer().create(network.buffers());
            opened.push(optimizer::close);
            this.mean = config.emaDecay() > 0 ? new RunningMean(network.buffers(), config.emaDecay()) : null;
            if (mean != null) {
                opened.push(mean::close);
            }
            this.sum = config.accumulation() > 1
                    ? network.buffers().memory().allocate(network.buffers().length())
                    : null;
            if (sum != null) {
                opened.push(sum::close);
            }
            this.loader = new SampleLoader<>(
                    train,
                    EpochOrder.shuffledParts(tiled.counts(), repeats, whole.seed()),
                    config.batchSize(),
                    transform,
                    this::assign,
                    new LoaderOptions(config.loaderThreads(), 2 * config.accumulation()),
                    data.pictures());
            opened.push(loader::close);
            this.feed = new StepFeed(loader, detector.backbone().dropPaths(), geometry, network, clock);
            starting.remarks().forEach(listener::say);
            listener.say(checked.cost().parameterCount("") + " parameters, "
                    + data.train().images().size() + " images" + tiled.told() + told(repeats) + ", " + totalSteps()
                    + " steps");
            ObjectsBeyondTiles.sentence(tiled, whole.input()).ifPresent(listener::say);
            sayWhatTrainingCannotDo(train, whole);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String told(ImageRepeats repeats) {
        return repeats.entries() == repeats.factors().size() ? "" : " (" + repeats.entries() + " in an epoch)";
    }

    /** What would otherwise show only in a curve, days later. */
    private void sayWhatTrainingCannotDo(Dataset train, ExperimentConfig whole) {
        SampleTransform plain = whole.input().plainTransform();
        if (config.warmupSteps() >= totalSteps()) {
            listener.say(String.format(
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
            listener.say("training.batch_size[" + config.batchSize() + "] is larger than " + train.name()
                    + ", which has " + train.images().size() + " images: some are in a batch more than once");
        }
        SharedRoom.sentences(train, geometry, whole.augmentation(), plain).forEach(listener::say);
        new ObjectsWithoutCells(train, geometry, plain).sentence().ifPresent(listener::say);
    }

    private ImageTargets assign(Sample sample) {
        return NamedTargets.of(geometry, sample);
    }

    @Override
    public TrainingState state() {
        return state;
    }

    long totalSteps() {
        return length.steps();
    }

    /** True where every step is done. */
    boolean isComplete() {
        return state.position().step() == totalSteps();
    }

    /** Goes on from there. */
    void restore(Snapshot snapshot) {
        Position position = snapshot.state().position();
        network.load(snapshot.weights());
        Weights memory = snapshot.memory();
        remembered().forEach((name, vector) -> {
            network.fromOrder(memory.get(name, Shape.of((int) vector.size())).values(), vector);
        });
        optimizer.resumeAt(snapshot.state().updates());
        loader.startAt(position.epoch(), position.batch());
    }

    /** What a snapshot has beside the weights. */
    private Map<String, FlatVector> remembered() {
        Map<String, FlatVector> remembered = new TreeMap<>();
        optimizer.memory().forEach((name, vector) -> remembered.put("optimizer/" + name, vector));
        if (mean != null) {
            remembered.put(EMA, mean.vector());
        }
        return remembered;
    }

    @Override
    public Weights weights() {
        return network.weights();
    }

    @Override
    public Weights memory() {
        Map<String, NamedTensor> vectors = new LinkedHashMap<>();
        remembered().forEach((name, vector) -> {
            float[] values = network.inOrder(vector);
            vectors.put(name, new NamedTensor(Shape.of(values.length), values));
        });
        return new Weights(vectors);
    }

    /** The running mean where there is one, else the weights. */
    Weights evaluatedWeights() {
        return mean == null ? network.weights() : network.weights(mean.vector());
    }

    /** What losses of other images are measured by. */
    LossBasis lossBasis() {
        return new LossBasis(state.head(), config.batchSize() * config.accumulation());
    }

    /** One optimizer step. */
    TrainingStep step() {
        long begun = clock.nanoTime();
        Position position = state.position();
        ParameterBuffers buffers = network.buffers();
        Map<String, Double> losses = new LinkedHashMap<>();
        VectorAlgebra algebra = buffers.memory().algebra();
        int runs = runs(position.batch());
        StepFeed.Step step = feed.next(runs, state.head());
        for (int run = 0; run < runs; run++) {
            Map<String, float[]> inputs = step.of(run);
            int current = run;
            network.prefetch(() -> feed.after(step, current, runs(position.batch() + runs)));
            Map<String, Double> ofRun = backward(inputs);
            Divergence.checkLosses(position.step() + 1, ofRun, network, inputs);
            ofRun.forEach((name, loss) -> losses.merge(name, loss, Double::sum));
            if (run > 0) {
                algebra.add(sum, buffers.gradients(), sum);
            } else if (runs > 1) {
                sum.copy(buffers.gradients());
            }
        }
        if (runs > 1) {
            buffers.gradients().copy(sum);
        }
        OptionalDouble scale = OptionalDouble.empty();
        if (network.scalesGradients()) {
            scale = OptionalDouble.of(state.scale().factor());
            algebra.multiply(buffers.gradients(), 1 / state.scale().factor(), buffers.gradients());
        }
        double norm = GradientNorm.of(buffers.gradients());
        double learningRate = learningRate(position.step());
        if (network.scalesGradients() && !Double.isFinite(norm) && state.scale().canFall()) {
            skip();
        } else {
            update(norm, learningRate);
        }
        state = state.stepped(length, runs, step.after(), clock.secondsSince(begun), feed.waited());
        cores.afterStep().ifPresent(listener::say);
        return new TrainingStep(position.step() + 1, state.position().epoch(), learningRate, losses, norm, scale);
    }

    /** How many runs a step has that begins after as many batches of its epoch. */
    private int runs(int batches) {
        return Math.min(config.accumulation(), length.batchesPerEpoch() - batches);
    }

    private Map<String, Double> backward(Map<String, float[]> inputs) {
        return network.scalesGradients()
                ? network.backward(inputs, state.scale().factor())
                : network.backward(inputs);
    }

    /** Changes the parameters by their gradients. */
    private void update(double norm, double learningRate) {
        ParameterBuffers buffers = network.buffers();
        Divergence.checkGradients(state.position().step() + 1, norm, buffers);
        if (config.clipNorm() > 0 && norm > config.clipNorm()) {
            buffers.memory().algebra().multiply(buffers.gradients(), config.clipNorm() / norm, buffers.gradients());
        }
        optimizer.step(learningRate);
        network.parametersChanged();
        if (mean != null) {
            mean.update(optimizer.steps());
        }
        if (network.scalesGradients()) {
            state = state.scaled(state.scale().kept());
        }
    }

    /** Leaves the parameters as they are after gradients that overflowed with their factor. */
    private void skip() {
        LossScale before = state.scale();
        state = state.scaled(before.fallen());
        listener.say(String.format(
                Locale.ROOT,
                "step %d is skipped: a gradient overflowed at a loss scale of %.0f; the next has %.0f",
                state.position().step() + 1,
                before.factor(),
                state.scale().factor()));
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
        Position position = state.position();
        boolean epochEnded = position.batch() == 0 && position.step() > 0;
        boolean due = position.epoch() % config.evaluateEvery() == 0 || isComplete();
        return epochEnded && due && position.evaluatedEpoch() != position.epoch();
    }

    /** True where nothing before was as good. */
    boolean isBest(double value) {
        return state.best().isBeatenBy(value, config.best().metric());
    }

    /** Takes note of an evaluation. */
    void evaluated(double value) {
        state = state.evaluated(value, config.best().metric());
    }

    boolean patienceIsOver() {
        return config.earlyStopping() > 0 && state.best().evaluationsSince() >= config.earlyStopping();
    }

    @Override
    public void close() {
        opened.forEach(Runnable::run);
    }
}
