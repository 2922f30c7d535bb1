package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.data.transform.SampleTransform;

/**
 * What a network sees of a picture.
 *
 * @param height pixels
 * @param width pixels
 * @param resize how a picture gets to that size
 * @param normalization of values
 */
public record InputConfig(
        @Range(min = 32, max = 8192) int height,
        @Range(min = 32, max = 8192) int width,
        ResizeMode resize,
        NormalizationConfig normalization) {
    /** The defaults. */
    public InputConfig() {
        this(512, 512, ResizeMode.LETTERBOX, new NormalizationConfig());
    }

    public InputConfig {
        requireNonNull(resize, "resize is null");
        requireNonNull(normalization, "normalization is null");
        FieldChecks.of(InputConfig.class)
                .bounds("height", height)
                .bounds("width", width)
                .done();
    }

    /**
     * The same with other sides.
     *
     * @throws InvalidFieldsException where one of them cannot be
     */
    public InputConfig withSize(InputSize size) {
        return new InputConfig(size.height(), size.width(), resize, normalization);
    }

    /** Height and width. */
    public InputSize size() {
        return new InputSize(height, width);
    }

    /** The transform for evaluation and prediction. */
    public SampleTransform plainTransform() {
        return SampleTransform.plain(size(), resize, normalization);
    }
}
