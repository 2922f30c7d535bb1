package org.fpn4j.data.variation;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.data.transform.PaintedPicture;
import org.fpn4j.data.transform.PhotometricTransform;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.data.transform.Transform;

/**
 * Equalises histograms of tiles whose counts are limited (Zuiderveld: Contrast limited adaptive histogram equalization, Graphics
 * Gems IV, 1994), as OpenCV's CLAHE does on 8 bits.
 *
 * <p>Differs from OpenCV: values keep what they have beyond 8 bits, as those between two of the 256 steps go between what becomes of
 * these, and nothing is rounded, so that pictures of 8 bits agree within one step; of a picture that was turned only its pixels are
 * counted; one in colour gets the change of its luma (ITU-R BT.601) in all three channels, as OpenCV users do in YCrCb.
 *
 * <p>Pictures of evaluation and prediction stay as they are: with probability 1 training sees others than these.
 *
 * @param tiles along each side
 * @param clipLimit how often a value may be in its tile, as a multiple of its share if all were as frequent
 * @param probability that a picture is changed
 */
@JsonTypeName("clahe")
@AutoService(Transform.class)
public record Clahe(
        @Range(min = 1, max = 64) int tiles,
        @Range(min = 0, max = 256, aboveMin = true) double clipLimit,
        @Range(min = 0, max = 1) double probability)
        implements PhotometricTransform {
    public Clahe {
        FieldChecks.of(Clahe.class)
                .bounds("tiles", tiles)
                .bounds("clipLimit", clipLimit)
                .bounds("probability", probability)
                .done();
    }

    /** Eight times eight tiles and a limit of 2, in every second picture. */
    public Clahe() {
        this(8, 2, 0.5);
    }

    @Override
    public void change(PaintedPicture picture, SampleRandom random) {
        if (!random.chance(probability)) {
            return;
        }
        float[] luma = luma(picture);
        float[] equalised = new TileHistograms(picture, luma, tiles, clipLimit).equalised();
        for (int channel = 0; channel < picture.channels(); channel++) {
            float[] plane = picture.plane(channel);
            for (int i = 0; i < plane.length; i++) {
                plane[i] += equalised[i] - luma[i];
            }
        }
    }

    private static float[] luma(PaintedPicture picture) {
        if (picture.channels() == 1) {
            return picture.plane(0).clone();
        }
        float[] luma = new float[picture.plane(0).length];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 0.299f * picture.plane(0)[i] + 0.587f * picture.plane(1)[i] + 0.114f * picture.plane(2)[i];
        }
        return luma;
    }
}
