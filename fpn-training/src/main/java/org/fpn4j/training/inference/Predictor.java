package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.ClassWeights;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.HeadRun;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.detector.StepInputs;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.Batch;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.tiling.TiledImage;
import org.fpn4j.data.tiling.Tiling;
import org.fpn4j.data.transform.Geometry;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.training.config.InputConfig;

/** A detector with weights, ready for pictures. Not thread-safe. */
public final class Predictor implements AutoCloseable {
    private final Network network;
    private final HeadGeometry geometry;
    private final SampleTransform transform;
    private final Tiling tiling;
    private final Seams seams;
    private final ImageBatches batches;
    private final int batchSize;
    private final int classes;
    private final HeadRun head;
    private OutputListener listener = (sample, geometry, outputs) -> {};

    /**
     * Compiles the detector.
     *
     * @param classes number of classes that have a name; a head may have more, which are never found
     * @param weights of all parameters and buffers
     */
    public Predictor(
            Detector detector, Executor executor, InputConfig input, int batchSize, int classes, Weights weights) {
        this(
                detector,
                detector.inference(batchSize, input.height(), input.width()),
                executor,
                input,
                input.plainTransform(),
                batchSize,
                classes,
                weights);
    }

    private Predictor(
            Detector detector,
            NetworkDefinition definition,
            Executor executor,
            InputConfig input,
            SampleTransform transform,
            int batchSize,
            int classes,
            Weights weights) {
        this.network = executor.compile(definition, Purpose.INFERENCE, weights);
        this.geometry = detector.geometry(input.height(), input.width());
        this.transform = transform;
        this.tiling = input.tiling();
        this.seams = Seams.of(input, geometry, network.outputs());
        this.batchSize = batchSize;
        this.batches = new ImageBatches(network, batchSize);
        this.classes = classes;
        this.head = new HeadRun(network, geometry);
    }

    /**
     * The same detector, which can also {@link #measure} its losses.
     *
     * @param classWeights that its training has
     */
    public static Predictor measuring(
            Detector detector,
            Executor executor,
            InputConfig input,
            int batchSize,
            int classes,
            ClassWeights classWeights,
            Weights weights) {
        return new Predictor(
                detector,
                detector.evaluation(batchSize, input.height(), input.width()),
                executor,
                input,
                input.plainTransform().withClassWeights(classWeights),
                batchSize,
                classes,
                weights);
    }

    /** Images of one run. */
    public int batchSize() {
        return batchSize;
    }

    /** How pictures become the network's input, or where they are cut into tiles, how these do. */
    public SampleTransform transform() {
        return transform;
    }

    /** How images become those that it detects in. */
    public Tiling tiling() {
        return tiling;
    }

    /** How what is found in an image's tiles becomes what is found in the image. */
    Seams seams() {
        return seams;
    }

    /** How many detections an image has at most. */
    int mostDetections() {
        return Seams.most(geometry, network.outputs());
    }

    /** Whether what is found has masks. */
    boolean findsMasks() {
        return geometry.detectionTable()
                .flatMap(HeadGeometry.DetectionTable::masks)
                .isPresent();
    }

    /** Replaces the weights. */
    public void load(Weights weights) {
        network.load(weights);
    }

    /** Hears what the network says of an image, of those that fill up a batch, too. */
    @FunctionalInterface
    interface OutputListener {
        void heard(Sample sample, HeadGeometry geometry, RawOutputs outputs);
    }

    /** Tells somebody, and nobody else, of the raw outputs of every image that is detected in from here on. */
    void tell(OutputListener other) {
        listener = other;
    }

    /** One way from the raw outputs for an image to detections in pixels of the network's input. */
    @FunctionalInterface
    public interface Decoder {
        List<Detection> decode(HeadGeometry geometry, RawOutputs outputs, Wanted wanted);
    }

    /**
     * Detections in pixels of one original image, best first; in tiles where the config says so.
     *
     * @throws UserInputException where the outputs for it are not finite
     */
    public List<Detection> detect(ImageEntry image) {
        TiledImage tiled = tiling.of(image, 0);
        return seams.merged(tiled, inTiles(tiled, batchSize, this::detect));
    }

    /**
     * The same, where somebody wants to know what the levels see of the image.
     *
     * @param levels hears all of them, by output
     */
    List<Detection> detect(ImageEntry image, Consumer<Map<String, LevelMap>> levels) {
        TiledImage tiled = tiling.of(image, 0);
        List<LevelMaps.Seen> seen = new ArrayList<>();
        List<List<Detection>> found = inTiles(tiled, 1, samples -> {
            Sample sample = samples.get(0);
            Map<String, float[]> inputs = head.inputs(batches.of(samples));
            HeadRun.Outputs outputs =
                    head.run(inputs, LevelMaps.among(network.outputs().keySet()));
            ImageEntry tile = sample.image();
            Box picture = sample.geometry().toInput(new Box(0, 0, tile.width(), tile.height()));
            seen.add(new LevelMaps.Seen(
                    picture, LevelMap.visible(network.outputs(), outputs.others(), transform.input(), picture)));
            return found(samples, inputs, outputs.images());
        });
        levels.accept((tiling.isUsed() ? new TileMaps(tiled, seen).together() : seen.get(0)).levels());
        return seams.merged(tiled, found);
    }

