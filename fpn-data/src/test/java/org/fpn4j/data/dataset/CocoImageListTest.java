package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.CocoImageList.Listed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoImageListTest {
    @TempDir
    private Path directory;

    private Path file(String images) throws IOException {
        return Files.writeString(directory.resolve("list.json"), "{\"images\": [" + images + "]}");
    }

    @Test
    void imagesComeInTheOrderOfTheFileWithItsIds() throws IOException {
        Path file = file("{\"id\": 90, \"file_name\": \"b/1.png\", \"width\": 30, \"height\": 20},"
                + "{\"id\": 7, \"file_name\": \"a/1.png\"}");

        assertThat(CocoImageList.read(file))
                .containsExactly(new Listed(90, "b/1.png", 30, 20), new Listed(7, "a/1.png", 0, 0));
    }

    @Test
    void textsAreNumberedAsTheReaderOfDataSetsNumbersThem() throws IOException {
        Path file = file("{\"id\": \"y\", \"file_name\": \"1.png\"}, {\"id\": \"x\", \"file_name\": \"2.png\"}");

        assertThat(CocoImageList.read(file)).extracting(Listed::id).containsExactly(2L, 1L);
    }

    @Test
    void everyImageNeedsOneIdAndOneName() throws IOException {
        Path file = file("{\"id\": 1, \"file_name\": \"1.png\"}, {\"id\": 2, \"file_name\": \"1.png\"},"
                + "{\"id\": 1, \"file_name\": \"2.png\"}, {\"id\": 3}");

        assertThatThrownBy(() -> CocoImageList.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(file + " images[1]: file_name[1.png] appears again, so it has no one id")
                .hasMessageContaining(file + " images[2]: id[1] appears again, with file_name[2.png]")
                .hasMessageContaining(file + " images[3]: file_name is missing");
    }

    @Test
    void anEmptyListIsAnError() throws IOException {
        Path file = file("");

        assertThatThrownBy(() -> CocoImageList.read(file)).hasMessageContaining("section[images] is empty");
    }
}
