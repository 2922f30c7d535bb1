package org.fpn4j.data.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.data.image.PixelSpacing;

/**
 * What a file says of the size of its pixels (PS3.3, 10.7.1).
 *
 * @param patient millimetres in the patient: Pixel Spacing, or that of the detector by the magnification where the file has one
 * @param detector millimetres on the detector: Imager Pixel Spacing, which is larger than what it shows by an unknown factor
 * @param calibrated whether Pixel Spacing was measured, and is not the detector's under another name
 * @param heightOverWidth of a pixel; 1 where nothing is said
 */
public record DicomSpacing(
        Optional<PixelSpacing> patient, Optional<PixelSpacing> detector, boolean calibrated, double heightOverWidth) {

    private static final String UNKNOWN = ": unless annotations know one, sizes are in pixels";

    static DicomSpacing of(DataSet set, List<String> notes) {
        Optional<PixelSpacing> measured = pair(set, Tag.PIXEL_SPACING, "Pixel Spacing", notes);
        Optional<PixelSpacing> detector = pair(set, Tag.IMAGER_PIXEL_SPACING, "Imager Pixel Spacing", notes);
        Optional<PixelSpacing> patient = measured.or(() -> detector.flatMap(one -> {
            double factor = magnification(set);
            return factor > 0 ? Optional.of(one.resized(factor, factor)) : Optional.empty();
        }));
        if (patient.isEmpty()) {
            notes.add(
                    detector.isPresent()
                            ? "it has Imager Pixel Spacing alone and no magnification" + UNKNOWN
                            : "it has no Pixel Spacing" + UNKNOWN);
        }
        boolean calibrated = measured.isPresent() && !measured.equals(detector);
        double ratio = patient.or(() -> detector).map(one -> one.y() / one.x()).orElseGet(() -> pair(
                        set, Tag.PIXEL_ASPECT_RATIO, "Pixel Aspect Ratio", new ArrayList<>()) // is no size
                .map(one -> one.y() / one.x())
                .orElse(1.0));
        return new DicomSpacing(patient, detector, calibrated, ratio);
    }

    /** The vertical one stands first. */
    private static Optional<PixelSpacing> pair(DataSet set, int tag, String name, List<String> notes) {
        try {
            double[] pair = set.numbers(tag, name);
            if (pair.length == 0) {
                return Optional.empty();
            }
            if (pair.length == 2 && isLength(pair[0]) && isLength(pair[1])) {
                return Optional.of(new PixelSpacing(/* x= */ pair[1], /* y= */ pair[0]));
            }
            notes.add("its " + name + " is no pair of lengths");
        } catch (IOException e) {
            notes.add(e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isLength(double value) {
        return value >= PixelSpacing.LEAST && value <= PixelSpacing.MOST;
    }

    /** Of the detector's plane against the patient's (PS3.3, C.8.7.1); 0 where it is not known. */
    private static double magnification(DataSet set) {
        double factor = number(set, Tag.MAGNIFICATION);
        if (factor > 0) {
            return factor;
        }
        double patient = number(set, Tag.SOURCE_TO_PATIENT);
        double detector = number(set, Tag.SOURCE_TO_DETECTOR);
        return patient > 0 && detector >= patient ? detector / patient : 0;
    }

    private static double number(DataSet set, int tag) {
        try {
            double[] numbers = set.numbers(tag, "distance");
            return numbers.length == 0 ? 0 : numbers[0];
        } catch (IOException e) {
            return 0; // then it is not known
        }
    }
}
