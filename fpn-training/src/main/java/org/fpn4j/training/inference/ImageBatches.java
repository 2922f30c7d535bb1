package org.fpn4j.training.inference;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.data.transform.Sample;

/** Samples as the images of a network, some of them before their time. */
final class ImageBatches {
    private final Network network;
    private final int batchSize;
    private Ahead ahead; // null where nothing of the next call is known

    private record Ahead(List<Sample> samples, float[] pixels) {}

    ImageBatches(Network network, int batchSize) {
        this.network = requireNonNull(network, "network is null");
        this.batchSize = batchSize;
    }

    /** The network's images, which may have been put together before their time. */
    float[] of(List<Sample> samples) {
        float[] pixels = ahead != null && ahead.samples() == samples ? ahead.pixels() : pixels(samples);
        ahead = null;
        return pixels;
    }

    /** Those of the next call, for who brings them to a device meanwhile; nothing where there are none. */
    Map<String, float[]> ahead(List<Sample> samples) {
        if (samples.isEmpty()) {
            return Map.of();
        }
        ahead = new Ahead(samples, pixels(samples));
        return Map.of(Detector.IMAGES, ahead.pixels());
    }

    /** {@code [N, 3, H, W]}; places without a sample stay 0. */
    private float[] pixels(List<Sample> samples) {
        if (samples.isEmpty() || samples.size() > batchSize) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + batchSize + " samples, got [" + samples.size() + "]");
        }
        float[] pixels = new float[(int) network.inputs().get(Detector.IMAGES).size()];
        int row = pixels.length / batchSize;
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i).pixels(), 0, pixels, i * row, row);
        }
        return pixels;
    }
}
