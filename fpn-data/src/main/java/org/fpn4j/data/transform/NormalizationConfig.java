package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * What is subtracted from values in [0, 1] and what they are then divided by.
 *
 * @param channels order of the input's channels
 * @param mean of each channel, in that order
 * @param std of each channel, in that order
 * @param padding values of each channel, in that order, where there is no picture; none: the mean
 */
public record NormalizationConfig(
        Channels channels,
        @Count(min = 3, max = 3) @Range(min = -1000, max = 1000) List<Double> mean,
        @Count(min = 3, max = 3) @Range(min = 0, max = 1000, aboveMin = true) List<Double> std,
        @Count(max = 3) @Range(min = -1000, max = 1000) List<Double> padding) {
    /** Orders of the colours. */
    public enum Channels {
        /** As torchvision's networks take them. */
        RGB,
        /** As Caffe's and Keras' ResNets take them. */
        BGR
    }

    public NormalizationConfig {
        requireNonNull(channels, "channels is null");
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        padding = List.copyOf(padding);
        FieldChecks.of(NormalizationConfig.class)
                .bounds("mean", mean)
                .bounds("std", std)
                .bounds("padding", padding)
                .require(
                        padding.isEmpty() || padding.size() == mean.size(),
                        "padding",
                        padding,
                        "must have a value for each channel, or none for the mean")
                .done();
    }

    /** With the mean where there is no picture. */
    public NormalizationConfig(Channels channels, List<Double> mean, List<Double> std) {
        this(channels, mean, std, List.of());
    }

    /** The statistics of ImageNet that published backbones were trained with. */
    public NormalizationConfig() {
        this(Channels.RGB, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    }

    /** Of Caffe's and Keras' networks: blue, green, red in [0, 255] minus their means. */
    public static NormalizationConfig caffe() {
        double unit = 1 / 255.0;
        return new NormalizationConfig(
                Channels.BGR, List.of(103.939 * unit, 116.779 * unit, 123.68 * unit), List.of(unit, unit, unit));
    }

    /** What a channel holds where there is no picture, normalised. */
    float padded(int channel) {
        return padding.isEmpty() ? 0 : (float) ((padding.get(channel) - mean.get(channel)) / std.get(channel));
    }

    /** Which of red, green, blue (0, 1, 2) stands in a channel of the input. */
    int colour(int channel) {
        return channels == Channels.RGB ? channel : 2 - channel;
    }
}
