package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.ClassWeights;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;

/**
 * Picture and annotations to {@link Sample}: one resampling from the original to the input (resize, zoom, crop, flip
 * and what is drawn of geometric transforms are one affine map), light and the other transforms, then normalisation. Grey pictures become three equal channels before normalisation. What
 * an image becomes depends on the seed, the epoch and the image's id alone, and with mosaic or mix-up on the images of its data
 * set. Thread-safe.
 */
public final class SampleTransform {
    private static final Box EVERYTHING =
            new Box(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);

    private static final AugmentationConfig MIRRORED = new AugmentationConfig(1, 1, 1, 0, 0, 0);

    private final InputSize input;
    private final Fit fit;
    private final NormalizationConfig normalization;
    private final AugmentationConfig augmentation;
    private final ClassSwap swap;
    private final long seed;
    private final TileDrawing drawing;
    private final TilePainter painter;
    private final ClassWeights classWeights;

    /**
     * A transform for training.
     *
     * @param augmentation {@link AugmentationConfig#NONE} leaves pictures as they are
     * @param swap the augmentation's classes that change in the mirror, as the data set has them
     */
    public SampleTransform(
            InputSize input,
            ResizeMode mode,
            NormalizationConfig normalization,
            AugmentationConfig augmentation,
            ClassSwap swap,
            long seed) {
        this(input, Fit.of(mode), normalization, augmentation, swap, seed, ClassWeights.EQUAL);
    }

    private SampleTransform(
            InputSize input,
            Fit fit,
            NormalizationConfig normalization,
            AugmentationConfig augmentation,
            ClassSwap swap,
            long seed,
            ClassWeights classWeights) {
        this.input = requireNonNull(input, "input is null");
        this.fit = fit;
        this.normalization = requireNonNull(normalization, "normalization is null");
        this.augmentation = requireNonNull(augmentation, "augmentation is null");
        this.swap = requireNonNull(swap, "swap is null");
        this.seed = seed;
        this.classWeights = requireNonNull(classWeights, "classWeights is null");
        DrawnTransforms transforms = new DrawnTransforms(augmentation.transforms());
        this.drawing = new TileDrawing(input, fit, augmentation, transforms, seed);
        this.painter = new TilePainter(input, normalization, augmentation, transforms);
    }

    /** Without augmentation, as for evaluation and prediction. */
    public static SampleTransform plain(InputSize input, ResizeMode mode, NormalizationConfig normalization) {
        return new SampleTransform(input, mode, normalization, AugmentationConfig.NONE, ClassSwap.NONE, 0);
    }

    /**
     * The same for pictures that are no larger than the input, such as tiles: they keep their own pixels, in the top left corner where they
     * are smaller.
     */
    public static SampleTransform atOwnPixels(
            InputSize input,
            NormalizationConfig normalization,
            AugmentationConfig augmentation,
            ClassSwap swap,
            long seed) {
        return new SampleTransform(input, Fit.OWN_PIXELS, normalization, augmentation, swap, seed, ClassWeights.EQUAL);
    }

    /** The same, whose scenes say how much objects count in the loss of classification. */
    public SampleTransform withClassWeights(ClassWeights classWeights) {
        return new SampleTransform(input, fit, normalization, augmentation, swap, seed, classWeights);
    }

    ClassWeights classWeights() {
        return classWeights;
    }

    /** The same of pictures in the mirror, left and right exchanged. */
    public SampleTransform mirrored() {
        if (!augmentation.equals(AugmentationConfig.NONE)) {
            throw new IllegalStateException("augmentation decides which pictures are mirrored");
        }
        return new SampleTransform(input, fit, normalization, MIRRORED, swap, seed, classWeights);
    }

    /** Size of the network's input. */
    public InputSize input() {
        return input;
    }

