package org.fpn4j.data.radiograph;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fpn4j.core.problem.FieldChecks;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;

/**
 * Synthetic radiographs, drawn when they are asked for; see {@link RadiographGenerator}.
 *
 * @param trainImages in the train split
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
        int trainImages,
        int valImages,
        int testImages,
        int height,
        int width,
        long seed,
        int bits,
        double noise,
        double contrast,
        int maxNodules,
        int maxConsolidations)
        implements DatasetConfig {
    public RadiographsConfig {
        FieldChecks counts = new FieldChecks()
                .atLeast("trainImages", trainImages, 1)
                .atLeast("valImages", valImages, 1)
                .atLeast("testImages", testImages, 1);
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
