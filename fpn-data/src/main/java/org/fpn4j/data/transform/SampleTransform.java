package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;

/**
 * Picture and annotations to {@link Sample}: one resampling from the original to the input (resize, zoom, crop and flip
 * are one affine map), light, then normalisation. Grey pictures become three equal channels before normalisation. What
 * an image becomes depends on the seed, the epoch and the image's id alone, and with mosaic or mix-up on the images of its data
 * set. Thread-safe.
 */
public final class SampleTransform {
    private static final Box EVERYTHING =
            new Box(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);

    private final InputSize input;
    private final ResizeMode mode;
    private final NormalizationConfig normalization;
    private final AugmentationConfig augmentation;
    private final ClassSwap swap;
    private final long seed;
    private final TileDrawing drawing;

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
        this.input = requireNonNull(input, "input is null");
        this.mode = requireNonNull(mode, "mode is null");
        this.normalization = requireNonNull(normalization, "normalization is null");
        this.augmentation = requireNonNull(augmentation, "augmentation is null");
        this.swap = requireNonNull(swap, "swap is null");
        this.seed = seed;
        this.drawing = new TileDrawing(input, mode, augmentation, seed);
    }

    /** Without augmentation, as for evaluation and prediction. */
    public static SampleTransform plain(InputSize input, ResizeMode mode, NormalizationConfig normalization) {
        return new SampleTransform(input, mode, normalization, AugmentationConfig.NONE, ClassSwap.NONE, 0);
    }

    /** Size of the network's input. */
    public InputSize input() {
        return input;
    }

    /**
     * The sample of one image in one epoch, alone whatever the augmentation says of others.
     *
     * @param picture the image's own
     * @throws UserInputException if the picture does not have the size that the image had when its data set was opened
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
            } else if (isVisible(visible, whole)) {
                annotations.add(annotation);
                boxes.add(visible);
                annotation
                        .mask()
                        .ifPresent(mask -> masks.add(new PlacedMask(mask, geometry, input, tile.visible(EVERYTHING))));
                int category = annotation.categoryIndex();
                labels.add(tile.placement().mirrored() ? swap.inMirror(category) : category);
            }
        }
        return new Outline(annotations, new GroundTruth(boxes, labels, masks), crowds);
    }

    private boolean isVisible(Box visible, Box whole) {
        return Math.min(visible.width(), visible.height()) >= mode.leastSide()
                && visible.area() >= augmentation.minVisible() * whole.area();
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
        ImageEntry image = tile.image();
        if (picture.width() != image.width() || picture.height() != image.height()) {
            throw new UserInputException(
                    image.source().name(),
                    "image has size[" + picture.width() + "x" + picture.height() + "], it had size[" + image.width()
                            + "x" + image.height() + "] when the data set was opened");
        }
        Placement placement = tile.placement();
        int left = tile.firstColumn();
        int top = tile.firstRow();
        int width = tile.columns();
        int height = tile.rows();
        Resampling columns = new Resampling(
                picture.width(), placement.width(), left - placement.left(), width, placement.mirrored());
        Resampling rows = new Resampling(picture.height(), placement.height(), top - placement.top(), height, false);
        float[][] planes = new float[picture.channels()][];
        for (int channel = 0; channel < planes.length; channel++) {
            int start = channel * picture.height() * picture.width();
            planes[channel] = Resampling.plane(picture.planes(), start, picture.width(), columns, rows);
        }
        changeLight(planes, tile.random());

        for (int channel = 0; channel < 3; channel++) {
            float[] plane = planes[Math.min(normalization.colour(channel), planes.length - 1)];
            float mean = normalization.mean().get(channel).floatValue();
            float factor = (float) (1 / normalization.std().get(channel));
            for (int y = 0; y < height; y++) {
                int to = (channel * input.height() + top + y) * input.width() + left;
                for (int x = 0; x < width; x++) {
                    pixels[to + x] = (plane[y * width + x] - mean) * factor;
                }
            }
        }
    }

    private void changeLight(float[][] planes, SampleRandom random) {
        if (augmentation.brightness() == 0 && augmentation.contrast() == 0) {
            return;
        }
        float brightness = (float) random.uniform(1 - augmentation.brightness(), 1 + augmentation.brightness());
        float contrast = (float) random.uniform(1 - augmentation.contrast(), 1 + augmentation.contrast());
        double sum = 0;
        for (float[] plane : planes) {
            for (float value : plane) {
                sum += value;
            }
        }
        float mean = brightness * (float) (sum / ((double) planes.length * planes[0].length));
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                float value = (plane[i] * brightness - mean) * contrast + mean;
                plane[i] = Math.max(0, Math.min(1, value));
            }
        }
    }
}
