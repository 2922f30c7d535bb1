package org.fpn4j.experiments.illustration;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.picture.HeatMap;
import org.fpn4j.experiments.picture.JpegAllowance;
import org.fpn4j.experiments.picture.Resizing;
import org.fpn4j.experiments.report.HeatMapRow;
import org.fpn4j.experiments.report.NamedPicture;
import org.fpn4j.experiments.report.SizesReport;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.inference.LevelMap;
import org.fpn4j.training.inference.LevelMaps;

/** Every level of backbone and pyramid over one image, at inputs of several sizes. */
public final class LevelsBySize {
    private static final int PICTURE_BYTES = 1_500_000; // all together; a third more as text
    private static final int LONGER_SIDE = 480; // pixels of a picture
    private static final int SHORTER_SIDE = 120; // small images are enlarged

    private final Experiment experiment;
    private final ImageEntry image;
    private final BufferedImage shown;
    private final JpegAllowance allowance;
    private final Map<String, Integer> strides = new LinkedHashMap<>(); // by output
    private final Map<String, List<NamedPicture>> pictures = new LinkedHashMap<>(); // by output
    private final List<SizesReport.Size> sizes = new ArrayList<>();

    /**
     * Begins.
     *
     * @param experiment at the size that its config says
     * @param count of sizes that are going to be added
     */
    public LevelsBySize(Experiment experiment, ImageEntry image, int count) {
        this.experiment = experiment;
        this.image = image;
        BufferedImage picture = Images.of(image.source().read());
        int factor = Resizing.enlargement(picture, SHORTER_SIDE);
        this.shown = Resizing.shrink(
                Resizing.copy(picture, factor * picture.getWidth(), factor * picture.getHeight()), LONGER_SIDE);
        InputConfig input = experiment.config().input();
        Detector.Built built =
                experiment.detector().cost(input.height(), input.width()).built();
        addStrides(OutputPart.FEATURES, built.features());
        addStrides(OutputPart.PYRAMID, built.pyramid());
        this.allowance = JpegAllowance.of(PICTURE_BYTES, count * strides.size());
    }

    private void addStrides(OutputPart part, Pyramid pyramid) {
        for (LevelSpec level : pyramid.spec().levels()) {
            strides.put(part.output(pyramid.spec().name(level.level())), level.stride());
        }
    }

    /** Looks at the image at one size, and adds a picture of each level. */
    public void add(InputConfig input, LevelMaps maps) {
        LevelMaps.Seen seen = maps.of(image);
        Box picture = seen.picture();
        String size = input.height() + " \u00D7 " + input.width();
        sizes.add(new SizesReport.Size(
                size,
                Math.round(picture.height()) + " \u00D7 " + Math.round(picture.width()),
                scale(picture.height() / image.height(), picture.width() / image.width())));
        seen.levels().forEach((output, map) -> pictures.computeIfAbsent(output, key -> new ArrayList<>())
                .add(picture(output, map, size)));
    }

    private static String scale(double down, double across) {
        String one = String.format(Locale.ROOT, "%.2f", down);
        String other = String.format(Locale.ROOT, "%.2f", across);
        return one.equals(other) ? one : one + " \u00D7 " + other;
    }

    private NamedPicture picture(String output, LevelMap map, String size) {
        return new NamedPicture(
                "input " + size + ": " + map.height() + " \u00D7 " + map.width() + " cells",
                "how strongly " + output + " responds at an input of " + size + ", over " + image.fileName(),
                allowance.encode(
                        HeatMap.of(map.means(), map.height(), map.width()).over(shown)));
    }

    /**
     * What was added.
     *
     * @param weights the file that they come from
     */
    public SizesReport report(String command, String weights) {
        return new SizesReport(
                experiment.name(),
                command,
                image.fileName() + ", " + image.height() + " \u00D7 " + image.width() + " pixels",
                weights,
                proportions(),
                sizes,
                Stream.of(
                                part("Stages of the backbone", OutputPart.FEATURES),
                                part("Levels of the pyramid", OutputPart.PYRAMID))
                        .toList());
    }

    private String proportions() {
        InputConfig input = experiment.config().input();
        return "Heights stand before widths. Inputs have the proportions of the config\u2019s, " + input.height()
                + " \u00D7 " + input.width() + "; "
                + fitting(input)
                + " At a scale above 1 it is enlarged, and shows nothing that it does not hold.";
    }

    private static String fitting(InputConfig input) {
        if (input.tiling().isUsed()) {
            return "they are those of tiles, in which the image is seen at its own pixels.";
        }
        return switch (input.resize()) {
            case LETTERBOX, LETTERBOX_FLOOR -> "the image keeps its own, and what it does not cover is padding.";
            case STRETCH -> "the image is stretched to them.";
        };
    }

    private SizesReport.Part part(String title, OutputPart part) {
        return new SizesReport.Part(
                title,
                part.among(pictures.keySet()).stream()
                        .map(output -> new HeatMapRow(
                                part.inner(output) + ", stride " + strides.get(output), pictures.get(output)))
                        .toList());
    }
}
