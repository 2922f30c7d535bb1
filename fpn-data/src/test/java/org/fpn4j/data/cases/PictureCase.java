package org.fpn4j.data.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A picture, and what its expectations are compared with. */
record PictureCase(JsonNode one, Path folder, Answers answers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the product says of a picture. */
    interface Answers {
        Set<String> kinds();

        /** Whether a picture that is not read is refused as it should be. */
        boolean refusalHolds(Path picture, JsonNode parameters, JsonNode expect, IOException refusal);

        /**
         * The value of a name.
         *
         * @throws IOException where the picture is refused
         */
        Object value(Path picture, String name, JsonNode parameters) throws IOException;
    }

    void check() {
        String kind = one.path("kind").asText();
        assertThat(answers.kinds()).as("kinds that are known").contains(kind);
        JsonNode parameters = one.path("parameters");
        Path picture = folder.resolve(one.path("inputs").path(0).asText());
        try {
            for (Map.Entry<String, JsonNode> wanted : named(one.path("expect")).entrySet()) {
                double tolerance = wanted.getValue().path("tolerance").asDouble();
                Object answer = answers.value(picture, wanted.getKey(), parameters);
                if (!isClose(wanted.getValue().get("value"), JSON.valueToTree(answer), tolerance)) {
                    fail(wanted.getKey() + " is " + JSON.valueToTree(answer) + ", not "
                            + wanted.getValue().get("value"));
                }
            }
            checkAlternatives(picture, parameters);
        } catch (IOException refusal) {
            assertThat(answers.refusalHolds(picture, parameters, one.path("expect"), refusal))
                    .as("refusal: " + refusal.getMessage())
                    .isTrue();
        }
    }

    /** Of names that have no one right value: one of those that are allowed. */
    private void checkAlternatives(Path picture, JsonNode parameters) throws IOException {
        Map<String, JsonNode> alternatives = named(one.path("alternatives"));
        for (JsonNode alternative : alternatives.values()) {
            for (String name : named(alternative).keySet()) {
                if (one.path("expect").has(name)
                        || !answers.value(picture, "known:" + name, parameters).equals(true)) {
                    continue;
                }
                JsonNode answer = JSON.valueToTree(answers.value(picture, name, parameters));
                assertThat(alternatives.values())
                        .as(name + " is " + answer)
                        .anyMatch(other -> other.has(name) && isClose(other.get(name), answer, 1e-6));
            }
        }
    }

    private static Map<String, JsonNode> named(JsonNode node) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        node.fields().forEachRemaining(field -> named.put(field.getKey(), field.getValue()));
        return named;
    }

    private static boolean isClose(JsonNode wanted, JsonNode answer, double tolerance) {
        if (wanted.isArray()) {
            boolean close = answer.isArray() && answer.size() == wanted.size();
            for (int i = 0; close && i < wanted.size(); i++) {
                close = isClose(wanted.get(i), answer.get(i), tolerance);
            }
            return close;
        }
        if (wanted.isNumber() && (answer.isNumber() || answer.isBoolean())) {
            double value = answer.isBoolean() ? (answer.asBoolean() ? 1 : 0) : answer.asDouble();
            return Math.abs(wanted.asDouble() - value) <= tolerance + 1e-12;
        }
        return wanted.equals(answer);
    }
}
