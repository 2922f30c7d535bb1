package org.fpn4j.data.yolo;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.data.dataset.Split;

/**
 * What {@code data.yaml} says.
 *
 * @param path folder that the places of splits are relative to, itself relative to the file; empty: the file's folder
 * @param names of the classes, by index
 * @param places folders of pictures or lists of them, by split; a split without one is absent
 */
record DataYaml(Path file, String path, List<String> names, Map<Split, List<String>> places) {
    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());
    private static final int MOST_CLASSES = 100_000;

    DataYaml {
        names = List.copyOf(names);
        places = Map.copyOf(places);
    }

    /** A value and where its key stands. */
    private record Entry(JsonNode value, String where) {}

    /**
     * Reads a file.
     *
     * @throws UserInputException with everything that is wrong with it
     */
    static DataYaml read(Path file) {
        Map<String, Entry> entries = entries(file);
        Problems problems = new Problems();
        List<String> names = Optional.ofNullable(entries.get("names"))
                .map(entry -> names(entry, problems))
                .orElseGet(() -> {
                    problems.add(file.toString(), "names is missing", "expected a list of classes, or a map from 0");
                    return List.of();
                });
        Entry count = entries.get("nc");
        if (count != null && problems.isEmpty() && !count.value().asText().equals("" + names.size())) {
            problems.add(
                    count.where(),
                    "nc[" + count.value().asText() + "] differs from the number of names[" + names.size() + "]",
                    "names decide; nc may be left out");
        }
        Entry path = entries.get("path");
        if (path != null && !path.value().isNull() && !path.value().isTextual()) {
            problems.add(path.where(), "path" + shown(path) + " must be a folder");
        }
        Map<Split, List<String>> places = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Entry entry = entries.get(split.key());
            if (entry != null) {
                List<String> own = places(entry, split, problems);
                if (!own.isEmpty()) {
                    places.put(split, own);
                }
            }
        }
        problems.throwIfAny();
        String folder =
                path == null || path.value().isNull() ? "" : path.value().asText();
        return new DataYaml(file, folder, names, places);
    }

    private static Map<String, Entry> entries(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserInputException(
                    file.toString(), Files.isDirectory(file) ? "file is a directory" : "file does not exist");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        try {
            HeapBudget.require(file.toString(), "bytes of the file", Files.size(file));
            try (JsonParser parser = MAPPER.createParser(Files.readString(file))) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new UserInputException(file.toString(), "file holds no map; expected names, train and val");
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    String where = file + place(parser.currentTokenLocation());
                    parser.nextToken();
                    JsonNode value = parser.readValueAsTree();
                    if (entries.put(key, new Entry(value, where)) != null) {
                        throw new UserInputException(where, "key[" + key + "] stands here again");
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new UserInputException(
                    file + (e.getLocation() == null ? "" : place(e.getLocation())),
                    "file is not valid YAML: " + ReadFailure.words(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UserInputException(file.toString(), "file cannot be read: " + ReadFailure.reason(file, e));
        }
        return entries;
    }

    private static String place(JsonLocation location) {
        return ":" + location.getLineNr() + ":" + location.getColumnNr();
    }

    private static String shown(Entry entry) {
        return "[" + entry.value() + "]";
    }

    private static List<String> names(Entry entry, Problems problems) {
        JsonNode value = entry.value();
        if ((!value.isArray() && !value.isObject()) || value.isEmpty() || value.size() > MOST_CLASSES) {
            problems.add(entry.where(), "names is no list of classes, and no map from 0");
            return List.of();
        }
        TreeMap<Integer, String> names = new TreeMap<>();
        List<String> odd = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(name -> names.put(names.size(), text(name)));
        } else {
            value.fields().forEachRemaining(one -> {
                if (one.getKey().matches("\\d{1,6}")) {
                    names.put(Integer.parseInt(one.getKey()), text(one.getValue()));
                } else {
                    odd.add(one.getKey());
                }
            });
        }
        if (!odd.isEmpty() || names.size() != value.size() || names.lastKey() != names.size() - 1) {
            odd.addAll(names.keySet().stream().map(String::valueOf).toList());
            problems.add(entry.where(), "names has the numbers" + odd + ", not 0 to " + (value.size() - 1));
        } else if (names.containsValue("")) {
            problems.add(entry.where(), "names" + List.copyOf(names.values()) + " must be texts");
        } else if (new HashSet<>(names.values()).size() < names.size()) {
            problems.add(entry.where(), "names" + List.copyOf(names.values()) + " must not repeat one");
        }
        return List.copyOf(names.values());
    }

    private static String text(JsonNode name) {
        return name.isValueNode() && !name.isNull() ? name.asText() : "";
    }

    private static List<String> places(Entry entry, Split split, Problems problems) {
        JsonNode value = entry.value();
        List<String> places = new ArrayList<>();
        boolean fits = value.isNull() || value.isTextual() || value.isArray();
        if (value.isTextual() && !value.asText().isBlank()) {
            places.add(value.asText());
        }
        for (JsonNode one : value) {
            fits &= value.isArray() && one.isTextual() && !one.asText().isBlank();
            places.add(one.asText());
        }
        if (!fits) {
            problems.add(
                    entry.where(),
                    split.key() + shown(entry) + " must be a folder, a text file of pictures, or a list of them");
            return List.of();
        }
        return places;
    }
}
