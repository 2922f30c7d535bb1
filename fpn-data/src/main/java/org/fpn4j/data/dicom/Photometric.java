package org.fpn4j.data.dicom;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/** What samples mean (PS3.3, C.7.6.3.1.2). */
enum Photometric {
    MONOCHROME1("MONOCHROME1", 1),
    MONOCHROME2("MONOCHROME2", 1),
    PALETTE("PALETTE COLOR", 1),
    RGB("RGB", 3),
    YBR_FULL("YBR_FULL", 3),
    YBR_FULL_422("YBR_FULL_422", 3),
    /** Colours of JPEG 2000, which its decoder makes red, green and blue; likewise the next. */
    YBR_RCT("YBR_RCT", 3),
    YBR_ICT("YBR_ICT", 3);

    private static final Set<String> NOT_READ =
            Set.of("HSV", "ARGB", "CMYK", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "XYB");

    private final String term;
    private final int samples;

    Photometric(String term, int samples) {
        this.term = term;
        this.samples = samples;
    }

    /**
     * That of a file.
     *
     * @param samples of a pixel
     * @throws IOException where it is none that is read, or does not go with the samples
     */
    static Photometric of(String term, int samples) throws IOException {
        if (term.isEmpty()) {
            return of(samples == 1 ? MONOCHROME2.term : RGB.term, samples);
        }
        Photometric found = Arrays.stream(values())
                .filter(one -> one.term.equals(term))
                .findFirst()
                .orElseThrow(() -> new IOException("its Photometric Interpretation"
                        + (NOT_READ.contains(term) ? "[" + term + "]" : "") + " is none that is read"));
        if (found.samples != samples) {
            throw new IOException("its Photometric Interpretation[" + term + "] has Samples per Pixel[" + found.samples
                    + "], not [" + samples + "]");
        }
        return found;
    }

    boolean isGrey() {
        return this == MONOCHROME1 || this == MONOCHROME2;
    }

    boolean isLuminanceFirst() {
        return this == YBR_FULL || this == YBR_FULL_422;
    }
}
