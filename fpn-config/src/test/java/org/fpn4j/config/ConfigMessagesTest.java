package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fpn4j.config.SampleFiles.messageOf;

import org.junit.jupiter.api.Test;

class ConfigMessagesTest {
    @Test
    void anUnknownKeyIsReportedWithTheNearestOne() {
        assertThat(messageOf("unknown-key.yaml"))
                .isEqualTo(
                        """
                        unknown-key.yaml:4:3: unknown key [repeat] in neck[bifpn]
                            did you mean [repeats]?   known keys: epsilon, norm, out_channels, repeats""");
    }

    @Test
    void anUnknownKeyOfTheRootIsReported() {
        assertThat(messageOf("unknown-root-key.yaml"))
                .isEqualTo("unknown-root-key.yaml:1:1: unknown key [sed] in config\n"
                        + "    did you mean [seed]?   known keys: budget, frozen, levels, name, neck, norms, points, "
                        + "rate, scale, schedule, seed, weights");
    }

    @Test
    void anUnknownTypeIsReportedAtItsValueAndItsKeysAreNot() {
        assertThat(messageOf("unknown-type.yaml"))
                .isEqualTo(
                        """
                        unknown-type.yaml:3:9: unknown neck type [bifnp]
                            did you mean [bifpn]?   known types: bifpn, fpn""");
    }

    @Test
    void anElementOfASlotListNeedsAType() {
        assertThat(messageOf("no-type.yaml"))
                .isEqualTo(
                        """
                        no-type.yaml:2:5: norms[0] has no type
                            known types: group, none""");
    }

    @Test
    void aTypeMustBeText() {
        assertThat(messageOf("type-not-text.yaml")).isEqualTo("type-not-text.yaml:1:8: neck type[a list] must be text");
    }

    @Test
    void eachIllTypedValueIsReportedAtItsKey() {
        assertThat(messageOf("wrong-types.yaml"))
                .isEqualTo(
                        """
                        wrong-types.yaml:1:1: config name[1.5] must be text
                            write it in quotes
                        wrong-types.yaml:2:1: config seed[12] must be an integer
                        wrong-types.yaml:3:1: config budget[1000.0] must be an integer
                        wrong-types.yaml:4:1: config scale[wide] must be a number
                        wrong-types.yaml:5:1: config rate[a list] must be a number
                        wrong-types.yaml:6:1: config frozen[1] must be true or false
                        wrong-types.yaml:7:1: config neck[bifpn] must be a map
                            write {type: bifpn}
                        wrong-types.yaml:8:1: config schedule[a list] must be a map
                        wrong-types.yaml:10:1: config levels[3] must be a list
                        wrong-types.yaml:11:9: config norms[0][none] must be a map
                            write {type: none}
                        wrong-types.yaml:12:1: config points[a map] must be a list
                        wrong-types.yaml:14:3: config weights.cls[heavy] must be a number""");
    }

    @Test
    void anIllTypedValueOfAVariantNamesTheVariant() {
        assertThat(messageOf("wrong-types-in-variant.yaml"))
                .isEqualTo(
                        """
                        wrong-types-in-variant.yaml:3:3: neck[bifpn] repeats[three] must be an integer
                        wrong-types-in-variant.yaml:4:3: neck[bifpn] out_channels[12.7] must be an integer""");
    }

    @Test
    void aNumberThatDoesNotFitIsRefused() {
        assertThat(messageOf("out-of-range.yaml"))
                .isEqualTo("out-of-range.yaml:1:1: config seed[2147483648] must be an integer between -2147483648 and"
                        + " 2147483647\n"
                        + "out-of-range.yaml:2:1: config budget[9223372036854775808] must be an integer between"
                        + " -9223372036854775808 and 9223372036854775807\n"
                        + "out-of-range.yaml:3:1: config scale[1.0e+39] must be a number within the range of a float\n"
                        + "out-of-range.yaml:4:1: config rate[Infinity] must be a number within the range of a double\n"
                        + "out-of-range.yaml:5:8: neck[fpn] out_channels[99999999999999999999] must be an integer"
                        + " between -2147483648 and 2147483647");
    }

    @Test
    void infinityIsNoNumber() {
        assertThat(messageOf("empty.yaml", "rate=.inf"))
                .isEqualTo("--set rate=.inf: config rate[.inf] must be a number");
    }

    @Test
    void anUnknownChoiceIsReportedWithTheNearestOne() {
        assertThat(messageOf("unknown-choice.yaml"))
                .isEqualTo(
                        """
                        unknown-choice.yaml:2:3: neck[fpn] mode[nearest_exat] must be one of [bilinear, nearest_exact, off]
                            did you mean [nearest_exact]?""");
    }

