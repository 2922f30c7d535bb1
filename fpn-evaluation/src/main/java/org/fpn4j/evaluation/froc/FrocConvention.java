package org.fpn4j.evaluation.froc;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the FROC curves that are in use is meant.
 *
 * @param hit when a detection hits a lesion
 * @param duplicates what a further hit is
 * @param credit how many lesions a detection finds
 * @param reading how a sensitivity is read at a rate
 * @param rates false positives per image at which it is read, ascending; their sensitivities' mean is the score
 * @param images over which the rate is
 * @param millimetres ranges of lesions' longest sides where pixel spacings are known
 * @param pixels the same where they are not
 */
public record FrocConvention(
        HitRule hit,
        Duplicates duplicates,
        Credit credit,
        RateReading reading,
        List<Double> rates,
        RateImages images,
        SizeBins millimetres,
        SizeBins pixels) {
    public FrocConvention {
        requireNonNull(hit, "hit is null");
        requireNonNull(duplicates, "duplicates is null");
        requireNonNull(credit, "credit is null");
        requireNonNull(reading, "reading is null");
        requireNonNull(images, "images is null");
        requireNonNull(millimetres, "millimetres is null");
        requireNonNull(pixels, "pixels is null");
        rates = List.copyOf(rates);
        double last = 0;
        for (double rate : rates) {
            if (!(rate > last && rate < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("rates" + rates + " must ascend from above 0");
            }
            last = rate;
        }
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("rates[] must have one");
        }
    }

    /**
     * A hit is an IoU of 0.1 or more, duplicates are ignored, a detection finds one lesion, and the score is the mean of the
     * sensitivities at 1/8, 1/4, 1/2, 1, 2, 4 and 8 false positives per image (CPM; Niemeijer et al.: On combining computer-aided
     * detection systems, IEEE Transactions on Medical Imaging 30, 2011). Sizes have borders of 6 and 30 mm, those of small nodules
     * (Fleischner Society) and of masses, or of 32 and 96 pixels.
     */
    public FrocConvention() {
        this(
                new HitRule.ByIou(0.1),
                Duplicates.IGNORED,
                Credit.ONE,
                RateReading.STEP,
                List.of(0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
                RateImages.ALL,
                new SizeBins(List.of(6.0, 30.0)),
                new SizeBins(List.of(32.0, 96.0)));
    }

    /** The same with another rule of hits. */
    public FrocConvention with(HitRule other) {
        return new FrocConvention(other, duplicates, credit, reading, rates, images, millimetres, pixels);
    }

    /** The same with another rule for further hits. */
    public FrocConvention with(Duplicates other) {
        return new FrocConvention(hit, other, credit, reading, rates, images, millimetres, pixels);
    }

    /** The same with another number of lesions to a detection. */
    public FrocConvention with(Credit other) {
        return new FrocConvention(hit, duplicates, other, reading, rates, images, millimetres, pixels);
    }

    /** The same read otherwise. */
    public FrocConvention with(RateReading other) {
        return new FrocConvention(hit, duplicates, credit, other, rates, images, millimetres, pixels);
    }

    /** The same at other rates. */
    public FrocConvention at(List<Double> others) {
        return new FrocConvention(hit, duplicates, credit, reading, others, images, millimetres, pixels);
    }

    /** The same over other images. */
    public FrocConvention over(RateImages others) {
        return new FrocConvention(hit, duplicates, credit, reading, rates, others, millimetres, pixels);
    }

    /** The same by other sizes. */
    public FrocConvention bySizes(SizeBins inMillimetres, SizeBins inPixels) {
        return new FrocConvention(hit, duplicates, credit, reading, rates, images, inMillimetres, inPixels);
    }

    /** What matching depends on. */
    MarkRule marks() {
        return new MarkRule(hit, duplicates, credit);
    }

    /** All of it by the names of options, as files hold it. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(hit.json());
        json.put("duplicates", duplicates.word());
        json.put("lesions_per_detection", credit.word());
        json.put("reading", reading.word());
        json.put("rates", rates);
        json.put("images", images.word());
        json.put("score", "mean of the sensitivities at the rates");
        return Collections.unmodifiableMap(json);
    }
}
