package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.KeyName;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.tiling.TilesConfig;
import org.fpn4j.data.tiling.Tiling;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.data.transform.SampleTransform;

/**
 * What a network sees of a picture.
 *
 * @param height pixels
 * @param width pixels
 * @param mode whole pictures (resize), or tiles at the pictures' own pixels (tiles)
 * @param resize how a whole picture gets to that size
 * @param tiles how pictures are cut and what is found put together, in mode tiles
 * @param normalization of values
 */
public record InputConfig(
        @Range(min = 32, max = 8192) int height,
        @Range(min = 32, max = 8192) int width,
        InputMode mode,
        ResizeMode resize,
        TilesConfig tiles,
        NormalizationConfig normalization) {
    private static final String UNREAD = "is read in mode tiles alone, and the mode is resize";

    /** The defaults. */
    public InputConfig() {
        this(512, 512, ResizeMode.LETTERBOX, new NormalizationConfig());
    }

    /** Whole pictures. */
    public InputConfig(int height, int width, ResizeMode resize, NormalizationConfig normalization) {
        this(height, width, InputMode.RESIZE, resize, new TilesConfig(), normalization);
    }

    public InputConfig {
        requireNonNull(mode, "mode is null");
        requireNonNull(resize, "resize is null");
        requireNonNull(tiles, "tiles is null");
        requireNonNull(normalization, "normalization is null");
        TilesConfig usual = new TilesConfig();
        boolean isInTiles = mode == InputMode.TILES;
        FieldChecks.of(InputConfig.class)
                .bounds("height", height)
                .bounds("width", width)
                .require(
                        !isInTiles || resize == ResizeMode.LETTERBOX,
                        "resize",
                        KeyName.ofConstant(resize),
                        "is read in mode resize alone; tiles keep the pictures' own pixels")
                .require(
                        !isInTiles || tiles.overlap() < Math.min(height, width),
                        "tiles.overlap",
                        tiles.overlap(),
                        "must be below a tile's height[" + height + "] and width[" + width + "]")
                .require(isInTiles || tiles.overlap() == usual.overlap(), "tiles.overlap", tiles.overlap(), UNREAD)
                .require(
                        isInTiles || tiles.minVisible() == usual.minVisible(),
                        "tiles.minVisible",
                        tiles.minVisible(),
                        UNREAD)
                .require(isInTiles || tiles.nms() == usual.nms(), "tiles.nms", tiles.nms(), UNREAD)
                .done();
    }

    /**
     * The same with other sides.
     *
     * @throws InvalidFieldsException where one of them cannot be
     */
    public InputConfig withSize(InputSize size) {
        return new InputConfig(size.height(), size.width(), mode, resize, tiles, normalization);
    }

    /** Height and width. */
    public InputSize size() {
        return new InputSize(height, width);
    }

    /** How images become those that the transforms are for. */
    public Tiling tiling() {
        return mode == InputMode.TILES ? Tiling.of(size(), tiles) : Tiling.NONE;
    }

    /** The transform for evaluation and prediction. */
    public SampleTransform plainTransform() {
        return transform(AugmentationConfig.NONE, ClassSwap.NONE, 0);
    }

    /**
     * The transform for training.
     *
     * @param swap the augmentation's classes that change in the mirror, as the data set has them
     */
    public SampleTransform transform(AugmentationConfig augmentation, ClassSwap swap, long seed) {
        return mode == InputMode.TILES
                ? SampleTransform.atOwnPixels(size(), normalization, augmentation, swap, seed)
                : new SampleTransform(size(), resize, normalization, augmentation, swap, seed);
    }
}
