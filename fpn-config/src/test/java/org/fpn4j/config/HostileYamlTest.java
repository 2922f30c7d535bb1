package org.fpn4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that nobody means well: each is a config or a sentence with a place, at once. */
class HostileYamlTest {
    private static final int MANY = 30_000;

    /** Far above what any of them takes, far below what a quadratic reader takes. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final ConfigLoader loader = new ConfigLoader();

    static Stream<Arguments> refused() {
        String deepKeys =
                IntStream.range(0, 100).mapToObj(i -> " ".repeat(i) + "a:").collect(Collectors.joining("\n"));
        return Stream.of(
                Arguments.of("\u0000", "x.yaml:1:1: not valid YAML: special characters are not allowed"),
                Arguments.of("a\u0000b: 1", "x.yaml:1:1: not valid YAML: special characters are not allowed"),
                Arguments.of(
                        "...", "x.yaml:1:1: not valid YAML: expected the node content, but found '<document end>'"),
                Arguments.of("---\n---\n", "x.yaml:3:1: a second document starts here; a config holds one"),
                Arguments.of("seed: 1\n---\nseed: 2", "x.yaml:3:1: a second document starts here; a config holds one"),
                Arguments.of(
                        "neck:\n\ttype: fpn",
                        "x.yaml:2:1: not valid YAML: found character '\\t(TAB)' that cannot start any token. (Do not use"
                                + " \\t(TAB) for indentation)"),
                Arguments.of("seed: 1\nseed: 2", "x.yaml:2:1: key[seed] stands twice; first at x.yaml:1:1"),
                Arguments.of("? [a, b]\n: c", "x.yaml:1:4: a key must be text, not a list or a map"),
                Arguments.of("? {a: b}\n: c", "x.yaml:1:4: a key must be text, not a list or a map"),
                Arguments.of("neck: " + "{a: ".repeat(900) + "}".repeat(900), "is nested more than 64 levels deep"),
                Arguments.of("neck: " + "[".repeat(900) + "]".repeat(900), "is nested more than 64 levels deep"),
                Arguments.of("neck: " + "[".repeat(MANY), "x.yaml:1:1: not valid YAML: Document nesting depth (1001)"),
                Arguments.of(deepKeys, "is nested more than 64 levels deep"),
                Arguments.of("seed: " + "9".repeat(MANY), "... (30000 characters)] must be an integer"),
                Arguments.of("seed: 0x" + "f".repeat(MANY), "... (30002 characters)] must be an integer"),
                Arguments.of("rate: 1e999999999", "x.yaml:1:1: config rate[Infinity] must be a number within"),
                Arguments.of("name: [" + "a".repeat(MANY) + "]", "x.yaml:1:1: config name[a list] must be text"),
                Arguments.of("k".repeat(900) + ": 1", "k... (900 characters)] in config"),
                Arguments.of("neck: {type: " + "f".repeat(MANY) + "}", "f... (30000 characters)]\n    known types:"),
                Arguments.of(
                        "a: &a [x]\nb: &b [*a, *a]", "x.yaml:1:4: anchor[&a] is not supported; write the value out"),
                Arguments.of(lines("k%d: 1"), "29900 more problems are not shown"),
                Arguments.of(lines("k%d: &a%1$d x"), "59900 more problems are not shown"),
                Arguments.of("a: &a0 x\n" + lines("k%d: [*a0, *a0]"), "more problems are not shown"),
                Arguments.of("seed: 1\n".repeat(MANY), "29899 more problems are not shown"));
    }

    private static String lines(String format) {
        return IntStream.range(0, MANY).mapToObj(format::formatted).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aHostileFileIsRefusedAtOnceWithItsPlace(String text, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), text);

        UserInputException refusal = assertTimeoutPreemptively(
                AT_ONCE, () -> catchThrowableOfType(UserInputException.class, () -> load(file)));

        assertThat(refusal.getMessage().replace(folder + "/", "")).contains(sentence);
        assertThat(refusal.problems()).hasSizeLessThan(102);
        assertThat(refusal.getMessage().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(1000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing", "---", "--- # nothing", "%YAML 1.2", "%YAML 1.1\n---\n", "\uFEFF", "~", "{}"})
    void aFileWithoutAnyKeyHasTheDefaults(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), text);

        assertThat(load(file).config()).isEqualTo(new SampleConfig());
    }

    @ParameterizedTest
    @ValueSource(strings = {"# c", "#", "%YAML 1.2"})
    void aSetOfNothingButACommentHasNoValue(String value) {
        String set = "neck.type=" + value;

        assertThatThrownBy(() -> loader.loadSets(SampleConfig.class, List.of(set)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("--set " + set + ": has no value: what follows [=] is a comment or a directive in YAML\n"
                        + "    text that begins with [#] or [%] needs quotes within the argument");
    }

    @Test
    void aSetWithAVeryLongPathIsRefused() {
        String set = "a.".repeat(MANY) + "b=1";

        assertThatThrownBy(() -> loader.loadSets(SampleConfig.class, List.of(set)))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(
                        "(60003 characters): path is more than 64 levels deep\n    write path=value, as in");
    }

    @Test
    void controlCharactersOfASetAreNotPrinted() {
        assertThatThrownBy(() -> loader.loadSets(SampleConfig.class, List.of("seed=\"a\\0b\nc\"")))
                .isInstanceOf(UserInputException.class)
                .hasMessage("--set seed=\"a\\0b\uFFFDc\": config seed[a\uFFFDb c] must be an integer");
    }

    @Test
    void aFileOfMoreThanAMegabyteIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), "#".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> load(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": config file is larger than 1 MB; a config is a page of text");
    }

    @Test
    void aFileInAnotherEncodingIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("x.yaml"), "\uFEFFseed: 1".getBytes(StandardCharsets.UTF_16LE));

        assertThatThrownBy(() -> load(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": config file is not UTF-8 text");
    }

    @Test
    void aChainOfManyFilesIsRefused() throws IOException {
        for (int i = 0; i < 220; i++) {
            Files.writeString(folder.resolve(i + ".yaml"), "base: " + (i + 1) + ".yaml");
        }

        assertThatThrownBy(() -> load(folder.resolve("0.yaml")))
                .isInstanceOf(UserInputException.class)
                .hasMessage(folder.resolve("199.yaml")
                        + ":1:1: base[200.yaml] is one too many; at most 200 files may stand on" + " each other");
    }

    private LoadedConfig<SampleConfig> load(Path file) {
        return loader.load(SampleConfig.class, file, List.of());
    }
}
