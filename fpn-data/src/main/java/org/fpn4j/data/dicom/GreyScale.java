package org.fpn4j.data.dicom;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * From stored values to greys in [0, 1] (PS3.4, N.2): the modality's transformation; then the file's first VOI table, else its first
 * window, else {@link Percentiles}; then MONOCHROME1 is inverted. Padding is black.
 *
 * @param inverted whether the least value is white
 */
record GreyScale(
        Modality modality, Optional<LookupTable> voi, Optional<Window> window, boolean inverted, Padding padding) {
    static GreyScale of(DataSet set, PixelLayout layout, List<String> notes) throws IOException {
        SampleBits bits = layout.bits();
        Modality modality = Modality.of(set, bits.signed(), notes);
        int least = bits.signed() ? -(1 << (bits.stored() - 1)) : 0;
        boolean negative =
                modality.table().isEmpty() && Math.min(modality.apply(least), modality.apply(bits.most())) < 0;
        Optional<DataSet> item = set.item(Tag.VOI_LUT);
        Optional<LookupTable> voi = item.isEmpty()
                ? Optional.empty()
                : Optional.of(LookupTable.of(item.get(), Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, negative, "VOI LUT"));
        return new GreyScale(
                modality,
                voi,
                voi.isPresent() ? Optional.empty() : Window.of(set, notes),
                layout.photometric() == Photometric.MONOCHROME1,
                Padding.of(set, bits));
    }

    /** The grey of every content of a cell. */
    float[] greys(Cells cells) {
        DoubleUnaryOperator shown = shown(cells);
        float[] greys = new float[cells.bits().cells()];
        for (int cell = 0; cell < greys.length; cell++) {
            int stored = cells.bits().value(cell);
            if (!padding.has(stored)) {
                double grey = shown.applyAsDouble(modality.apply(stored));
                greys[cell] = (float) (inverted ? 1 - grey : grey);
            }
        }
        return greys;
    }

    private DoubleUnaryOperator shown(Cells cells) {
        if (voi.isPresent()) {
            LookupTable table = voi.get();
            return value -> (double) table.apply(value) / table.most();
        }
        if (window.isPresent()) {
            return window.get()::apply;
        }
        return Percentiles.of(cells.counts(), cells, modality, padding)::apply;
    }
}
