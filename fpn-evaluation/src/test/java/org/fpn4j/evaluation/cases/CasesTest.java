package org.fpn4j.evaluation.cases;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.function.Executable;

/**
 * Answers cases: those kept with the tests, and those of whatever folder {@code -Dfpn.cases=DIR} names. A case there is a folder
 * with {@code expect.json}, whose {@code area} is {@code froc} or {@code masks}, and what it is about.
 */
class CasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    List<DynamicTest> keptCasesHold() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream file = CasesTest.class.getResourceAsStream("/golden/froc/conventions.json")) {
            for (JsonNode one : JSON.readTree(file)) {
                FrocCase kept = new FrocCase(one.get("kind").asText(), one.get("data"), one.get("expect"));
                tests.add(DynamicTest.dynamicTest(one.get("name").asText(), kept::check));
            }
        }
        assertThat(tests).hasSize(7);
        return tests;
    }

    @TestFactory
    Stream<DynamicTest> casesOfAFolderHold() throws IOException {
        return CasesFolder.tests(
                "froc, masks", (one, folder) -> switch (one.path("area").asText()) {
                    case "froc" -> Optional.of(froc(one, folder));
                    case "masks" -> Optional.of(new MaskCase(one, folder)::check);
                    default -> Optional.empty(); // of what other modules do
                });
    }

    private static Executable froc(JsonNode one, Path folder) throws IOException {
        return new FrocCase(
                one.get("kind").asText(),
                JSON.readTree(folder.resolve("data.json").toFile()),
                one.get("expect"))::check;
    }

    @Test
    void aKindThatNobodyKnowsFailsByName() {
        FrocCase unknown = new FrocCase("froc_of_tomorrow", JSON.createObjectNode(), JSON.createObjectNode());

        assertThatThrownBy(unknown::check).hasMessageContaining("froc_of_tomorrow");
    }

    @Test
    void aKindOfMasksThatNobodyKnowsFailsByName() {
        MaskCase unknown = new MaskCase(JSON.createObjectNode().put("kind", "voxels"), Path.of("."));

        assertThatThrownBy(unknown::check).hasMessageContaining("voxels");
    }
}
