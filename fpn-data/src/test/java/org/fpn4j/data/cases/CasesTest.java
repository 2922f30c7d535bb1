package org.fpn4j.data.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
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
 * Answers cases: those kept with the tests, and those of whatever folder {@code -Dfpn.cases=DIR} names. A case there is a folder
 * with {@code expect.json}, whose {@code area} is {@code dicom}, {@code image16}, {@code csv}, {@code yolo}, {@code merge} or {@code
 * tiles}, and what it is about.
 */
class CasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    List<DynamicTest> keptCasesHold() throws IOException, URISyntaxException {
        Path folder = Path.of(CasesTest.class.getResource("/golden/dicom").toURI());
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode one : JSON.readTree(folder.resolve("cases.json").toFile())) {
            PictureCase kept = new PictureCase(one, folder, new DicomAnswers());
            tests.add(DynamicTest.dynamicTest(one.get("id").asText(), kept::check));
        }
        assertThat(tests).hasSize(41);
        return tests;
    }

    @TestFactory
    Stream<DynamicTest> casesOfAFolderHold() throws IOException {
        return CasesFolder.tests("dicom, image16, csv, yolo, merge, tiles", (one, folder) -> switch (one.path("area")
                .asText()) {
            case "dicom" -> Optional.of(new PictureCase(one, folder, new DicomAnswers())::check);
            case "image16" -> Optional.of(new PictureCase(one, folder, new WideAnswers())::check);
            case "csv" -> Optional.of(new CsvCase(one, folder)::check);
            case "yolo" -> Optional.of(new YoloCase(one, folder)::check);
            case "merge" -> Optional.of(new MergeCase(one, folder)::check);
            case "tiles" -> Optional.of(new TileCase(one, folder)::check);
            default -> Optional.empty(); // of what others do
        });
    }

    @Test
    void aKindThatNobodyKnowsFailsByName() {
        PictureCase unknown =
                new PictureCase(JSON.createObjectNode().put("kind", "hologram"), Path.of("."), new DicomAnswers());

        assertThatThrownBy(unknown::check).hasMessageContaining("hologram");
    }

    @Test
    void aKindOfLabelsThatNobodyKnowsFailsByName() {
        ObjectNode unknown = JSON.createObjectNode().put("kind", "scrolls");
        unknown.putObject("expect");

        assertThatThrownBy(new CsvCase(unknown, Path.of("."))::check).hasMessageContaining("scrolls");
        assertThatThrownBy(new YoloCase(unknown, Path.of("."))::check).hasMessageContaining("scrolls");
        assertThatThrownBy(() -> new MergeCase(unknown, Path.of(".")).check()).hasMessageContaining("scrolls");
        assertThatThrownBy(() -> new TileCase(unknown, Path.of(".")).check()).hasMessageContaining("scrolls");
    }
}
