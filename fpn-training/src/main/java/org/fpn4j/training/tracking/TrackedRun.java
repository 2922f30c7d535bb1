package org.fpn4j.training.tracking;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.fpn4j.config.LoadedConfig;

/**
 * What a tracker knows of the run that it shows.
 *
 * @param config the effective config, with the place of every value
 * @param name of the experiment
 * @param label of the run among those that are trained with it, as {@code bifpn, 512, seed 1}; empty where it is alone
 * @param key digits of all that decides its result: a run that is resumed has the same
 * @param directory where the run lies; may not exist yet
 * @param told hears sentences for the person who waits; to be called in the thread that trains
 * @param entry index in {@code trackers} of the tracker that is told
 */
public record TrackedRun(
        LoadedConfig<?> config,
        String name,
        String label,
        String key,
        Path directory,
        Consumer<String> told,
        int entry) {
    private static final String TRACKERS = "trackers";

    public TrackedRun {
        requireNonNull(config, "config is null");
        requireNonNull(name, "name is null");
        requireNonNull(label, "label is null");
        requireNonNull(key, "key is null");
        requireNonNull(directory, "directory is null");
        requireNonNull(told, "told is null");
    }

    /** The run as it is told to the first entry of {@code trackers}. */
    public TrackedRun(
            LoadedConfig<?> config, String name, String label, String key, Path directory, Consumer<String> told) {
        this(config, name, label, key, directory, told, 0);
    }

    /** The same run, told to another entry. */
    public TrackedRun at(int otherEntry) {
        return new TrackedRun(config, name, label, key, directory, told, otherEntry);
    }

    /** Experiment and label: {@code necks: bifpn, 512, seed 1}. */
    public String title() {
        return label.isEmpty() ? name : name + ": " + label;
    }

    /** The entry in messages: {@code trackers[0]}. */
    public String path() {
        return TRACKERS + "[" + entry + "]";
    }

    /** Where the entry's value of a key was written, or else the entry: {@code file:line:col}. */
    public String place(String key) {
        return config.originOf(path() + "." + key).toString();
    }

    /**
     * Every value of the effective config by its path, {@code neck.repeats}, but for those of trackers. A list of scalars is one
     * value.
     */
    public Map<String, JsonNode> parameters() {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        config.tree().fields().forEachRemaining(field -> {
            if (!field.getKey().equals(TRACKERS)) {
                collect(field.getKey(), field.getValue(), parameters);
            }
        });
        return Collections.unmodifiableMap(parameters);
    }

    private static void collect(String path, JsonNode value, Map<String, JsonNode> parameters) {
        if (value.isObject() && !value.isEmpty()) {
            value.fields()
                    .forEachRemaining(field -> collect(path + "." + field.getKey(), field.getValue(), parameters));
        } else if (value.isArray() && holdsContainers(value)) {
            for (int i = 0; i < value.size(); i++) {
                collect(path + "[" + i + "]", value.get(i), parameters);
            }
        } else {
            parameters.put(path, value);
        }
    }

    private static boolean holdsContainers(JsonNode list) {
        for (JsonNode item : list) {
            if (item.isContainerNode()) {
                return true;
            }
        }
        return false;
    }
}
