package org.fpn4j.experiments.survey;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.survey.ChosenImage;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.tiling.TiledImage;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.Collage;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.experiments.illustration.Images;
import org.fpn4j.experiments.picture.BoxPainter;
import org.fpn4j.experiments.picture.JpegAllowance;
import org.fpn4j.experiments.picture.LabelledBox;
import org.fpn4j.experiments.picture.Resizing;
import org.fpn4j.experiments.report.Example;
import org.fpn4j.experiments.report.NamedPicture;
import org.fpn4j.experiments.report.PictureGroup;
import org.fpn4j.training.config.CheckedConfig;

/**
 * Images as training sees them: on the network's input, as they are and as the first epochs draw them. Seed, epoch and image
 * decide a draw, so these are the samples that the loader gives.
 */
final class AugmentedPictures {
    static final int EPOCHS = 4;

    private static final int MOST_IMAGES = 4;
    private static final int LONGER_SIDE = 400; // pixels of a picture in a page
    private static final int SHORTER_SIDE = 240;
    private static final int BYTES = 600_000; // of all pictures

    private final CheckedConfig config;
    private final TiledDataset learned;
    private final SampleTransform augmented;
    private final BoxPainter painter;
    private final JpegAllowance allowance = JpegAllowance.of(BYTES, MOST_IMAGES * (1 + EPOCHS));

    /** @param learned the images that a training learns from, of which it draws others for mosaic and mix-up */
    AugmentedPictures(CheckedConfig config, Dataset learned) {
        this.config = config;
        this.learned = TiledDataset.of(learned, config.config().input().tiling());
        this.augmented = config.trainingTransform(learned.categories());
        this.painter = new BoxPainter(learned.classNames());
    }

    boolean isPlain() {
        return config.config().augmentation().equals(AugmentationConfig.NONE);
    }

    /** A row for each image, or for the tile that shows most of its objects. */
    PictureGroup of(List<ChosenImage> chosen) {
        List<Example> rows = new ArrayList<>();
        for (ImageEntry image : chosen.stream()
                .map(ChosenImage::image)
                .filter(image -> !image.annotations().isEmpty())
                .flatMap(image ->
                        learned.images().stream().filter(tiled -> tiled.image().equals(image)))
                .map(AugmentedPictures::fullest)
                .limit(MOST_IMAGES)
                .toList()) {
            List<NamedPicture> pictures = new ArrayList<>();
            pictures.add(named(config.config().input().plainTransform(), image, 0, "as it is"));
            for (int epoch = 0; epoch < (isPlain() ? 0 : EPOCHS); epoch++) {
                pictures.add(named(augmented, image, epoch, "epoch " + epoch));
            }
            rows.add(new Example(Values.baseName(image.fileName()), pictures));
        }
        return new PictureGroup("On the network's input", "", rows);
    }

    /** The first of those that show as many. */
    private static ImageEntry fullest(TiledImage tiled) {
        ImageEntry fullest = tiled.tiles().get(0);
        for (ImageEntry tile : tiled.tiles()) {
            fullest = tile.annotations().size() > fullest.annotations().size() ? tile : fullest;
        }
        return fullest;
    }

    private NamedPicture named(SampleTransform transform, ImageEntry image, long epoch, String what) {
        Sample sample = sample(transform, image, epoch);
        List<LabelledBox> boxes = new ArrayList<>();
        for (int i = 0; i < sample.objects().size(); i++) {
            boxes.add(LabelledBox.groundTruth(
                    sample.objects().boxes().get(i), sample.objects().labels().get(i)));
        }
        BufferedImage picture = Images.of(transform.picture(sample));
        String name = what + ": " + Values.counted(boxes.size(), "object");
        return new NamedPicture(
                name,
                Values.baseName(image.fileName()) + ", " + name,
                allowance.encode(Resizing.shrink(
                        painter.paintEnlarged(picture, boxes, Resizing.enlargement(picture, SHORTER_SIDE)),
                        LONGER_SIDE)));
    }

    /** What the loader gives for an image in an epoch. */
    Sample sample(SampleTransform transform, ImageEntry image, long epoch) {
        Collage collage = transform.collage(image, learned.seen().images(), epoch);
        List<ImageEntry> images = collage.images();
        for (int place = 0; place < images.size(); place++) {
            Picture picture = images.get(place).source().read();
            collage.paint(place, picture);
        }
        return collage.sample();
    }
}
