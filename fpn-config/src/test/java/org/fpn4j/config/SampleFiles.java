package org.fpn4j.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fpn4j.config.problem.UserInputException;

/** The YAML files of this package's tests. */
final class SampleFiles {
    private static final String FOLDER = "src/test/resources/config/";

    private SampleFiles() {}

    static Path path(String name) {
        return Path.of(FOLDER + name);
    }

    static LoadedConfig<SampleConfig> load(String name, String... sets) {
        return new ConfigLoader().load(SampleConfig.class, path(name), List.of(sets));
    }

    /** What the user reads, with file names relative to the folder of the test files. */
    static String messageOf(String name, String... sets) {
        return messageOf(() -> load(name, sets));
    }

    static String messageOf(ThrowingCallable action) {
        return withoutFolder(
                catchThrowableOfType(UserInputException.class, action).getMessage());
    }

    static String withoutFolder(String text) {
        return text.replace(FOLDER, "");
    }
}
