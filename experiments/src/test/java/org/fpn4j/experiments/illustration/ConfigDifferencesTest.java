package org.fpn4j.experiments.illustration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.fpn4j.experiments.report.ConfigDifference;
import org.junit.jupiter.api.Test;

class ConfigDifferencesTest {
    private static JsonNode config(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    @Test
    void onlyKeysThatDifferAreThereWithTheirValuesByVariant() throws JsonProcessingException {
        List<ConfigDifference> differences = ConfigDifferences.between(List.of(
                config("{'neck': {'type': 'fpn', 'out_channels': 32, 'levels': [2, 3]}, 'training': {'epochs': 6}}"),
                config("{'neck': {'type': 'bifpn', 'out_channels': 32, 'levels': [2, 4], 'repeats': 2}, 'training':"
                        + " {'epochs': 6}}")));

        assertThat(differences)
                .containsExactly(
                        new ConfigDifference("neck.type", List.of("fpn", "bifpn")),
                        new ConfigDifference("neck.levels", List.of("[2,3]", "[2,4]")),
                        new ConfigDifference("neck.repeats", List.of("\u2013", "2")));
    }

    @Test
    void aSingleVariantDiffersFromNothing() throws JsonProcessingException {
        assertThat(ConfigDifferences.between(List.of(config("{'seed': 1}")))).isEmpty();
        assertThat(ConfigDifferences.between(List.of())).isEmpty();
    }
}
