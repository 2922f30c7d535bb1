package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fpn4j.config.SampleFiles.load;
import static org.fpn4j.config.SampleFiles.withoutFolder;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedConfigTest {
    private final ConfigLoader loader = new ConfigLoader();

    @Test
    void theEffectiveYamlIsCompleteAndInTheOrderOfTheComponents() {
        assertThat(load("neck-base.yaml", "points=[{x: 1, y: 2.5}]", "norms=[]").effectiveYaml())
                .isEqualTo(
                        """
                        name: sample
                        seed: 1
                        budget: 5000000000
                        scale: 0.1
                        rate: 0.0001
                        frozen: false
                        neck:
                          type: bifpn
                          out_channels: 96
                          repeats: 7
                          epsilon: 0.0001
                          norm:
                            type: group
                            groups: 8
                            epsilon: 0.00001
                        schedule:
                          steps: 1000
                          warmup_steps: 100
                        levels: [4, 5, 6]
                        norms: []
                        points:
                          - x: 1.0
                            "y": 2.5
                        weights:
                          cls: 1.0
                          box: 2.0
                        """);
    }

    /** Marked values at every depth. */
    record Marked(@NotDecisive String name, int depth, Inner inner, List<Inner> list, Map<String, Inner> map) {
        record Inner(@NotDecisive String file, int size) {
            Inner() {
                this("a", 1);
            }
        }

        Marked() {
            this("x", 2, new Inner(), List.of(new Inner("b", 2), new Inner("c", 3)), Map.of("k", new Inner("d", 4)));
        }
    }

    @Test
    void theDecisiveTreeHasNothingThatIsMarked() {
        LoadedConfig<Marked> loaded = loader.loadSets(Marked.class, List.of("name=y", "inner.file=z"));

        assertThat(loaded.decisiveTree())
                .hasToString(
                        """
                        {"depth":2,"inner":{"size":1},"list":[{"size":2},{"size":3}],"map":{"k":{"size":4}}}""");
        assertThat(loaded.tree().at("/inner/file").asText()).isEqualTo("z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty.yaml", "neck-base.yaml", "same-type.yaml", "scalars.yaml", "chain/c3.yaml"})
    void theEffectiveYamlLoadsToTheEqualRecord(String file) {
        LoadedConfig<SampleConfig> loaded = load(file);

        LoadedConfig<SampleConfig> again = reload(loaded);

        assertThat(again.config()).isEqualTo(loaded.config());
        assertThat(again.effectiveYaml()).isEqualTo(loaded.effectiveYaml());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yes",
                "Null",
                "~",
                "1",
                "1e5",
                ".5",
                "0x10",
                "1:30",
                "a: b",
                "a #b",
                "- a",
                "[a",
                "{",
                "*a",
                "&a",
                "!a",
                "|",
                ">",
                "@",
                "%",
                "'",
                "\"",
                "\\",
                "two\nlines\n",
                "tab\there",
                "\u00e4\u00df",
                "\ud83d\ude00",
                "\u0000\u0007\u0085\u2028",
                "trailing ",
                "=",
                "<<",
                "?",
                "-",
                ":",
                "a/b.c-d",
                "2020-01-01",
                ".inf"
            })
    void everyTextSurvivesTheRoundTrip(String text) {
        SampleConfig defaults = new SampleConfig();
        LocatedTree tree = LocatedTree.of(
                Origin.layer("test"),
                new ObjectMapper().valueToTree(Map.of("name", text, "weights", Map.of(text, 2.0))));

        LoadedConfig<SampleConfig> loaded = loader.bind(SampleConfig.class, tree);
        SampleConfig again = reload(loaded).config();

        assertThat(loaded.config().name()).isEqualTo(text).isNotEqualTo(defaults.name());
        assertThat(again).isEqualTo(loaded.config());
        assertThat(loaded.origins()).containsEntry("weights." + text, Origin.layer("test"));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                1,
                -1.5,
                0.1,
                1e-4,
                1e-5,
                1.25e-7,
                123456.789,
                1e7,
                1.5e10,
                -3e22,
                4.9e-324,
                1.7976931348623157e308
            })
    void everyNumberSurvivesTheRoundTrip(double number) {
        SampleConfig changed = loader.bind(
                        SampleConfig.class,
                        loader.parseTree("inline", "{rate: " + number + ", scale: " + (float) 0.3 + "}"))
                .config();

        SampleConfig again = reload(
                        loader.bind(SampleConfig.class, loader.parseTree("inline", "rate: " + number + "\nscale: 0.3")))
                .config();

        assertThat(changed.rate()).isEqualTo(number);
        assertThat(again).isEqualTo(changed);
    }

    private LoadedConfig<SampleConfig> reload(LoadedConfig<SampleConfig> loaded) {
        return loader.bind(SampleConfig.class, loader.parseTree("effective.yaml", loaded.effectiveYaml()));
    }

    @Test
    void theTreeHoldsTheSameValuesAsTheYaml() {
        LoadedConfig<SampleConfig> loaded = load("neck-base.yaml");

        assertThat(loaded.tree().at("/neck/norm/groups").intValue()).isEqualTo(8);
        assertThat(loaded.tree().fieldNames())
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
                        "weights");
    }

    @Test
    void eachValueHasItsOriginInAlignedColumns() {
        LoadedConfig<SampleConfig> loaded = load("reset.yaml", "levels[1]=9", "norms[1].groups=4", "seed=3");

        assertThat(withoutFolder(loaded.originsText()))
                .isEqualTo(
                        """
                        name                   sample      default
                        seed                   3           --set seed=3
                        budget                 5000000000  default
                        scale                  0.1         default
                        rate                   0.0001      default
                        frozen                 false       default
                        neck.type              fpn         reset.yaml:3:3
                        neck.out_channels      256         default
                        neck.mode              bilinear    default
                        neck.norm.type         none        default
                        schedule.steps         1000        default
                        schedule.warmup_steps  100         default
                        levels                 [4, 9, 6]   neck-base.yaml:10:1
                        levels[1]              9           --set levels[1]=9
                        norms[0].type          none        default
                        norms[1].type          group       default
                        norms[1].groups        4           --set norms[1].groups=4
                        norms[1].epsilon       0.00001     default
                        points                 []          default
                        weights.cls            1.0         default
                        weights.box            2.0         neck-base.yaml:9:3
                        """);
        assertThat(loaded.origins()).containsEntry("neck.mode", Origin.DEFAULT).hasSize(21);
    }

    @Test
    void thePlaceOfADefaultIsTheNearestBlockThatSomebodyWrote() {
        LoadedConfig<SampleConfig> loaded = load("reset.yaml", "norms[1].groups=4");

        assertThat(List.of(
                        "neck.type", "neck.norm.type", "neck.nothing", "levels[2]", "norms[1].groups", "seed", "x.y"))
                .extracting(path -> withoutFolder(loaded.originOf(path).toString()))
                .containsExactly(
                        "reset.yaml:3:3",
                        "reset.yaml:2:1",
                        "reset.yaml:2:1",
                        "neck-base.yaml:10:16",
                        "--set norms[1].groups=4",
                        "reset.yaml:1:1",
                        "reset.yaml:1:1");
    }
}
