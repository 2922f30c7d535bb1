package org.fpn4j.core.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;

/**
 * A file of JSON that a run stored: written whole, and read as one that a disk, a kill or a person may have damaged: what is missing, of another
 * type or impossible is noted by field, and {@link #done} says all of it. Until then a wrong field reads as 0 or empty.
 */
public final class StoredJson {
    private static final long LARGEST = 64L << 20; // bytes, a hundred times what any run stores

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectMapper PRINTER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;
    private final String within;
    private final JsonNode node;
    private final Problems problems;
    private final boolean told; // what is wrong with it as a whole

    private StoredJson(Path file, String within, JsonNode node, Problems problems) {
        this(file, within, node, problems, false);
    }

    private StoredJson(Path file, String within, JsonNode node, Problems problems, boolean told) {
        this.file = file;
        this.within = within;
        this.node = node;
        this.problems = problems;
        this.told = told;
    }

    /** Prints a value with indentation and fields in the order of insertion. */
    public static String text(Object value) {
        try {
            return PRINTER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print " + value, e);
        }
    }

    /** Writes a value with indentation, whole or not at all. */
    public static void write(Path file, Object value) {
        WholeFile.write(file, text(value) + "\n");
    }

    /**
     * Reads a file that holds one object.
     *
     * @throws UserInputException where it is missing, no JSON or no object
     */
    public static StoredJson object(Path file) {
        JsonNode node = parse(file);
        if (!node.isObject()) {
            throw damaged(file, "holds no JSON object");
        }
        return new StoredJson(file, "", node, new Problems());
    }

    /**
     * Reads a file that holds a list of objects, at least one.
     *
     * @throws UserInputException where it is missing, no JSON or no such list
     */
    public static StoredJson list(Path file) {
        JsonNode node = parse(file);
        boolean objects = node.isArray() && !node.isEmpty();
        for (JsonNode item : node) {
            objects &= item.isObject();
        }
        if (!objects) {
            throw damaged(file, "holds no list of JSON objects");
        }
        return new StoredJson(file, "", node, new Problems());
    }

    private static JsonNode parse(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw damaged(file, "has " + Files.size(file) + " bytes, more than any run stores");
            }
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw damaged(file, "is not JSON: " + e.getOriginalMessage());
        } catch (NoSuchFileException e) {
            throw new UserInputException(file.toString(), "does not exist");
        } catch (IOException e) {
            throw new UserInputException(file.toString(), "cannot be read: " + ReadFailure.reason(file, e));
        }
    }

    private static UserInputException damaged(Path file, String what) {
        return new UserInputException(file.toString(), what + ", so the file is damaged");
    }

    /** The objects of a list. */
    public List<StoredJson> items() {
        List<StoredJson> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new StoredJson(file, within + "[" + i + "].", node.get(i), problems));
        }
        return items;
    }

    /** Whether a field is there. */
    public boolean has(String field) {
        return node.has(field);
    }

    /** A copy of an object as it was read. */
    public ObjectNode copy() {
        return node.deepCopy();
    }

    /** Whether a field is there and a number. */
    public boolean isNumber(String field) {
        return node.path(field).isNumber();
    }

    /** A field that is a text; noted as wrong where it is none. */
    public String text(String field) {
        if (!node.path(field).isTextual()) {
            wrong(field, "must be text");
        }
        return node.path(field).asText("");
    }

    /** A field that is true or false. */
    public boolean truth(String field) {
        if (!node.path(field).isBoolean()) {
            wrong(field, "must be true or false");
        }
        return node.path(field).asBoolean();
    }

    /** An integer in a closed range. */
    public long integer(String field, long least, long most) {
        JsonNode value = node.path(field);
        boolean fits = value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= least
                && value.longValue() <= most;
        if (!fits) {
            wrong(field, "must be an integer" + range(least, most, least == Long.MIN_VALUE, most == Long.MAX_VALUE));
        }
        return fits ? value.longValue() : 0;
    }

    /** A finite number in a closed range. */
    public double number(String field, double least, double most) {
        JsonNode value = node.path(field);
        boolean fits = value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most;
        if (!fits) {
            wrong(field, "must be a number" + range(least, most, least == -Double.MAX_VALUE, most == Double.MAX_VALUE));
        }
        return fits ? value.doubleValue() : 0;
    }

    private static String range(Object least, Object most, boolean noLeast, boolean noMost) {
        if (noMost) {
            return noLeast ? "" : " >= " + least;
        }
        return " between " + least + " and " + most;
    }

    /** A field that is a list of texts; noted as wrong where it is none. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        boolean fits = node.path(field).isArray();
        for (JsonNode item : node.path(field)) {
            fits &= item.isTextual();
            texts.add(item.asText());
        }
        if (!fits) {
            wrong(field, "must be a list of texts");
        }
        return texts;
    }

    /** An object within this one. */
    public StoredJson object(String field) {
        JsonNode value = node.path(field);
        if (!value.isObject()) {
            wrong(field, "must be an object");
            return new StoredJson(file, within + field + ".", JSON.createObjectNode(), problems, true);
        }
        return new StoredJson(file, within + field + ".", value, problems);
    }

    /** The names of all fields. */
    public List<String> fields() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** All fields as texts. */
    public Map<String, String> allTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        fields().forEach(field -> texts.put(field, text(field)));
        return Collections.unmodifiableMap(texts);
    }

    /** All fields as numbers in a closed range. */
    public Map<String, Double> allNumbers(double least, double most) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        fields().forEach(field -> numbers.put(field, number(field, least, most)));
        return Collections.unmodifiableMap(numbers);
    }

    /** Notes that the value of a field, or that there is none, is wrong. */
    public void wrong(String field, String expectation) {
        if (!told) {
            String found = node.has(field) ? "[" + node.get(field) + "] " : " is missing; it ";
            problems.add(file.toString(), within + field + found + expectation);
        }
    }

    /**
     * Ends the reading.
     *
     * @throws UserInputException with everything that was wrong
     */
    public void done() {
        problems.throwIfAny();
    }
}