    /** What a look finds in each tile of an image, which it is given some at a time. */
    private List<List<Detection>> inTiles(
            TiledImage tiled, int atATime, Function<List<Sample>, List<List<Detection>>> look) {
        PictureCache cache = PictureCache.ofMegabytes(0); // which keeps the picture that tiles are cut out of
        List<List<Detection>> found = new ArrayList<>();
        for (int first = 0; first < tiled.tiles().size(); first += atATime) {
            int end = Math.min(first + atATime, tiled.tiles().size());
            found.addAll(look.apply(tiled.tiles().subList(first, end).stream()
                    .map(tile -> cache.with(tile, picture -> transform.apply(tile, picture, 0)))
                    .toList()));
        }
        return found;
    }

    /**
     * Detections of up to a batch of samples, in pixels of the images that these were made of, best first.
     *
     * @throws UserInputException where the outputs for one of them are not finite
     */
    public List<List<Detection>> detect(List<Sample> samples) {
        return detect(samples, List::of);
    }

    /**
     * The same, where the samples of the next call may be known before it.
     *
     * @param next gives them, or none; asked while a device computes, so that they are brought there meanwhile, or never
     */
    public List<List<Detection>> detect(List<Sample> samples, Supplier<List<Sample>> next) {
        return detect(samples, next, List.of(HeadGeometry::decode)).stream()
                .map(ways -> ways.get(0))
                .toList();
    }

    /** The same by several decoders, of one run of the network: of each sample the detections of each. */
    List<List<List<Detection>>> detect(List<Sample> samples, Supplier<List<Sample>> next, List<Decoder> decoders) {
        Map<String, float[]> inputs = head.inputs(batches.of(samples));
        network.prefetch(() -> batches.ahead(next.get()));
        return decoded(samples, inputs, head.run(inputs), decoders);
    }

    /** Targets of a sample, as {@link #measure} needs them. */
    ImageTargets assign(Sample sample) {
        return NamedTargets.of(geometry, sample);
    }

    /**
     * What is found in the images of a batch.
     *
     * @param detections of each image
     * @param losses of those that were not in the epoch before, by name
     */
    record Measured(List<List<Detection>> detections, Map<String, Double> losses) {}

    /**
     * Detects and measures the losses in one go. Stages of a head are fed what training would propose to them, so a head that
     * has some is run once more.
     *
     * @param next samples of the next call, or none
     */
    Measured measure(Batch<ImageTargets> batch, LossBasis basis, Supplier<List<Sample>> next) {
        List<Sample> samples = batch.samples();
        float[] images = batches.of(samples);
        StepInputs targets = new StepInputs(
                geometry,
                network,
                List.of(new StepInputs.Run(() -> images, batch.targets(), () -> samples.stream()
                        .map(Sample::scene)
                        .toList())),
                basis.state());
        Map<String, float[]> all = targets.measured(batch.fresh(), basis.stepImages());
        all.put(Detector.IMAGES, images);
        List<String> losses = OutputPart.LOSS.among(network.outputs().keySet());
        if (geometry.stages().isEmpty()) {
            network.prefetch(() -> batches.ahead(next.get()));
            HeadRun.Outputs outputs = head.run(all, losses);
            Map<String, Double> values = values(outputs.others());
            return new Measured(found(samples, Map.of(Detector.IMAGES, images), outputs.images()), values);
        }
        Map<String, Double> values = values(network.run(all, losses));
        Map<String, float[]> inputs = head.inputs(images);
        network.prefetch(() -> batches.ahead(next.get()));
        return new Measured(found(samples, inputs, head.run(inputs)), values);
    }

    private static Map<String, Double> values(Map<String, TensorView> losses) {
        Map<String, Double> values = new LinkedHashMap<>();
        losses.forEach((name, view) -> values.put(OutputPart.LOSS.inner(name), (double) view.toArray()[0]));
        return values;
    }

    private List<List<Detection>> found(List<Sample> samples, Map<String, float[]> inputs, List<RawOutputs> outputs) {
        return decoded(samples, inputs, outputs, List.of(HeadGeometry::decode)).stream()
                .map(ways -> ways.get(0))
                .toList();
    }

    private List<List<List<Detection>>> decoded(
            List<Sample> samples, Map<String, float[]> inputs, List<RawOutputs> outputs, List<Decoder> decoders) {
        List<List<List<Detection>>> detections = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            RawOutputs ofImage = outputs.get(i);
            Sample sample = samples.get(i);
            if (!FiniteOutputs.are(ofImage)) {
                throw notFinite(sample.image(), FiniteOutputs.firstOther(network, inputs, i));
            }
            listener.heard(sample, geometry, ofImage);
            Geometry original = sample.geometry();
            Wanted wanted = new Wanted(classes, box -> original.toOriginal(box).hasArea());
            detections.add(decoders.stream()
                    .map(decoder -> decoder.decode(geometry, ofImage, wanted).stream()
                            .map(original::toOriginal)
                            .toList())
                    .toList());
        }
        return detections;
    }

    private static UserInputException notFinite(ImageEntry image, Optional<String> where) {
        return new UserInputException(
                image.source().name(),
                "outputs of the detector are not finite, so they say nothing about this image",
                where.orElse("every level is finite when it is computed again"),
                "weights of a training that diverged are like this; ./fpn trace writes every tensor");
    }

    @Override
    public void close() {
        network.close();
    }
}
