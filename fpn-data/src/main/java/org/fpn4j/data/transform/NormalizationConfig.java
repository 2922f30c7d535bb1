package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.problem.FieldChecks;

/**
 * What is subtracted from values in [0, 1] and what they are then divided by.
 *
 * @param channels order of the input's channels
 * @param mean of each channel, in that order
 * @param std of each channel, in that order
 */
public record NormalizationConfig(Channels channels, List<Double> mean, List<Double> std) {
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
        new FieldChecks()
                .require(mean.size() == 3, "mean", mean, "must have three numbers, one for each channel")
                .require(std.size() == 3, "std", std, "must have three numbers, one for each channel")
                .require(std.stream().allMatch(value -> value > 0), "std", std, "must be greater than zero")
                .done();
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

    /** Which of red, green, blue (0, 1, 2) stands in a channel of the input. */
    int colour(int channel) {
        return channels == Channels.RGB ? channel : 2 - channel;
    }
}
