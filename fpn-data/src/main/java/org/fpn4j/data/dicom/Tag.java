package org.fpn4j.data.dicom;

import java.util.Set;

/**
 * The elements that are read (PS3.6): geometry and rendering. All others are stepped over, so that nothing a file says of a
 * person is in memory but as bytes of the file.
 */
final class Tag {
    static final int TRANSFER_SYNTAX = 0x00020010;
    static final int SOURCE_TO_DETECTOR = 0x00181110;
    static final int SOURCE_TO_PATIENT = 0x00181111;
    static final int MAGNIFICATION = 0x00181114;
    static final int IMAGER_PIXEL_SPACING = 0x00181164;
    static final int SAMPLES = 0x00280002;
    static final int PHOTOMETRIC = 0x00280004;
    static final int PLANAR = 0x00280006;
    static final int FRAMES = 0x00280008;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;
    static final int PIXEL_SPACING = 0x00280030;
    static final int PIXEL_ASPECT_RATIO = 0x00280034;
    static final int BITS_ALLOCATED = 0x00280100;
    static final int BITS_STORED = 0x00280101;
    static final int HIGH_BIT = 0x00280102;
    static final int REPRESENTATION = 0x00280103;
    static final int PADDING = 0x00280120;
    static final int PADDING_LIMIT = 0x00280121;
    static final int WINDOW_CENTRE = 0x00281050;
    static final int WINDOW_WIDTH = 0x00281051;
    static final int INTERCEPT = 0x00281052;
    static final int SLOPE = 0x00281053;
    static final int WINDOW_FUNCTION = 0x00281056;
    static final int PALETTE_DESCRIPTOR = 0x00281101; // of red; green and blue follow
    static final int PALETTE_DATA = 0x00281201; // likewise
    static final int SEGMENTED_PALETTE = 0x00281221;
    static final int MODALITY_LUT = 0x00283000;
    static final int LUT_DESCRIPTOR = 0x00283002;
    static final int LUT_DATA = 0x00283006;
    static final int VOI_LUT = 0x00283010;
    static final int FLOAT_PIXELS = 0x7FE00008;
    static final int DOUBLE_PIXELS = 0x7FE00009;
    static final int PIXEL_DATA = 0x7FE00010;
    static final int ITEM = 0xFFFEE000;
    static final int ITEM_END = 0xFFFEE00D;
    static final int SEQUENCE_END = 0xFFFEE0DD;

    /** Sequences whose first item is read. */
    static final Set<Integer> SEQUENCES = Set.of(MODALITY_LUT, VOI_LUT);

    /** Elements whose value is read. */
    static final Set<Integer> VALUES = Set.of(
            TRANSFER_SYNTAX,
            SOURCE_TO_DETECTOR,
            SOURCE_TO_PATIENT,
            MAGNIFICATION,
            IMAGER_PIXEL_SPACING,
            SAMPLES,
            PHOTOMETRIC,
            PLANAR,
            FRAMES,
            ROWS,
            COLUMNS,
            PIXEL_SPACING,
            PIXEL_ASPECT_RATIO,
            BITS_ALLOCATED,
            BITS_STORED,
            HIGH_BIT,
            REPRESENTATION,
            PADDING,
            PADDING_LIMIT,
            WINDOW_CENTRE,
            WINDOW_WIDTH,
            INTERCEPT,
            SLOPE,
            WINDOW_FUNCTION,
            PALETTE_DESCRIPTOR,
            PALETTE_DESCRIPTOR + 1,
            PALETTE_DESCRIPTOR + 2,
            PALETTE_DATA,
            PALETTE_DATA + 1,
            PALETTE_DATA + 2,
            SEGMENTED_PALETTE,
            LUT_DESCRIPTOR,
            LUT_DATA);

    private Tag() {}
}
