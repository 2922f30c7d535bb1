package org.fpn4j.data.dicom;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * From stored values to those of the modality (PS3.3, C.11.1): a table, or a slope and an intercept. What is missing or empty
 * changes nothing; a slope of 0 would leave no picture and is taken as 1, which is noted.
 */
record Modality(Optional<LookupTable> table, double slope, double intercept) {
    static Modality of(DataSet set, boolean signed, List<String> notes) throws IOException {
        Optional<DataSet> item = set.item(Tag.MODALITY_LUT);
        if (item.isPresent()) {
            return new Modality(
                    Optional.of(LookupTable.of(item.get(), Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed, "Modality LUT")),
                    1,
                    0);
        }
        double[] slopes = set.numbers(Tag.SLOPE, "Rescale Slope");
        double[] intercepts = set.numbers(Tag.INTERCEPT, "Rescale Intercept");
        double slope = slopes.length == 0 ? 1 : slopes[0];
        if (slope == 0) {
            notes.add("its Rescale Slope[0] would leave no picture, 1 is taken");
            slope = 1;
        }
        return new Modality(Optional.empty(), slope, intercepts.length == 0 ? 0 : intercepts[0]);
    }

    double apply(int stored) {
        return table.isPresent() ? table.get().apply(stored) : stored * slope + intercept;
    }
}
