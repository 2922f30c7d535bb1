package org.fpn4j.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers, truth values, text and enum constants, without coercion other than an integer for a number or for text, and
 * hyphens for underscores in a constant.
 */
final class ScalarBinder {
    /** A value, or what would have been right. */
    record Bound(Optional<Object> value, String expectation, List<String> hints) {
        static Bound of(Object value) {
            return new Bound(Optional.of(value), "", List.of());
        }

        static Bound refused(String expectation, String... hints) {
            return new Bound(Optional.empty(), expectation, List.of(hints));
        }
    }

    private ScalarBinder() {}

    static Bound bind(ConfigType type, JsonNode json) {
        if (type instanceof ConfigType.Choice choice) {
            return choice(choice, json);
        }
        if (!(type instanceof ConfigType.Simple simple)) {
            return Bound.refused(type instanceof ConfigType.ListOf ? "must be a list" : "must be a map");
        }
        Class<?> raw = simple.raw();
        if (raw == int.class || raw == long.class) {
            return integer(raw, json);
        }
        if (raw == float.class || raw == double.class) {
            return number(raw, json);
        }
        if (raw == boolean.class) {
            return json.isBoolean() ? Bound.of(json.booleanValue()) : Bound.refused("must be true or false");
        }
        return text(json);
    }

    private static Bound integer(Class<?> raw, JsonNode json) {
        if (!json.isIntegralNumber()) {
            return Bound.refused("must be an integer");
        }
        if (raw == int.class) {
            return json.canConvertToInt()
                    ? Bound.of(json.intValue())
                    : Bound.refused("must be an integer between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
        }
        return json.canConvertToLong()
                ? Bound.of(json.longValue())
                : Bound.refused("must be an integer between " + Long.MIN_VALUE + " and " + Long.MAX_VALUE);
    }

    private static Bound number(Class<?> raw, JsonNode json) {
        if (!json.isNumber()) {
            return Bound.refused("must be a number");
        }
        boolean single = raw == float.class;
        if (single ? !Float.isFinite(json.floatValue()) : !Double.isFinite(json.doubleValue())) {
            return Bound.refused("must be a number within the range of a " + raw.getName());
        }
        return single ? Bound.of(json.floatValue()) : Bound.of(json.doubleValue());
    }

    private static Bound text(JsonNode json) {
        if (json.isTextual() || json.isIntegralNumber()) {
            return Bound.of(json.asText());
        }
        return json.isContainerNode()
                ? Bound.refused("must be text")
                : Bound.refused("must be text", "write it in quotes");
    }

    private static Bound choice(ConfigType.Choice choice, JsonNode json) {
        Map<String, Object> constants = choice.constants();
        Object constant = json.isTextual() ? constants.get(json.asText().replace('-', '_')) : null;
        if (constant != null) {
            return Bound.of(constant);
        }
        if (json.isBoolean()) {
            return Bound.refused(
                    "must be one of [" + String.join(", ", constants.keySet()) + "]",
                    "yes, no, on and off are truth values in YAML; in quotes they are text");
        }
        String near = String.join("], [", DidYouMean.nearest(json.asText(), constants.keySet()));
        return near.isEmpty() || !json.isTextual()
                ? Bound.refused("must be one of [" + String.join(", ", constants.keySet()) + "]")
                : Bound.refused(
                        "must be one of [" + String.join(", ", constants.keySet()) + "]",
                        "did you mean [" + near + "]?");
    }
}
