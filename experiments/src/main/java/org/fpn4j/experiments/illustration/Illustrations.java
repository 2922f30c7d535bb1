package org.fpn4j.experiments.illustration;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.experiments.picture.BoxPainter;
import org.fpn4j.experiments.picture.HeatMap;
import org.fpn4j.experiments.picture.Jpegs;
import org.fpn4j.experiments.picture.LabelledBox;
import org.fpn4j.experiments.picture.Resizing;
import org.fpn4j.experiments.report.Example;
import org.fpn4j.experiments.report.HeatMapRow;
import org.fpn4j.experiments.report.NamedPicture;
import org.fpn4j.experiments.report.Pictures;
import org.fpn4j.training.inference.Predictor;

/** Example detections and heat maps of one or several trained runs on the same validation images. */
public final class Illustrations {
    private static final int LONGER_SIDE = 480; // pixels of a picture in a page
    private static final int SHORTER_SIDE = 300;
    private static final double LEAST_SCORE = 0.3;

    private final Map<String, List<NamedPicture>> examples = new LinkedHashMap<>();
    private final List<HeatMapRow> heatMaps = new ArrayList<>();

    /**
     * Draws everything.
     *
     * @param validation the first images of which are shown
     * @param count number of images
     */
    public Illustrations(List<TrainedRun> runs, Dataset validation, int count) {
        List<ImageEntry> images = validation
                .images()
                .subList(0, Math.min(count, validation.images().size()));
        BoxPainter painter = new BoxPainter(validation.classNames());
        for (ImageEntry image : images) {
            List<LabelledBox> truth = image.annotations().stream()
                    .map(object -> LabelledBox.groundTruth(object.box(), object.categoryIndex()))
                    .toList();
            examples.computeIfAbsent(image.fileName(), name -> new ArrayList<>())
                    .add(new NamedPicture("ground truth", paint(painter, image, truth)));
        }
        for (TrainedRun run : runs) {
            try (Predictor predictor = run.predictor()) {
                for (ImageEntry image : images) {
                    examples.get(image.fileName())
                            .add(new NamedPicture(run.label(), paint(painter, image, found(predictor, image))));
                }
                heatMaps.add(heatMaps(run.label(), predictor, images.get(0)));
            }
        }
    }

    private static List<LabelledBox> found(Predictor predictor, ImageEntry image) {
        List<Detection> detections = predictor.detect(image);
        return detections.stream()
                .filter(detection -> detection.score() >= LEAST_SCORE)
                .map(LabelledBox::detection)
                .toList();
    }

    private static byte[] paint(BoxPainter painter, ImageEntry image, List<LabelledBox> boxes) {
        BufferedImage picture = Images.of(image.source().read());
        int factor = Resizing.enlargement(picture, SHORTER_SIDE);
        return Jpegs.encode(Resizing.shrink(painter.paintEnlarged(picture, boxes, factor), LONGER_SIDE));
    }

    private static HeatMapRow heatMaps(String label, Predictor predictor, ImageEntry image) {
        BufferedImage picture = Resizing.shrink(Images.of(image.source().read()), LONGER_SIDE / 2);
        List<NamedPicture> maps = new ArrayList<>();
        draw(predictor, image, picture).forEach((name, drawn) -> maps.add(new NamedPicture(name, Jpegs.encode(drawn))));
        return new HeatMapRow(label + ", " + image.fileName(), maps);
    }

    /** The channel means of every level of backbone and pyramid over a picture, by tensor name. */
    public static Map<String, BufferedImage> draw(Predictor predictor, ImageEntry image, BufferedImage picture) {
        Map<String, BufferedImage> drawn = new LinkedHashMap<>();
        predictor
                .visibleFeatureMaps(image)
                .forEach((name, map) -> drawn.put(
                        name,
                        HeatMap.ofChannelMean(
                                        map.values(),
                                        map.shape().channels(),
                                        map.shape().height(),
                                        map.shape().width())
                                .over(picture)));
        return drawn;
    }

    public Pictures pictures() {
        List<Example> all = new ArrayList<>();
        examples.forEach((name, pictures) -> all.add(new Example(name, pictures)));
        return new Pictures(all, heatMaps);
    }
}
