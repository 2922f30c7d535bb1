package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    private final ObjectNode schema = ConfigSchema.of(SampleConfig.class);

    @Test
    void theRootListsItsKeysAndBaseAndNothingElse() {
        assertThat(schema.get("$schema").asText()).isEqualTo("http://json-schema.org/draft-07/schema#");
        assertThat(schema.get("properties").fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "seed",
                        "budget",
                        "scale",
                        "rate",
                        "frozen",
                        "neck",
                        "schedule",
                        "levels",
                        "norms",
                        "points",
                        "weights",
                        "base");
        assertThat(schema.get("additionalProperties").asBoolean()).isFalse();
        assertThat(schema.has("required")).isFalse();
    }

    @Test
    void valuesHaveDescriptionsTypesBoundsAndDefaults() {
        assertThat(property("seed"))
                .hasToString("{\"description\":\"of everything random\",\"type\":\"integer\",\"minimum\":0,"
                        + "\"maximum\":1000000000,\"default\":1}");
        assertThat(property("name"))
                .hasToString("{\"description\":\"for people\",\"type\":[\"string\",\"integer\"],"
                        + "\"default\":\"sample\"}");
        assertThat(property("rate")).hasToString("{\"type\":\"number\",\"default\":1.0E-4}");
        assertThat(property("frozen")).hasToString("{\"type\":\"boolean\",\"default\":false}");
        assertThat(property("levels"))
                .hasToString("{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"minimum\":0,"
                        + "\"exclusiveMaximum\":10},\"maxItems\":20,\"default\":[3,4,5]}");
        assertThat(property("weights"))
                .hasToString("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"number\"},"
                        + "\"default\":{\"cls\":1.0}}");
    }

    @Test
    void aNestedRecordHasTheDefaultsOfItsOwner() {
        assertThat(property("schedule").at("/properties/steps/default").asInt()).isEqualTo(1000);
        assertThat(property("schedule").has("required")).isFalse();
    }

    @Test
    void aSlotHasTheKeysOfItsTypeOrWithoutOneThoseOfAny() {
        JsonNode slot = definition("SampleConfig.Neck");

        assertThat(property("neck").at("/allOf/0/$ref").asText()).isEqualTo("#/definitions/SampleConfig.Neck");
        assertThat(property("neck").get("default")).hasToString("{\"type\":\"fpn\"}");
        assertThat(slot.at("/properties/type/enum")).hasToString("[\"bifpn\",\"fpn\"]");
        assertThat(slot.at("/properties/type/description").asText())
                .contains("- fpn: The root's default neck has 64 channels, the variant itself 256.");
        assertThat(slot.at("/allOf/1/if/properties/type/const").asText()).isEqualTo("fpn");
        assertThat(slot.at("/allOf/1/then/$ref").asText()).isEqualTo("#/definitions/SampleConfig.Neck-fpn");
        assertThat(definition("SampleConfig.Neck-fpn").at("/properties/mode/enum"))
                .hasToString("[\"bilinear\",\"nearest_exact\",\"off\",\"nearest-exact\"]");
        assertThat(slot.at("/allOf/2/else/properties").fieldNames())
                .toIterable()
                .containsExactly("epsilon", "mode", "norm", "out_channels", "repeats");
        assertThat(slot.at("/allOf/2/else/properties/out_channels/anyOf")).hasSize(2);
    }

    @Test
    void anElementOfASlotListMustNameItsType() {
        assertThat(definition("SampleConfig.Norm-element").get("required")).hasToString("[\"type\"]");
        assertThat(definition("SampleConfig.Norm").has("required")).isFalse();
    }

    @Test
    void aRecordWithoutDefaultsRequiresItsKeysInAList() {
        assertThat(definition("SampleConfig.Point").get("required")).hasToString("[\"x\",\"y\"]");
    }

    @Test
    void pathsLeadToTheValuesOfEveryVariant() {
        Map<String, ObjectNode> paths = new ConfigSchema().paths(SampleConfig.class);

        assertThat(paths).containsKeys("seed", "schedule.warmup_steps", "neck", "neck.type", "neck.norm.groups");
        assertThat(paths.get("neck.repeats"))
                .hasToString("{\"$ref\":\"#/definitions/SampleConfig.Neck-bifpn/properties/repeats\"}");
        assertThat(paths.get("neck.out_channels"))
                .hasToString("{\"anyOf\":[{\"$ref\":\"#/definitions/SampleConfig.Neck-bifpn/properties/out_channels\"},"
                        + "{\"$ref\":\"#/definitions/SampleConfig.Neck-fpn/properties/out_channels\"}]}");
        assertThat(paths).doesNotContainKeys("neck.groups", "base", "");
    }

    @Test
    void everyReferenceLeadsToSomething() {
        List<JsonNode> references = schema.findValues("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        schema.at(reference.asText().substring(1)))
                .isNotEmpty());
    }

    private JsonNode property(String key) {
        return schema.get("properties").get(key);
    }

    private JsonNode definition(String name) {
        return schema.get("definitions").get(name);
    }
}
