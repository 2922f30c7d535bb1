package org.fpn4j.heads.cases;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Answers the cases of {@code golden/regions}, and those of whatever folder {@code -Dfpn.cases=DIR} names. A case there is a
 * folder with {@code expect.json}, whose {@code area} is {@code twostage}, and the file that it names.
 */
class CasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "fpn.cases";

    @TestFactory
    Stream<DynamicTest> casesOfAFolderHold() throws IOException {
        String folder = System.getProperty(FOLDER, "");
        Assumptions.assumeFalse(folder.isBlank(), "no folder of cases is named by -D" + FOLDER);
        List<Path> cases;
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            cases = files.filter(file -> file.endsWith("expect.json")).sorted().toList();
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : cases) {
            JsonNode one = JSON.readTree(file.toFile());
            if (one.path("area").asText().equals("twostage")) {
                Path input = file.resolveSibling(one.get("inputs").get(0).asText());
                TwoStageCase read = new TwoStageCase(one, JSON.readTree(input.toFile()));
                tests.add(DynamicTest.dynamicTest(one.get("id").asText(), read::check));
            }
        }
        Assumptions.assumeFalse(tests.isEmpty(), "[" + folder + "] holds no case of area[twostage]");
        return tests.stream();
    }

    /** By the rules of torchvision; see {@code golden/regions/make_golden.py}. */
    @TestFactory
    Stream<DynamicTest> answersAreTorchvisions() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream stream = CasesTest.class.getResourceAsStream("/golden/regions/golden.json")) {
            for (JsonNode one : JSON.readTree(stream)) {
                TwoStageCase known = new TwoStageCase(one, one.get("input"));
                tests.add(DynamicTest.dynamicTest(one.get("kind").asText(), known::check));
            }
        }
        return tests.stream();
    }

    @Test
    void aKindThatNobodyKnowsFailsByName() {
        TwoStageCase unknown =
                new TwoStageCase(JSON.createObjectNode().put("kind", "roi-of-tomorrow"), JSON.createObjectNode());

        assertThatThrownBy(unknown::check).hasMessageContaining("roi-of-tomorrow");
    }
}
