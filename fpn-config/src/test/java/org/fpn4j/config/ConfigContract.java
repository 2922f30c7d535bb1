package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every config record keeps. A subclass names the record and gives, for each of its keys, an example that differs
 * from the default, as YAML: {@code Map.of("out_channels", "96", "norm", "{type: group}")}.
 *
 * @param <T> a record with a no-arg constructor
 */
public abstract class ConfigContract<T> {
    private final ConfigLoader loader = new ConfigLoader();

    protected abstract Class<T> configClass();

    /** YAML by key; each must be valid beside the defaults of the other keys. */
    protected abstract Map<String, String> examples();

    @Test
    void everyKeyHasAnExample() {
        Set<String> untested = untestedKeys();

        assertThat(untested).as("untested keys %s", untested).isEmpty();
        assertThat(ConfigType.keysOf(configClass()).keySet())
                .as("keys of the examples")
                .containsAll(examples().keySet());
    }

    @Test
    void defaultsSurviveTheRoundTripThroughYaml() {
        LoadedConfig<T> loaded = bind("");

        assertThat(loaded.config()).isEqualTo(loader.defaults(configClass()));
        assertThat(bind(loaded.effectiveYaml()).config()).isEqualTo(loaded.config());
    }

    @Test
    void eachExampleChangesItsOwnKeyAndNoOther() {
        T defaults = loader.defaults(configClass());

        examples().forEach((key, yaml) -> {
            LoadedConfig<T> changed = bind("{" + "\"" + key + "\": " + yaml + "}");

            assertThat(differingKeys(defaults, changed.config()))
                    .as("keys that example [%s: %s] changes", key, yaml)
                    .containsExactly(key);
            assertThat(bind(changed.effectiveYaml()).config())
                    .as("round trip of example [%s: %s]", key, yaml)
                    .isEqualTo(changed.config());
        });
    }

    Set<String> untestedKeys() {
        Set<String> untested =
                new LinkedHashSet<>(ConfigType.keysOf(configClass()).keySet());
        untested.removeAll(examples().keySet());
        return untested;
    }

    private List<String> differingKeys(T first, T second) {
        List<String> differing = new ArrayList<>();
        for (var component : configClass().getRecordComponents()) {
            if (!Records.get(component, first).equals(Records.get(component, second))) {
                differing.add(KeyName.ofComponent(component.getName()));
            }
        }
        return differing;
    }

    private LoadedConfig<T> bind(String yaml) {
        return loader.bind(configClass(), loader.parseTree("example.yaml", yaml));
    }
}
