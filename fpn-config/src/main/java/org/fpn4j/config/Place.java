package org.fpn4j.config;

import com.fasterxml.jackson.databind.JsonNode;
import org.fpn4j.config.problem.Excerpt;

/**
 * How messages name a value.
 *
 * @param owner the enclosing block, {@code neck[bifpn]}; empty at the root
 * @param path from the root, {@code neck.repeats}; empty at the root
 * @param key within the owner, {@code repeats} or {@code levels[1]}
 */
record Place(String owner, String path, String key) {
    static final Place ROOT = new Place("", "", "config");

    /** The name of the block at this place. */
    String label(String type) {
        String name = path.isEmpty() ? "config" : path;
        return type.isEmpty() ? name : name + "[" + type + "]";
    }

    /** A key of the block at this place. */
    Place key(String type, String child) {
        return new Place(label(type), path.isEmpty() ? child : path + "." + child, child);
    }

    /** A key of the free map at this place. */
    Place mapKey(String child) {
        return new Place(owner, path.isEmpty() ? child : path + "." + child, key + "." + child);
    }

    Place element(int index) {
        return new Place(owner, path + "[" + index + "]", key + "[" + index + "]");
    }

    /** {@code neck[bifpn] repeats[three] must be an integer}. */
    String refuses(LocatedTree value, String expectation) {
        String name = Excerpt.of(owner.isEmpty() ? key : owner + " " + key);
        return name + "[" + shown(value.json()) + "] " + expectation;
    }

    private static String shown(JsonNode value) {
        return value.isObject() ? "a map" : value.isArray() ? "a list" : Excerpt.of(YamlPrinter.plain(value));
    }
}
