package org.fpn4j.data.radiograph;

import org.fpn4j.config.problem.FieldChecks;

/**
 * What radiographs look like.
 *
 * @param height pixels, at least 64
 * @param width pixels, at least 64
 * @param bits of grey per pixel, 8 or 16
 * @param noise standard deviation of the quantum noise where the image is at its brightest, in units of the full range
 * @param contrast by which the density of nodules and consolidations is multiplied
 * @param maxNodules an image has from none to this many
 * @param maxConsolidations an image has from none to this many
 */
public record RadiographSettings(
        int height, int width, int bits, double noise, double contrast, int maxNodules, int maxConsolidations) {
    public RadiographSettings {
        check(
                        FieldChecks.of(RadiographsConfig.class),
                        height,
                        width,
                        bits,
                        noise,
                        contrast,
                        maxNodules,
                        maxConsolidations)
                .done();
    }

    /** Adds the checks of all settings, whose bounds {@link RadiographsConfig} declares. */
    static FieldChecks check(
            FieldChecks checks,
            int height,
            int width,
            int bits,
            double noise,
            double contrast,
            int maxNodules,
            int maxConsolidations) {
        return checks.bounds("height", height)
                .bounds("width", width)
                .bounds("bits", bits)
                .bounds("noise", noise)
                .bounds("contrast", contrast)
                .bounds("maxNodules", maxNodules)
                .bounds("maxConsolidations", maxConsolidations);
    }

    /** 256x256, 8 bits, moderately difficult. */
    public RadiographSettings() {
        this(256, 256, 8, 0.03, 1, 4, 2);
    }
}
