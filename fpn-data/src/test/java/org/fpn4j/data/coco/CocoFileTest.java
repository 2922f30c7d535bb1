package org.fpn4j.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoFileTest {
    @TempDir
    private Path folder;

    private List<JsonNode> entries(String json) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        CocoFile.of(Files.writeString(folder.resolve("a.json"), json)).readList((index, entry) -> entries.add(entry));
        return entries;
    }

    @Test
    void entriesKeepWhatIsReadAndNothingElse() throws IOException {
        String points = "[" + "1.5, ".repeat(100_000) + "1]";

        List<JsonNode> entries = entries("[{\"id\": 7, \"segmentation\": [" + points + "], \"bbox\": [1, 2.5, NaN, 4],"
                + " \"iscrowd\": true, \"file_name\": \"a\", \"area\": null, \"score\": 99999999999999999999}]");

        assertThat(entries.get(0))
                .hasToString("{\"id\":7,\"bbox\":[1,2.5,\"NaN\",4],\"iscrowd\":true,\"file_name\":\"a\","
                        + "\"area\":null,\"score\":99999999999999999999}");
    }

    @Test
    void ofListsInFieldsTheBeginningIsKept() throws IOException {
        List<JsonNode> entries = entries("[{\"bbox\": [" + "[], ".repeat(100_000) + "[[[[1]]]]]}]");

        assertThat(entries.get(0).get("bbox")).hasSize(16);
        CocoEntry entry = new CocoEntry(entries.get(0));
        entry.bbox();
        assertThat(entry.faults().get(0)).isEqualTo("bbox[[" + "[],".repeat(15) + "[]]] is not a list of four numbers");
    }

    @Test
    void entriesThatAreNoObjectsAreHandedOn() throws IOException {
        assertThat(entries("[1, \"a\", null, [2, 3], true, {}]"))
                .extracting(JsonNode::toString)
                .containsExactly("1", "\"a\"", "null", "[2,3]", "true", "{}");
    }

    @Test
    void bracketsWithoutEndAreRefused() {
        assertThatThrownBy(() -> entries("[" + "[".repeat(10_000_000)))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        folder.resolve("a.json") + ": file is not complete, valid JSON: Document nesting depth (1001)"
                                + " exceeds the maximum allowed (1000)");
    }
}
