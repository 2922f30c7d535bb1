package org.fpn4j.data.radiograph;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fpn4j.config.problem.Choice;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;

/**
 * Synthetic radiographs, drawn when they are asked for; see {@link RadiographGenerator}.
 *
 * @param trainImages number of images in the train split
 * @param valImages number of images in the validation split
 * @param testImages number of images in the test split
 * @param height pixels
 * @param width pixels
 * @param seed of all images; splits never share one
 * @param bits of grey per pixel, 8 or 16
 * @param noise standard deviation of the noise at full brightness
 * @param contrast factor on the density of nodules and consolidations
 * @param maxNodules images have none to this many
 * @param maxConsolidations images have none to this many
 */
@JsonTypeName("synthetic_radiographs")
@AutoService(DatasetConfig.class)
public record RadiographsConfig(
        @Range(min = 1, max = 1000000) int trainImages,
        @Range(min = 1, max = 1000000) int valImages,
        @Range(min = 1, max = 1000000) int testImages,
        @Range(min = 64, max = 4096) int height,
        @Range(min = 64, max = 4096) int width,
        @Range(min = -Range.EXACT, max = Range.EXACT) long seed,
        @Choice({8, 16}) int bits,
        @Range(min = 0, max = 0.5) double noise,
        @Range(min = 0.1, max = 5) double contrast,
        @Range(min = 0, max = 20) int maxNodules,
        @Range(min = 0, max = 5) int maxConsolidations)
        implements DatasetConfig {
    public RadiographsConfig {
        FieldChecks counts = FieldChecks.of(RadiographsConfig.class)
                .bounds("seed", seed)
                .bounds("trainImages", trainImages)
                .bounds("valImages", valImages)
                .bounds("testImages", testImages);
        RadiographSettings.check(counts, height, width, bits, noise, contrast, maxNodules, maxConsolidations)
                .done();
    }

    /** 400, 100 and 100 images of 256x256 pixels. */
    public RadiographsConfig() {
        this(400, 100, 100, 256, 256, 0, 8, 0.03, 1, 4, 2);
    }

    /** How many images a split has. */
    public int images(Split split) {
        return switch (split) {
            case TRAIN -> trainImages;
            case VAL -> valImages;
            case TEST -> testImages;
        };
    }

    /** Splits draw from ranges that never meet. */
    private static long firstIndex(Split split) {
        return switch (split) {
            case TRAIN -> 0;
            case VAL -> 1L << 32;
            case TEST -> 2L << 32;
        };
    }

    @Override
    public Dataset open(Split split) {
        RadiographGenerator generator = new RadiographGenerator(
                new RadiographSettings(height, width, bits, noise, contrast, maxNodules, maxConsolidations), seed);
        List<ImageEntry> entries = new ArrayList<>();
        long annotationId = 1;
        for (int number = 1; number <= images(split); number++) {
            long index = firstIndex(split) + number;
            List<Annotation> annotations = generator.annotations(index, annotationId);
            annotationId += annotations.size();
            String fileName = String.format(Locale.ROOT, "%06d.png", number);
            String name = "synthetic radiograph " + split.key() + " " + number;
            entries.add(new ImageEntry(
                    number, fileName, new GeneratedPicture(generator, name, index), width, height, annotations));
        }
        return new Dataset("synthetic radiographs " + split.key(), generator.categories(), entries, DataReport.CLEAN);
    }
}
