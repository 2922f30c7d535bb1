package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SampleConfigContractTest extends ConfigContract<SampleConfig> {
    private static final Map<String, String> EXAMPLES = Map.ofEntries(
            Map.entry("name", "other"),
            Map.entry("seed", "2"),
            Map.entry("budget", "6000000000"),
            Map.entry("scale", "0.2"),
            Map.entry("rate", "1"),
            Map.entry("frozen", "true"),
            Map.entry("neck", "{type: bifpn}"),
            Map.entry("schedule", "{steps: 500}"),
            Map.entry("levels", "[3, 4]"),
            Map.entry("norms", "[]"),
            Map.entry("points", "[{x: 1, y: 2}]"),
            Map.entry("weights", "{box: 2}"));

    @Override
    protected Class<SampleConfig> configClass() {
        return SampleConfig.class;
    }

    @Override
    protected Map<String, String> examples() {
        return EXAMPLES;
    }

    @Test
    void aKeyWithoutExampleFailsTheContract() {
        Map<String, String> incomplete = new TreeMap<>(EXAMPLES);
        incomplete.remove("neck");
        ConfigContract<SampleConfig> contract = new Sample(incomplete);

        assertThatThrownBy(contract::everyKeyHasAnExample)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("untested keys [neck]");
    }

    @Test
    void anExampleThatIsTheDefaultFailsTheContract() {
        Map<String, String> idle = new TreeMap<>(EXAMPLES);
        idle.put("seed", "1");
        ConfigContract<SampleConfig> contract = new Sample(idle);

        assertThatThrownBy(contract::eachExampleChangesItsOwnKeyAndNoOther)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("keys that example [seed: 1] changes");
    }

    private static final class Sample extends ConfigContract<SampleConfig> {
        private final Map<String, String> examples;

        Sample(Map<String, String> examples) {
            this.examples = examples;
        }

        @Override
        protected Class<SampleConfig> configClass() {
            return SampleConfig.class;
        }

        @Override
        protected Map<String, String> examples() {
            return examples;
        }
    }
}