    @Test
    void aChoiceThatYamlReadsAsTruthValueIsExplained() {
        assertThat(messageOf("choice-as-truth-value.yaml"))
                .isEqualTo(
                        """
                        choice-as-truth-value.yaml:2:3: neck[fpn] mode[false] must be one of [bilinear, nearest_exact, off]
                            yes, no, on and off are truth values in YAML; in quotes they are text""");
    }

    @Test
    void elementsAreReportedAtTheirOwnPlace() {
        assertThat(messageOf("wrong-element.yaml"))
                .isEqualTo(
                        """
                        wrong-element.yaml:1:13: config levels[1][x] must be an integer
                        wrong-element.yaml:1:16: config levels[2][5.5] must be an integer""");
    }

    @Test
    void valuesThatAConstructorRefusesAreReportedBesideOnesThatCannotBeBound() {
        assertThat(messageOf("refused-values.yaml"))
                .isEqualTo(
                        """
                        refused-values.yaml:3:3: neck[bifpn] out_channels[0] must be between 1 and 8192
                        refused-values.yaml:4:3: neck[bifpn] repeats[-1] must be between 1 and 100
                        refused-values.yaml:5:3: neck[bifpn] epsilon[zero] must be a number""");
    }

    @Test
    void aRefusedDefaultIsReportedAtTheBlock() {
        assertThat(messageOf("refused-default.yaml"))
                .isEqualTo("refused-default.yaml:1:1: schedule warmup_steps[100] must be <= steps[50]");
    }

    @Test
    void aRefusedElementIsReportedAtItsPlace() {
        assertThat(messageOf("refused-element.yaml"))
                .isEqualTo("refused-element.yaml:1:13: config levels[1][11] must be >= 0 and < 10");
    }

    @Test
    void aRecordWithoutDefaultsNeedsAllItsKeys() {
        assertThat(messageOf("refused-points.yaml"))
                .isEqualTo(
                        """
                        refused-points.yaml:2:5: points[0] is refused: x lies right of y
                        refused-points.yaml:3:5: missing key [y] in points[1]""");
    }

    @Test
    void nullIsRefusedAndNothingElseIsSaidAboutIt() {
        assertThat(messageOf("null.yaml"))
                .isEqualTo(
                        """
                        null.yaml:1:1: seed[null] has no value; give one, or leave the key out for its default
                        null.yaml:3:3: neck.type[null] has no value; give one, or leave the key out for its default
                        null.yaml:5:13: levels[1][null] has no value; give one, or leave the key out for its default""");
    }

    @Test
    void anchorsAliasesTagsAndMergeKeysAreRefused() {
        assertThat(messageOf("anchors.yaml"))
                .isEqualTo(
                        """
                        anchors.yaml:1:7: anchor[&s] is not supported; write the value out
                        anchors.yaml:2:9: alias[*s] is not supported; write the value out
                        anchors.yaml:3:7: anchor[&n] is not supported; write the value out
                        anchors.yaml:4:9: tag[!!str] is not supported; write the value out
                        anchors.yaml:5:1: merge key[<<] is not supported; write the keys out, or use base
                        anchors.yaml:6:9: anchor[&l] is not supported; write the value out""");
    }

    @Test
    void anchorsAreFoundBehindAnyTextAndInsideLists() {
        ConfigLoader loader = new ConfigLoader();
        String yaml = "\uFEFFname: \"\ud83d\ude00\"\r\nlevels: [&a 3, *a]\r\nkeys:\r\n  &k x: 'a & b'\r\n";

        assertThat(messageOf(() -> loader.parseTree("inline", yaml)))
                .isEqualTo(
                        """
                        inline:2:10: anchor[&a] is not supported; write the value out
                        inline:2:16: alias[*a] is not supported; write the value out
                        inline:4:3: anchor[&k] is not supported; write the value out""");
    }

    @Test
    void absurdNestingIsRefused() {
        String deep = "[".repeat(5000) + "]".repeat(5000);

        assertThat(messageOf(() -> new ConfigLoader().parseTree("inline", deep)))
                .startsWith("inline:1:")
                .contains("not valid YAML: ");
    }

    @Test
    void aKeyMayNotStandTwice() {
        assertThat(messageOf("duplicates.yaml"))
                .isEqualTo(
                        """
                        duplicates.yaml:4:3: key[neck.type] stands twice; first at duplicates.yaml:3:3
                        duplicates.yaml:5:1: key[seed] stands twice; first at duplicates.yaml:1:1""");
    }

    @Test
    void theRootMustBeAMap() {
        assertThat(messageOf("list-root.yaml")).isEqualTo("list-root.yaml:1:1: config[a list] must be a map");
    }

