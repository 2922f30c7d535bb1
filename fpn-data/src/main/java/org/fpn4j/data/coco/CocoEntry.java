package org.fpn4j.data.coco;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads the fields of one entry and keeps a sentence for each that is wrong, so that all faults of an entry are told
 * together. A wrong field reads as zero.
 */
public final class CocoEntry {
    private final JsonNode entry;
    private final List<String> faults = new ArrayList<>();

    public CocoEntry(JsonNode entry) {
        this.entry = entry;
        if (!entry.isObject()) {
            faults.add("entry[" + shortened(entry) + "] is not an object");
        }
    }

    /** What was wrong with the fields read so far, {@code image_id is missing}. */
    public List<String> faults() {
        return Collections.unmodifiableList(faults);
    }

    public boolean has(String field) {
        return entry.hasNonNull(field);
    }

    /** A whole number. Python's {@code 7.0} counts as one. */
    public long wholeNumber(String field) {
        JsonNode value = present(field);
        if (value == null) {
            return 0;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue()) && value.canConvertToLong()) {
            return value.longValue();
        }
        faults.add(field + "[" + shortened(value) + "] is not a whole number");
        return 0;
    }

    /** A finite number. */
    public double number(String field) {
        JsonNode value = present(field);
        if (value == null) {
            return 0;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            faults.add(field + "[" + shortened(value) + "] is not a finite number");
            return 0;
        }
        return value.doubleValue();
    }

    /** A text that is not empty. */
    public String text(String field) {
        JsonNode value = present(field);
        if (value == null) {
            return "";
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            faults.add(field + "[" + shortened(value) + "] is not a text");
            return "";
        }
        return value.textValue();
    }

    /** True for {@code true} and for numbers other than zero; false where the field is absent. */
    public boolean flag(String field) {
        JsonNode value = entry.path(field);
        return value.asBoolean() || value.asDouble() != 0;
    }

    /** Four finite numbers: x, y, width, height. */
    public double[] bbox() {
        double[] box = new double[4];
        JsonNode value = present("bbox");
        if (value == null) {
            return box;
        }
        if (!value.isArray() || value.size() != box.length) {
            faults.add("bbox[" + shortened(value) + "] is not a list of four numbers");
            return box;
        }
        for (int i = 0; i < box.length; i++) {
            JsonNode side = value.get(i);
            if (!side.isNumber() || !Double.isFinite(side.doubleValue())) {
                faults.add("bbox[" + shortened(value) + "] is not made of finite numbers");
                return new double[4];
            }
            box[i] = side.doubleValue();
        }
        return box;
    }

    private JsonNode present(String field) {
        if (!entry.isObject()) {
            return null; // told once, in the constructor
        }
        JsonNode value = entry.get(field);
        if (value == null || value.isNull()) {
            faults.add(field + " is missing");
            return null;
        }
        return value;
    }

    private static String shortened(JsonNode value) {
        String text = value.isNumber() ? value.asText() : value.toString(); // NaN without quotes
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
