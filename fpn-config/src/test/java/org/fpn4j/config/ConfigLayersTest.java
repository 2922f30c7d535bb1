package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fpn4j.config.SampleFiles.load;
import static org.fpn4j.config.SampleFiles.messageOf;
import static org.fpn4j.config.SampleFiles.path;
import static org.fpn4j.config.SampleFiles.withoutFolder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.SampleConfig.BiFpn;
import org.fpn4j.config.SampleConfig.Fpn;
import org.fpn4j.config.SampleConfig.Group;
import org.fpn4j.config.SampleConfig.Mode;
import org.fpn4j.config.SampleConfig.None;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLayersTest {
    @Test
    void anEmptyFileMeansTheDefaults() {
        assertThat(load("empty.yaml").config()).isEqualTo(new SampleConfig());
        assertThat(load("comment.yaml").config()).isEqualTo(new SampleConfig());
    }

    @Test
    void scalarsAreReadAsYamlOneOneReadsThem() {
        SampleConfig config = load("scalars.yaml").config();

        assertThat(config.name()).isEqualTo("7"); // an integer does for text, by its value
        assertThat(config.seed()).isEqualTo(8); // octal 010
        assertThat(config.budget()).isEqualTo(1000);
        assertThat(config.scale()).isEqualTo(1f);
        assertThat(config.rate()).isEqualTo(1e-3);
        assertThat(config.frozen()).isTrue(); // yes
    }

    @Test
    void eachFileOfAChainLiesOverItsBase() {
        SampleConfig config = load("chain/c3.yaml").config();

        assertThat(config.budget()).isEqualTo(10);
        assertThat(config.name()).isEqualTo("one");
        assertThat(config.seed()).isEqualTo(2);
        assertThat(config.levels()).containsExactly(7);
    }

    @Test
    void aChainIsAsLongAsItsWriterLikes(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("0.yaml"), "name: lowest\nbudget: 12\n");
        for (int i = 1; i <= 40; i++) {
            Files.writeString(folder.resolve(i + ".yaml"), "base: " + (i - 1) + ".yaml\nseed: " + i + "\n");
        }

        SampleConfig config = new ConfigLoader()
                .load(SampleConfig.class, folder.resolve("40.yaml"), List.of())
                .config();

        assertThat(config.name()).isEqualTo("lowest");
        assertThat(config.budget()).isEqualTo(12);
        assertThat(config.seed()).isEqualTo(40);
    }

    @Test
    void aBaseIsNamedRelativeToTheFileThatTheUserGave() {
        assertThat(withoutFolder(load("chain/c3.yaml").originOf("name").toString()))
                .isEqualTo("chain/c1.yaml:3:1");
    }

    @Test
    void anotherTypeDropsTheKeysOfTheLayersBelow() {
        assertThat(load("reset.yaml").config().neck()).isEqualTo(new Fpn());
        assertThat(load("neck-base.yaml", "neck.type=fpn").config().neck()).isEqualTo(new Fpn());
        assertThat(load("neck-base.yaml", "neck={type: fpn, out_channels: 8}")
                        .config()
                        .neck())
                .isEqualTo(new Fpn(8, Mode.BILINEAR, new None()));
    }

    @Test
    void keysSetBeforeTheTypeChangesAreDroppedAndThoseAfterItCount() {
        assertThat(load("neck-base.yaml", "neck.out_channels=8", "neck.type=fpn", "neck.mode=nearest_exact")
                        .config()
                        .neck())
                .isEqualTo(new Fpn(256, Mode.NEAREST_EXACT, new None()));
    }

    @Test
    void theSameTypeKeepsTheKeysOfTheLayersBelow() {
        SampleConfig config = load("same-type.yaml").config();

        assertThat(config.neck()).isEqualTo(new BiFpn(96, 7, 0.5, new Group(8, 1e-5)));
    }

    @Test
    void aBlockWithoutTypeInheritsIt() {
        assertThat(load("inherited-type.yaml").config().neck()).isEqualTo(new BiFpn(96, 7, 0.5, new Group(8, 0.25)));
    }

    @Test
    void aSlotInsideAVariantIsResetAlone() {
        assertThat(load("inner-reset.yaml").config().neck()).isEqualTo(new BiFpn(96, 7, 1e-4, new None()));
    }

    @Test
    void anExplicitTypeBringsTheDefaultsOfTheVariant() {
        assertThat(load("explicit-type.yaml").config().neck()).isEqualTo(new Fpn());
        assertThat(load("no-explicit-type.yaml").config().neck()).isEqualTo(new Fpn(64, Mode.BILINEAR, new None()));
    }

    @Test
    void anExplicitTypeKeepsWhatWasWrittenForIt() {
        assertThat(load("empty.yaml", "neck.norm={type: group, groups: 4}", "neck.type=fpn")
                        .config()
                        .neck())
                .isEqualTo(new Fpn(256, Mode.BILINEAR, new Group(4, 1e-5)));
    }

    @Test
    void mapsMergeAndListsReplace() {
        SampleConfig config = load("same-type.yaml").config();

        assertThat(config.weights()).containsOnlyKeys("cls", "box", "obj").containsEntry("box", 2.0);
        assertThat(config.levels()).containsExactly(3);
    }

    @Test
    void setsReachIntoListsAndMapsInOrder() {
        SampleConfig config = load(
                        "empty.yaml",
                        "levels[1]=9",
                        "norms[1].groups=4",
                        "norms[0]={type: group, groups: 2}",
                        "weights.box=0.5",
                        "seed=3",
                        "seed=4")
                .config();

        assertThat(config.levels()).containsExactly(3, 9, 5);
        assertThat(config.norms()).containsExactly(new Group(2, 1e-5), new Group(4, 1e-5));
        assertThat(config.weights()).containsEntry("cls", 1.0).containsEntry("box", 0.5);
        assertThat(config.seed()).isEqualTo(4);
    }

    @Test
    void setsTakeScalarsAndFlowValues() {
        SampleConfig config = load(
                        "empty.yaml", "levels=[1, 2]", "name=\"a=b, c\"", "points=[{x: 1, y: 2}]", "frozen=true")
                .config();

        assertThat(config.levels()).containsExactly(1, 2);
        assertThat(config.name()).isEqualTo("a=b, c");
        assertThat(config.points()).containsExactly(new SampleConfig.Point(1, 2));
        assertThat(config.frozen()).isTrue();
    }

    @Test
    void overrideLayersLieBetweenTheFileAndTheSets() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("seed", 11).put("name", "axis").putObject("neck").put("type", "fpn");
        OverrideLayer layer = new OverrideLayer("axis neck=fpn", tree);

        LoadedConfig<SampleConfig> loaded =
                new ConfigLoader().load(SampleConfig.class, path("neck-base.yaml"), List.of(layer), List.of("seed=12"));

        assertThat(loaded.config().neck()).isEqualTo(new Fpn());
        assertThat(loaded.config().name()).isEqualTo("axis");
        assertThat(loaded.config().seed()).isEqualTo(12);
        assertThat(loaded.originOf("name")).hasToString("axis neck=fpn");
        assertThat(loaded.originOf("seed")).hasToString("--set seed=12");
    }

    @Test
    void aPartOfAnotherFileKeepsItsPlacesAsALayer() {
        ConfigLoader loader = new ConfigLoader();
        LocatedTree axes = loader.loadTree(path("axes.yaml"));
        OverrideLayer fpn =
                new OverrideLayer("neck", "neck", axes.at("axes.neck[0]").orElseThrow());

        LoadedConfig<SampleConfig> loaded =
                loader.load(SampleConfig.class, path("neck-base.yaml"), List.of(fpn), List.of());

        assertThat(loaded.config().neck()).isEqualTo(new Fpn(256, Mode.BILINEAR, new None()));
        assertThat(withoutFolder(loaded.originOf("neck.mode").toString())).isEqualTo("axes.yaml:5:7");
    }

    @Test
    void problemsOfALayerAreReportedWhereItWasWritten() {
        ConfigLoader loader = new ConfigLoader();
        LocatedTree axes = loader.loadTree(path("axes.yaml"));
        OverrideLayer neck =
                new OverrideLayer("neck", "neck", axes.at("axes.neck[1]").orElseThrow());
        OverrideLayer levels =
                new OverrideLayer("levels", "levels", axes.at("axes.levels[1]").orElseThrow());
        ObjectNode nulls = JsonNodeFactory.instance.objectNode().putNull("seed");
        OverrideLayer programmed = new OverrideLayer("by program", nulls);

        assertThat(messageOf(() -> loader.load(
                        SampleConfig.class, path("empty.yaml"), List.of(neck, levels, programmed), List.of())))
                .isEqualTo(
                        """
                        axes.yaml:7:7: neck[bifpn] repeats[0] must be between 1 and 100
                        axes.yaml:8:24: config levels[1][x] must be an integer
                        by program: seed[null] has no value; give one, or leave the key out for its default""");
    }

    @Test
    void aTreeReadAsItStandsKeepsItsBaseKeyAndHasNoDefaults() {
        LocatedTree tree = new ConfigLoader().loadTree(path("axes.yaml"));

        assertThat(tree.json().get("base").asText()).isEqualTo("neck-base.yaml");
        assertThat(tree.json()).hasSize(2);
        assertThat(tree.at("axes.nothing")).isEmpty();
        assertThat(tree.at("axes.neck[2]")).isEmpty();
    }

    @Test
    void aTreeIsBoundOverTheDefaultsWithoutAFile() {
        ConfigLoader loader = new ConfigLoader();

        LoadedConfig<BiFpn> bound = loader.bind(BiFpn.class, loader.parseTree("inline", "repeats: 5"));

        assertThat(bound.config()).isEqualTo(new BiFpn(160, 5, 1e-4, new Group()));
        assertThat(messageOf(() -> loader.bind(BiFpn.class, loader.parseTree("inline", "repeats: 0"))))
                .isEqualTo("inline:1:1: config repeats[0] must be between 1 and 100");
    }

    @Test
    void aSlotItselfIsBoundByItsType() {
        ConfigLoader loader = new ConfigLoader();

        LoadedConfig<SampleConfig.Neck> bound =
                loader.bind(SampleConfig.Neck.class, loader.parseTree("inline", "{type: bifpn, repeats: 5}"));

        assertThat(bound.config()).isEqualTo(new BiFpn(160, 5, 1e-4, new Group()));
        assertThat(bound.effectiveYaml()).startsWith("type: bifpn\nout_channels: 160\nrepeats: 5\n");
    }

    @Test
    void theDefaultsAreTheNoArgConstructors() {
        assertThat(new ConfigLoader().defaults(SampleConfig.class)).isEqualTo(new SampleConfig());
    }
}
