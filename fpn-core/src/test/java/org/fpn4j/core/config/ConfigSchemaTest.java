package org.fpn4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    private final ObjectNode schema = ConfigSchema.of(SampleConfig.class);

    @Test
    void theRootListsItsKeysAndBaseAndNothingElse() {
        assertThat(schema.get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
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
    void valuesHaveTypesAndDefaults() {
        assertThat(property("seed")).hasToString("{\"type\":\"integer\",\"default\":1}");
        assertThat(property("name")).hasToString("{\"type\":[\"string\",\"integer\"],\"default\":\"sample\"}");
        assertThat(property("rate")).hasToString("{\"type\":\"number\",\"default\":1.0E-4}");
        assertThat(property("frozen")).hasToString("{\"type\":\"boolean\",\"default\":false}");
        assertThat(property("levels"))
                .hasToString("{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"default\":[3,4,5]}");
        assertThat(property("weights"))
                .hasToString("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"number\"},"
                        + "\"default\":{\"cls\":1.0}}");
    }

    @Test
    void aSlotIsOneOfItsVariantsOrInheritsItsType() {
        JsonNode variants = resolve(property("neck")).get("oneOf");

        assertThat(variants).hasSize(3);
        assertThat(resolve(variants.get(0)).at("/properties/type/const").asText())
                .isEqualTo("bifpn");
        assertThat(resolve(variants.get(0)).get("required")).hasToString("[\"type\"]");
        assertThat(resolve(variants.get(1)).at("/properties/type/const").asText())
                .isEqualTo("fpn");
        assertThat(resolve(variants.get(1)).at("/properties/mode/enum"))
                .hasToString("[\"bilinear\",\"nearest_exact\",\"off\"]");
        assertThat(variants.get(2).at("/propertyNames/enum"))
                .hasToString("[\"epsilon\",\"mode\",\"norm\",\"out_channels\",\"repeats\"]");
    }

    @Test
    void anElementOfASlotListMustNameItsType() {
        assertThat(resolve(property("norms").get("items")).get("oneOf")).hasSize(2);
    }

    @Test
    void aRecordWithoutDefaultsRequiresItsKeys() {
        assertThat(resolve(property("points").get("items")).get("required")).hasToString("[\"x\",\"y\"]");
    }

    @Test
    void everyReferenceLeadsToADefinition() {
        List<JsonNode> references = schema.findValues("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(definition(reference))
                .isNotEmpty());
    }

    private JsonNode property(String key) {
        return schema.get("properties").get(key);
    }

    private JsonNode resolve(JsonNode node) {
        return definition(node.get("$ref"));
    }

    private JsonNode definition(JsonNode reference) {
        return schema.at(reference.asText().substring(1));
    }
}
