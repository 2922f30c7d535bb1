package org.fpn4j.evaluation.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares what somebody expects with what came out. */
final class CaseValues {
    private CaseValues() {}

    /**
     * Numbers within a tolerance, everything else exactly.
     *
     * @param place for messages
     */
    static void assertClose(String place, JsonNode wanted, JsonNode got, double tolerance) {
        if (wanted.isNumber()) {
            assertThat(got.isNumber()).as(place + " is a number").isTrue();
            assertThat(got.asDouble())
                    .as(place)
                    .isCloseTo(wanted.asDouble(), within(tolerance + 1e-12)); // as 0.1 + 0.2
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
}
