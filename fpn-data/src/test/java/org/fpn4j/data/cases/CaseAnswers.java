package org.fpn4j.data.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Reference;

/** Compares what somebody expects with what came out. */
final class CaseAnswers {
    static final ObjectMapper JSON = new ObjectMapper();

    private CaseAnswers() {}

    /** Each expected value has an answer of its name within its tolerance. */
    static void check(JsonNode expect, ObjectNode answers) {
        expect.fields().forEachRemaining(one -> {
            assertThat(answers.has(one.getKey()))
                    .as("value [" + one.getKey() + "] that is known")
                    .isTrue();
            assertClose(
                    one.getKey(),
                    one.getValue().get("value"),
                    answers.get(one.getKey()),
                    one.getValue().path("tolerance").asDouble(0));
        });
    }

    private static void assertClose(String place, JsonNode wanted, JsonNode got, double tolerance) {
        if (wanted.isNumber()) {
            assertThat(got.isNumber()).as(place + " is a number").isTrue();
            assertThat(got.asDouble()).as(place).isCloseTo(wanted.asDouble(), within(tolerance + 1e-12));
        } else if (wanted.isContainerNode()) {
            assertThat(got.size()).as("size of " + place).isEqualTo(wanted.size());
            wanted.fields().forEachRemaining(field -> {
                assertThat(got.has(field.getKey()))
                        .as(place + " has " + field.getKey())
                        .isTrue();
                assertClose(place + "." + field.getKey(), field.getValue(), got.get(field.getKey()), tolerance);
            });
            for (int i = 0; wanted.isArray() && i < wanted.size(); i++) {
                assertClose(place + "[" + i + "]", wanted.get(i), got.get(i), tolerance);
            }
        } else {
            assertThat(got).as(place).isEqualTo(wanted);
        }
    }

    /** A data set is refused, or warns, in words that hold all that is expected. */
    static void checkRefusal(JsonNode expect, Supplier<Dataset> opened) {
        String told;
        try {
            told = opened.get().report().summary();
        } catch (UserInputException e) {
            told = e.getMessage();
        }
        assertThat(told).as("refusal or warning").isNotBlank();
        for (JsonNode word : expect.path("message_contains").path("value")) {
            assertThat(told).contains(word.asText());
        }
    }

    static ArrayNode edges(Reference.Entry entry) {
        return JSON.createArrayNode()
                .add(entry.x())
                .add(entry.y())
                .add(entry.x() + entry.width())
                .add(entry.y() + entry.height());
    }
}
