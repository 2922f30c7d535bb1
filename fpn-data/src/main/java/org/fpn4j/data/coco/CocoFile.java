package org.fpn4j.data.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget.Growth;

/**
 * A JSON file in one of COCO's two shapes: an object of named lists (ground truth), or one list (results). Entries are
 * handed out one at a time and without what nobody asks for, so that a file with segmentations of a gigabyte needs little
 * memory.
 *
 * <p>{@code NaN} and {@code Infinity}, which Python writes though JSON has no such numbers, are read as numbers: the
 * entry that holds one can then be named.
 */
public final class CocoFile {
    /** Takes the entries of one list. */
    @FunctionalInterface
    public interface Entries {
        /** Called for each entry in order; the index starts at 0. */
        void accept(int index, JsonNode entry);
    }

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private static final long ENTRY = 512; // bytes that readers keep of one, with its place and a fault

    private final Path file;
    private final Growth growth;
    private final CocoEntryReader entryReader;

    private CocoFile(Path file, Growth growth, Optional<SegmentationReader> masks) {
        this.file = file;
        this.growth = growth;
        this.entryReader = new CocoEntryReader(CocoEntry.FIELDS, masks);
    }

    /** A file that is read when its parts are asked for, without the masks of its objects. */
    public static CocoFile of(Path file) {
        return new CocoFile(file, new Growth(file.toString(), "entries"), Optional.empty());
    }

    /** The same, with them. */
    public static CocoFile withMasks(Path file) {
        Growth growth = new Growth(file.toString(), "entries and masks");
        return new CocoFile(file, growth, Optional.of(new SegmentationReader(growth)));
    }

    /**
     * Reads an object of lists; lists that nobody asked for are skipped. Lists arrive in the order of the file.
     *
     * @param sections the lists wanted, by name
     * @throws UserInputException if the file cannot be read, is not JSON, or lacks a section
     */
    public void readSections(Map<String, Entries> sections) {
        Set<String> missing = new LinkedHashSet<>(sections.keySet());
        try (JsonParser parser = open()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UserInputException(
                        file.toString(),
                        "file holds " + described(parser.currentToken()) + ", expected a JSON object",
                        "COCO ground truth is an object with the lists " + String.join(", ", sections.keySet()));
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                Entries entries = sections.get(name);
                if (entries == null) {
                    parser.skipChildren();
                } else if (value != JsonToken.START_ARRAY) {
                    throw new UserInputException(
                            file.toString(), "section[" + name + "] is " + described(value) + ", expected a list");
                } else {
                    missing.remove(name);
                    readEntries(parser, entries);
                }
            }
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        Problems problems = new Problems();
        for (String name : missing) {
            problems.add(
                    file.toString(),
                    "section[" + name + "] is missing",
                    "COCO ground truth needs the lists " + String.join(", ", sections.keySet()));
        }
        problems.throwIfAny();
    }

    /**
     * Reads a file that is one list.
     *
     * @throws UserInputException if the file cannot be read, is not JSON, or is not a list
     */
    public void readList(Entries entries) {
        try (JsonParser parser = open()) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_ARRAY) {
                throw new UserInputException(
                        file.toString(),
                        "file holds " + described(first) + ", expected a list",
                        "COCO results are a list of {image_id, category_id, bbox: [x, y, width, height], score}");
            }
            readEntries(parser, entries);
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private JsonParser open() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserInputException(
                    file.toString(), Files.isDirectory(file) ? "file is a directory" : "file does not exist");
        }
        return FACTORY.createParser(file.toFile());
    }

    private void readEntries(JsonParser parser, Entries entries) throws IOException {
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            growth.add(ENTRY);
            entries.accept(index++, entryReader.read(parser));
        }
    }

    private UserInputException notJson(JsonProcessingException cause) {
        String place = cause.getLocation() == null
                ? file.toString()
                : file + ":" + cause.getLocation().getLineNr() + ":"
                        + cause.getLocation().getColumnNr();
        return new UserInputException(
                place, "file is not complete, valid JSON: " + ReadFailure.words(cause.getOriginalMessage()));
    }

    private UserInputException unreadable(IOException cause) {
        return new UserInputException(file.toString(), "file cannot be read: " + ReadFailure.reason(file, cause));
    }

    private static String described(JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
        };
    }
}