    @Test
    void brokenYamlIsReportedWhereTheParserGaveUp() {
        assertThat(messageOf("not-yaml.yaml"))
                .isEqualTo("not-yaml.yaml:2:5: not valid YAML: expected ',' or ']', but got :");
        assertThat(messageOf("tab.yaml"))
                .isEqualTo("tab.yaml:2:1: not valid YAML: found character '\\t(TAB)' that cannot start any token."
                        + " (Do not use \\t(TAB) for indentation)");
        assertThat(messageOf("two-documents.yaml"))
                .isEqualTo("two-documents.yaml:3:1: a second document starts here; a config holds one");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertThat(messageOf("gone.yaml")).isEqualTo("gone.yaml: config file does not exist");
        assertThat(messageOf("chain")).isEqualTo("chain: config file is a directory, not a file");
        assertThat(messageOf("not-utf8.yaml")).isEqualTo("not-utf8.yaml: config file is not UTF-8 text");
    }

    @Test
    void aBaseThatIsNotThereIsReportedAtItsKey() {
        assertThat(messageOf("missing-base.yaml"))
                .isEqualTo("missing-base.yaml:3:1: base[nowhere/gone.yaml] does not exist");
        assertThat(messageOf("two-bases.yaml"))
                .isEqualTo("two-bases.yaml:1:1: config base[a list] must be the path of one file");
    }

    @Test
    void basesMayNotFormACircle() {
        assertThat(messageOf("circle-a.yaml"))
                .isEqualTo("circle-b.yaml:2:1: base[circle-a.yaml] closes a circle:"
                        + " circle-a.yaml -> circle-b.yaml -> circle-a.yaml");
    }

    @Test
    void aSetThatIsNotUnderstoodIsNamed() {
        assertThat(messageOf("empty.yaml", "nope", "a..b=1", "=1", "seed=", "seed=~", "name=@x", "norms[9].type=none"))
                .isEqualTo(
                        """
                        --set nope: has no [=]
                            write path=value, as in neck.repeats=3 or heads[0].levels=[P3, P4]
                        --set a..b=1: path[a..b] is not a path
                            write path=value, as in neck.repeats=3 or heads[0].levels=[P3, P4]
                        --set =1: path[] is not a path
                            write path=value, as in neck.repeats=3 or heads[0].levels=[P3, P4]
                        --set seed=: has no value after [=]
                            for empty text write seed='""'
                        --set seed=~: value[null] has no value; give one, or leave the key out for its default
                        --set name=@x: not valid YAML: found character '@' that cannot start any token. (Do not use @ for indentation)
                        --set norms[9].type=none: norms[9] does not exist; the list has 2 elements, counted from 0""");
    }

    @Test
    void whatASetPutsInTheWrongPlaceIsReportedAtTheSet() {
        assertThat(messageOf(
                        "neck-base.yaml",
                        "neck.repeat=1",
                        "neck.repeats=0",
                        "neck.repeats.x=1",
                        "neck.norm.type=grup",
                        "seed[0]=1",
                        "nothing[0].x=1"))
                .isEqualTo(
                        """
                        --set neck.repeat=1: unknown key [repeat] in neck[bifpn]
                            did you mean [repeats]?   known keys: epsilon, norm, out_channels, repeats
                        --set neck.repeats.x=1: neck[bifpn] repeats[a map] must be an integer
                        --set neck.norm.type=grup: unknown norm type [grup]
                            did you mean [group]?   known types: group, none
                        --set seed[0]=1: config seed[1] is not a list; position [0] has no meaning
                        --set nothing[0].x=1: unknown key [nothing] in config
                            known keys: budget, frozen, levels, name, neck, norms, points, rate, scale, schedule, seed, weights""");
    }

    @Test
    void everythingIsReportedAtOnceInTheOrderOfFilesLinesAndSets() {
        assertThat(messageOf("many/child.yaml", "neck.repeats=x", "norms[3].a=1", "nope"))
                .isEqualTo(
                        """
                        many/_base/base.yaml:1:1: config seed[-4] must be between 0 and 1000000000
                        many/_base/base.yaml:3:3: schedule steps[none] must be an integer
                        many/_base/base.yaml:4:3: unknown key [warmup_step] in schedule
                            did you mean [warmup_steps]?   known keys: steps, warmup_steps
                        many/child.yaml:2:1: config frozen[maybe] must be true or false
                        many/child.yaml:4:3: unknown key [out_chanels] in neck[bifpn]
                            did you mean [out_channels]?   known keys: epsilon, norm, out_channels, repeats
                        many/child.yaml:5:16: unknown norm type [grupo]
                            did you mean [group]?   known types: group, none
                        many/child.yaml:7:18: unknown key [groups] in norms[0][none]
                            known keys: none
                        many/child.yaml:8:19: norms[1][group] groups[0] must be between 1 and 8192
                        --set neck.repeats=x: neck[bifpn] repeats[x] must be an integer
                        --set norms[3].a=1: norms[3] does not exist; the list has 2 elements, counted from 0
                        --set nope: has no [=]
                            write path=value, as in neck.repeats=3 or heads[0].levels=[P3, P4]""");
    }
}
