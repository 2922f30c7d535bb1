package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.tiling.TiledImage;
import org.fpn4j.data.tiling.Tiling;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.training.config.InputConfig;

/** A detector with weights that shows what its levels see of pictures, one after the other. Not thread-safe. */
public final class LevelMaps implements AutoCloseable {
    private final Network network;
    private final SampleTransform transform;
    private final Tiling tiling;

    /**
     * Compiles the detector for single pictures.
     *
     * @param weights of all parameters and buffers
     */
    public LevelMaps(Detector detector, Executor executor, InputConfig input, Weights weights) {
        this.network =
                executor.compile(detector.inference(1, input.height(), input.width()), Purpose.INFERENCE, weights);
        this.transform = input.plainTransform();
        this.tiling = input.tiling();
    }

    /**
     * What levels see of one picture.
     *
     * @param picture where it lies on the input, in pixels; one that is seen in tiles is as large as it is
     * @param levels by output, {@code features/C2} ... {@code pyramid/P7}
     */
    public record Seen(Box picture, Map<String, LevelMap> levels) {
        public Seen {
            levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
        }
    }

    /** The outputs of a network that are maps of levels: backbone first, finest first. */
    public static List<String> among(Set<String> outputs) {
        List<String> names = new ArrayList<>(OutputPart.FEATURES.among(outputs));
        names.addAll(OutputPart.PYRAMID.among(outputs));
        return names;
    }

    /**
     * Every level of backbone and pyramid, without the cells that see nothing but the padding of a letterboxed picture. The maps of
     * tiles are put together ({@link TileMaps}).
     *
     * @throws UserInputException where the picture cannot be read
     */
    public Seen of(ImageEntry image) {
        TiledImage tiled = tiling.of(image, 0);
        PictureCache cache = PictureCache.ofMegabytes(0); // which keeps the picture that tiles are cut out of
        List<Seen> seen = tiled.tiles().stream()
                .map(tile -> cache.with(tile, picture -> of(transform.apply(tile, picture, 0))))
                .toList();
        return tiling.isUsed() ? new TileMaps(tiled, seen).together() : seen.get(0);
    }

    private Seen of(Sample sample) {
        ImageEntry image = sample.image();
        Box picture = sample.geometry().toInput(new Box(0, 0, image.width(), image.height()));
        List<String> names = among(network.outputs().keySet());
        Map<String, TensorView> values = network.run(Map.of(Detector.IMAGES, sample.pixels()), names);
        return new Seen(picture, LevelMap.visible(network.outputs(), values, transform.input(), picture));
    }

    @Override
    public void close() {
        network.close();
    }
}
