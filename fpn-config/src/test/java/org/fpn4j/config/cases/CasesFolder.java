package org.fpn4j.config.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The folder of cases that {@code -Dfpn.cases=DIR} names. A case is a folder in it with {@code expect.json} and what that is about. */
public final class CasesFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "fpn.cases";

    private CasesFolder() {}

    /** Who answers cases, if they are of an area of theirs. */
    @FunctionalInterface
    public interface Answers {
        /**
         * The check of one case; empty where it is for others.
         *
         * @param one what {@code expect.json} holds
         * @param folder where it lies
         */
        Optional<Executable> to(JsonNode one, Path folder) throws IOException;
    }

    /**
     * A test for each case that is answered; skipped where no folder is named, or it holds none of them.
     *
     * @param areas for the words about that
     */
    public static Stream<DynamicTest> tests(String areas, Answers answers) throws IOException {
        String folder = System.getProperty(NAME, "");
        Assumptions.assumeFalse(folder.isBlank(), "no folder of cases is named by -D" + NAME);
        List<Path> cases;
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            cases = files.filter(file -> file.endsWith("expect.json")).sorted().toList();
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : cases) {
            JsonNode one = JSON.readTree(file.toFile());
            answers.to(one, file.getParent())
                    .ifPresent(check ->
                            tests.add(DynamicTest.dynamicTest(one.get("id").asText(), check)));
        }
        Assumptions.assumeFalse(tests.isEmpty(), "[" + folder + "] holds no case of areas[" + areas + "]");
        return tests.stream();
    }
}