    /**
     * The sample of one image in one epoch, alone whatever the augmentation says of others.
     *
     * @param picture the image's own
     * @throws org.fpn4j.config.problem.UserInputException if the picture does not have the size that the image had when its data set was opened
     */
    public Sample apply(ImageEntry image, Picture picture, long epoch) {
        Collage alone = collage(List.of(List.of(drawing.whole(image, epoch))), image, epoch);
        alone.paint(0, picture);
        return alone.sample();
    }

    /**
     * The sample of one image in one epoch, before its pictures are painted.
     *
     * @param all images that others are drawn of, in their order in the data set
     */
    public Collage collage(ImageEntry image, List<ImageEntry> all, long epoch) {
        return collage(drawing.sheets(image, all, epoch), image, epoch);
    }

    private Collage collage(List<List<Tile>> sheets, ImageEntry image, long epoch) {
        long draw = SampleRandom.of(seed, "scene", epoch, image.id()).nextLong();
        return new Collage(this, sheets, draw);
    }

    /**
     * The boxes of an image in pixels of the input, as {@link #apply} gives them, without its picture.
     *
     * @throws IllegalStateException where augmentation decides where they lie
     */
    public Outline outline(ImageEntry image) {
        if (!augmentation.equals(AugmentationConfig.NONE)) {
            throw new IllegalStateException("objects of an augmented image depend on the epoch");
        }
        return outline(drawing.whole(image, 0));
    }

    /**
     * What a sample shows, as it was before normalisation: red, green and blue. Values that the ground has beyond [0, 1] are cut
     * off.
     *
     * @param sample one that this transform made
     */
    public Picture picture(Sample sample) {
        int plain = input.height() * input.width();
        float[] planes = new float[3 * plain];
        for (int channel = 0; channel < 3; channel++) {
            float mean = normalization.mean().get(channel).floatValue();
            float std = normalization.std().get(channel).floatValue();
            int to = normalization.colour(channel) * plain;
            for (int i = 0; i < plain; i++) {
                float value = sample.pixels()[channel * plain + i] * std + mean;
                planes[to + i] = Math.max(0, Math.min(1, value));
            }
        }
        return new Picture(input.width(), input.height(), 3, planes);
    }

    /** What a tile shows of its image's objects. */
    Outline outline(Tile tile) {
        Geometry geometry = tile.geometry();
        List<Annotation> annotations = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<ObjectMask> masks = new ArrayList<>();
        List<Box> crowds = new ArrayList<>();
        for (Annotation annotation : tile.image().annotations()) {
            Box whole = geometry.toInput(annotation.box());
            Box visible = tile.visible(whole);
            if (!visible.hasArea()) {
                continue;
            }
            if (annotation.kind() != ObjectKind.OBJECT) {
                crowds.add(visible);
            } else if (isVisible(visible, whole, tile.cover())) {
                annotations.add(annotation);
                boxes.add(visible);
                annotation
                        .mask()
                        .ifPresent(mask -> masks.add(new PlacedMask(mask, geometry, input, tile.visible(EVERYTHING))));
                int category = annotation.categoryIndex();
                labels.add(tile.isMirrored() ? swap.inMirror(category) : category);
            }
        }
        return new Outline(annotations, new GroundTruth(boxes, labels, masks), crowds);
    }

    private boolean isVisible(Box visible, Box whole, Cover cover) {
        double seen = visible.area() - cover.hidden(visible);
        return Math.min(visible.width(), visible.height()) >= fit.mode().leastSide()
                && seen > 0
                && seen >= augmentation.minVisible() * whole.area();
    }

    /** {@code [3, H, W]} without any picture. */
    float[] background() {
        int plain = input.height() * input.width();
        float[] pixels = new float[3 * plain];
        for (int channel = 0; channel < 3; channel++) {
            Arrays.fill(pixels, channel * plain, (channel + 1) * plain, normalization.padded(channel));
        }
        return pixels;
    }

    /** Paints a tile's picture over {@code [3, H, W]}. */
    void paint(Picture picture, Tile tile, float[] pixels) {
        painter.paint(picture, tile, pixels);
    }
}
