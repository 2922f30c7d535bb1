package org.fpn4j.heads.cases;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fpn4j.config.cases.CasesFolder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Answers the cases of {@code golden/regions}, and those of whatever folder {@code -Dfpn.cases=DIR} names. A case there is a
 * folder with {@code expect.json}, whose {@code area} is {@code twostage} or {@code onestage}, and the file that it names, if any.
 */
class CasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> casesOfAFolderHold() throws IOException {
        return CasesFolder.tests("twostage, onestage", (one, folder) -> {
            if (one.path("area").asText().equals("twostage")) {
                return Optional.of(new TwoStageCase(one, input(folder, one))::check);
            }
            return OneStageCase.isOfThisModule(one)
                    ? Optional.of(new OneStageCase(one, input(folder, one))::check)
                    : Optional.empty();
        });
    }

    private static JsonNode input(Path folder, JsonNode one) throws IOException {
        JsonNode name = one.path("inputs").path(0);
        return name.isMissingNode()
                ? JSON.createObjectNode()
                : JSON.readTree(folder.resolve(name.asText()).toFile());
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

    @Test
    void aKindOfOneStageThatNobodyKnowsFailsByName() {
        OneStageCase unknown =
                new OneStageCase(JSON.createObjectNode().put("kind", "head-of-tomorrow"), JSON.createObjectNode());

        assertThatThrownBy(unknown::check).hasMessageContaining("head-of-tomorrow");
    }
}
