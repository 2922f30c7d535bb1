package org.fpn4j.interop.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A detector of three tensors in files that call them in many ways. */
class EntryTest {
    private static final List<String> DETECTOR = List.of("body.conv.weight", "body.conv.bias", "head.weight");

    private static Set<String> file(String... prefixes) {
        Set<String> names = new LinkedHashSet<>();
        for (String prefix : prefixes) {
            DETECTOR.forEach(name -> names.add(prefix + name));
        }
        return names;
    }

    private static Entry entry(Set<String> names, String wanted) {
        return Entry.of("file.pth", names, wanted, some ->
                (int) some.stream().filter(DETECTOR::contains).count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "module.",
                "model.",
                "net.",
                "weights.",
                "state_dict.model.",
                "checkpoint.generator.module.",
                "ema.",
                "0."
            })
    void theBeginningWithoutWhichNamesFitIsTaken(String prefix) {
        assertThat(entry(file(prefix), "").prefix()).isEqualTo(prefix);
    }

    @Test
    void itIsSaid() {
        Set<String> names = file("state_dict.model.");
        names.add("state_dict.criterion.weight");

        assertThat(entry(names, "").remarks())
                .containsExactly(
                        "takes entry[state_dict.model]: names without [state_dict.model.] before them, 3 of the"
                                + " file's 4 tensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model_ema.", "state_dict_ema.", "teacher.module.", "ema."})
    void anAverageBesideTheWeightsIsOfferedAndTakenWhenAskedFor(String average) {
        Set<String> names = file(average, "model.");
        String key = average.substring(0, average.length() - 1);

        Entry plain = entry(names, "");
        Entry asked = entry(names, key);

        assertThat(plain.prefix()).isEqualTo("model.");
        assertThat(plain.remarks())
                .endsWith("entry[" + key + "] of the file fits, too; --entry " + key + " (pretrained.entry) takes it");
        assertThat(asked.prefix()).isEqualTo(average);
    }

    @Test
    void wrappersWithinAnEntryThatIsAskedForAreFound() {
        assertThat(entry(file("model_ema.module.", "model."), "model_ema").prefix())
                .isEqualTo("model_ema.module.");
    }

    @Test
    void amongEqualsThePersonIsAsked() {
        assertThatThrownBy(() -> entry(file("student.", "teacher."), ""))
                .isInstanceOf(UserInputException.class)
                .hasMessage("file.pth: entries[student, teacher] fit the detector alike\n"
                        + "    --entry (pretrained.entry) says which is meant");
    }

    @Test
    void anEntryThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> entry(file("model.", "model_ema."), "ema"))
                .isInstanceOf(UserInputException.class)
                .hasMessage("file.pth: entry[ema] is not in the file; names begin with [model, model_ema]");
    }

    @Test
    void whatFitsNothingStaysAsItIs() {
        Entry entry = entry(Set.of("a.weight", "b"), "");

        assertThat(entry.prefix()).isEmpty();
        assertThat(entry.remarks()).isEmpty();
    }

    @Test
    void aNameThatIsWrappedHalfwayIsBared() {
        assertThat(Entry.bare("_orig_mod.backbone._orig_mod.conv1.weight")).isEqualTo("backbone.conv1.weight");
        assertThat(Entry.bare("backbone.conv1.weight")).isEqualTo("backbone.conv1.weight");
    }
}
