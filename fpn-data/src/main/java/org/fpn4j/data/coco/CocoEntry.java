package org.fpn4j.data.coco;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.mask.Segmentation;

/**
 * Reads the fields of one entry and keeps a sentence for each that is wrong, so that all faults of an entry are told
 * together. A wrong field reads as zero.
 */
public final class CocoEntry {
    /** The fields that anybody reads. */
    static final Set<String> FIELDS = Set.of(
            "id",
            "file_name",
            "width",
            "height",
            "name",
            "supercategory",
            "image_id",
            "category_id",
            "bbox",
            "area",
            "iscrowd",
            "score",
            "pixel_spacing",
            "spacing");

    static final String SEGMENTATION = "segmentation"; // read where somebody asks for it

    private final JsonNode entry;
    private final List<String> faults = new ArrayList<>();

    /** Reads an element of one of the lists. */
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

    /** Whether a field is there and not null. */
    public boolean has(String field) {
        return entry.hasNonNull(field);
    }

    /** A whole number. Python's {@code 7.0} counts as one. */
    public long wholeNumber(String field) {
        JsonNode value = present(field);
        if (value == null) {
            return 0;
        }
        if (isWhole(value)) {
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

    /** A text that is not empty; a number counts as its digits, for there are classes and files named so. */
    public String text(String field) {
        JsonNode value = present(field);
        if (value == null) {
            return "";
        }
        if (value.isNumber()) {
            return value.asText();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            faults.add(field + "[" + shortened(value) + "] is not a text");
            return "";
        }
        return value.textValue();
    }

    /** A whole number or a text, as text; whole numbers look alike however they are written: 7, 7.0 and "7". */
    public String id(String field) {
        JsonNode value = present(field);
        if (value == null) {
            return "";
        }
        Optional<String> id = asId(value);
        if (id.isEmpty()) {
            faults.add(field + "[" + shortened(value) + "] is neither a whole number nor a text");
        }
        return id.orElse("");
    }

    /** The id as {@link #id} gives it, which may be missing or anything else without being a fault. */
    public Optional<String> optionalId(String field) {
        return entry.hasNonNull(field) ? asId(entry.get(field)) : Optional.empty();
    }

    private static Optional<String> asId(JsonNode value) {
        if (isWhole(value)) {
            return Optional.of(Long.toString(value.longValue()));
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            return Optional.empty();
        }
        String text = value.textValue().strip();
        return Optional.of(CocoIds.isWhole(text) ? Long.toString(Long.parseLong(text)) : text);
    }

    private static boolean isWhole(JsonNode value) {
        return value.canConvertToLong()
                && (value.isIntegralNumber()
                        || (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue())));
    }

    /**
     * True for {@code true}, numbers other than zero, and texts of either; false for {@code false}, zero, null, texts of
     * these, and where the field is absent.
     */
    public boolean flag(String field) {
        JsonNode value = entry.path(field);
        if (value.isBoolean() || value.isNumber()) {
            return value.asBoolean() || value.asDouble() != 0;
        }
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        Optional<Boolean> spelled = value.isTextual() ? Flags.of(value.textValue()) : Optional.empty();
        if (spelled.isEmpty()) {
            faults.add(field + "[" + shortened(value) + "] is neither 0 nor 1");
        }
        return spelled.orElse(false);
    }

    /** Whether a box is there, and not an empty list. */
    public boolean hasBox() {
        return has("bbox") && !(entry.get("bbox").isArray() && entry.get("bbox").isEmpty());
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

    /** The pixels of an object, where they are read; empty where the entry has none, with a fault where it has wrong ones. */
    public Optional<Segmentation> segmentation() {
        if (!(entry.get(SEGMENTATION) instanceof POJONode read)) {
            return Optional.empty();
        }
        ReadSegmentation segmentation = (ReadSegmentation) read.getPojo();
        if (!segmentation.fault().isEmpty()) {
            faults.add(SEGMENTATION + " cannot be read: " + segmentation.fault());
        }
        return segmentation.segmentation();
    }

    /** Whether masks are read and this entry has one, right or wrong. */
    public boolean hasSegmentation() {
        return entry.get(SEGMENTATION) instanceof POJONode read
                && !read.getPojo().equals(ReadSegmentation.ABSENT);
    }

    /** The pixels of an object, where it must have some: a fault where it has none. */
    public Optional<Segmentation> neededSegmentation() {
        if (entry.isObject() && !hasSegmentation()) {
            faults.add(SEGMENTATION + " is missing");
        }
        return segmentation();
    }

    /**
     * Millimetres of an image's pixel: {@code pixel_spacing}, a number or, as in DICOM, the distance of rows and then that of
     * columns; or {@code spacing}, a number or, as in ITK, the distances along x and y, and one along z that is not read. Empty
     * where the entry has neither.
     */
    public Optional<PixelSpacing> spacing() {
        Optional<PixelSpacing> dicom =
                spacing("pixel_spacing", "[of rows, of columns]", 2).map(read -> new PixelSpacing(read.y(), read.x()));
        Optional<PixelSpacing> itk = spacing("spacing", "[along x, along y]", 3);
        if (dicom.isPresent() && itk.isPresent() && !dicom.equals(itk)) {
            faults.add(
                    "pixel_spacing[" + shortened(entry.get("pixel_spacing")) + "] (of rows, of columns) is not spacing["
                            + shortened(entry.get("spacing")) + "] (along x, along y)");
        }
        return dicom.or(() -> itk);
    }

    private Optional<PixelSpacing> spacing(String field, String order, int most) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = entry.get(field);
        boolean isPair = value.isArray() && value.size() >= 2 && value.size() <= most;
        JsonNode first = isPair ? value.get(0) : value;
        JsonNode second = isPair ? value.get(1) : value;
        if (!isLength(first) || !isLength(second)) {
            faults.add(field + "[" + shortened(value) + "] must be millimetres from 1e-6 to 1e6, a number or " + order);
            return Optional.empty();
        }
        return Optional.of(new PixelSpacing(first.doubleValue(), second.doubleValue()));
    }

    private static boolean isLength(JsonNode value) {
        double millimetres = value.isNumber() ? value.doubleValue() : Double.NaN;
        return millimetres >= PixelSpacing.LEAST && millimetres <= PixelSpacing.MOST;
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
