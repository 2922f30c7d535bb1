package org.fpn4j.data.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Values of the elements of {@link Tag}. Has no text of its own, and messages repeat no value that is not what it should be: a
 * damaged file may have anything there.
 */
final class DataSet {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

    private final ByteOrder order;
    private final Map<Integer, byte[]> values = new HashMap<>();
    private final Map<Integer, DataSet> items = new HashMap<>();

    DataSet(ByteOrder order) {
        this.order = order;
    }

    void put(int tag, byte[] value) {
        values.putIfAbsent(tag, value);
    }

    void put(int tag, DataSet firstItem) {
        items.putIfAbsent(tag, firstItem);
    }

    /** The first item of a sequence. */
    Optional<DataSet> item(int tag) {
        return Optional.ofNullable(items.get(tag));
    }

    /** Bytes as the file has them; none where the element is missing or empty. */
    byte[] bytes(int tag) {
        return values.getOrDefault(tag, new byte[0]);
    }

    ByteOrder order() {
        return order;
    }

    /** Words of 16 bits. */
    short[] words(int tag) {
        short[] words = new short[bytes(tag).length / Short.BYTES];
        ByteBuffer.wrap(bytes(tag)).order(order).asShortBuffer().get(words);
        return words;
    }

    /** A word of 16 bits without a sign. */
    OptionalInt unsigned(int tag) {
        short[] words = words(tag);
        return words.length == 0 ? OptionalInt.empty() : OptionalInt.of(words[0] & 0xFFFF);
    }

    /** The text without what pads it. */
    String text(int tag) {
        String text = new String(bytes(tag), StandardCharsets.ISO_8859_1);
        return text.replace('\0', ' ').strip();
    }

    /**
     * Decimal or integer texts (PS3.5, 6.2: DS, IS), between backslashes; none where the element is missing or empty.
     *
     * @param name for the message
     * @throws IOException where one is no number
     */
    double[] numbers(int tag, String name) throws IOException {
        String text = text(tag);
        if (text.isEmpty()) {
            return new double[0];
        }
        String[] parts = text.split("\\\\", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            if (!NUMBER.matcher(part).matches()) {
                throw new IOException("its " + name + " is no number");
            }
            numbers[i] = Double.parseDouble(part);
        }
        return numbers;
    }
}
