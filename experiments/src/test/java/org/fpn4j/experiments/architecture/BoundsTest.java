package org.fpn4j.experiments.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.problem.Bounds;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.InvalidFieldsException.InvalidField;
import org.fpn4j.config.problem.Range;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.architecture.ConfigKeys.ConfigKey;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.ExperimentConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number of a config has two bounds, and every list an end. */
class BoundsTest {
    /** Two seconds on a machine of its own; tests share theirs. */
    private static final Duration AT_ONCE = Duration.ofSeconds(12);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeEmptyConfig() throws IOException {
        file = Files.writeString(folder.resolve("empty.yaml"), "");
    }

    static Stream<ConfigKey> keys() {
        return ConfigKeys.of(new ExperimentConfig()).stream();
    }

    static Stream<ConfigKey> numbers() {
        return keys().filter(ConfigKey::isNumber);
    }

    static Stream<ConfigKey> ranges() {
        return keys().filter(key -> bounds(key).range().isPresent());
    }

    static Stream<ConfigKey> lists() {
        return keys().filter(key -> key.isList() || key.isMap());
    }

    private static Bounds bounds(ConfigKey key) {
        return Bounds.of(key.component());
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyNumberDeclaresItsBounds(ConfigKey key) {
        Bounds bounds = bounds(key);

        assertThat(bounds.range().isPresent() || bounds.choice().isPresent()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void everyListDeclaresHowLongItMayBe(ConfigKey key) {
        assertThat(bounds(key).count()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void aNumberBeyondItsBoundsIsRefusedAtItsKey(ConfigKey key) {
        Range range = bounds(key).range().orElseThrow();
        double above = range.belowMax() ? range.max() : beyond(range.max());
        double below = range.aboveMin() ? range.min() : range.min() - 1;

        for (double value : new double[] {above, below}) {
            InvalidField expected = bounds(key).check("", value).get(0);
            assertThatThrownBy(() -> new ConfigLoader().load(ExperimentConfig.class, file, sets(key, value)))
                    .isInstanceOf(UserInputException.class)
                    .hasMessageMatching("(?s).*" + last(key) + "(\\.a|\\[0])?"
                            + Pattern.quote("[" + expected.value() + "] " + expected.expectation()) + ".*");
        }
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void aNumberAtItsBoundsIsAnsweredAtOnce(ConfigKey key) {
        Range range = bounds(key).range().orElseThrow();

        for (double value : new double[] {range.min(), range.max()}) {
            Throwable answer =
                    assertTimeout(AT_ONCE, () -> catchThrowable(() -> Experiment.load(file, sets(key, value))));

            assertThat(answer == null || answer instanceof UserInputException)
                    .as("%s", answer)
                    .isTrue();
        }
    }

    /** Records are also made by programs, which no loader protects. */
    @ParameterizedTest
    @MethodSource("ranges")
    void aConstructorRefusesWhatTheLoaderRefuses(ConfigKey key) {
        Range range = bounds(key).range().orElseThrow();
        double above = range.belowMax() ? range.max() : beyond(range.max());
        String name = key.component().getName();
        InvalidField expected =
                bounds(key).check(name, key.valueOf(above)).stream().findFirst().orElseThrow();

        assertThatThrownBy(() -> key.holderWith(above))
                .hasRootCauseInstanceOf(InvalidFieldsException.class)
                .rootCause()
                .hasMessageContaining(expected.field() + "[" + expected.value() + "] " + expected.expectation());
    }

    /** A whole number where the bound is one. */
    private static double beyond(double bound) {
        return Math.max(bound + 1, Math.nextUp(bound));
    }

    private static List<String> sets(ConfigKey key, double value) {
        List<String> sets = new ArrayList<>(key.types());
        String text = plain(value);
        int count = bounds(key).count().map(found -> Math.max(1, found.min())).orElse(1);
        String list = String.join(", ", Collections.nCopies(count, text));
        sets.add(key.path() + "=" + (key.isList() ? "[" + list + "]" : key.isMap() ? "{a: " + text + "}" : text));
        return sets;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static String last(ConfigKey key) {
        return key.path().substring(key.path().lastIndexOf('.') + 1);
    }
}
