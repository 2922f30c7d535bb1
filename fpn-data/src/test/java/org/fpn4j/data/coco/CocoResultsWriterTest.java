package org.fpn4j.data.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.coco.CocoResultsWriter.ImageDetections;
import org.junit.jupiter.api.Test;

class CocoResultsWriterTest {
    @Test
    void writesOneEntryPerDetection() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new CocoResultsWriter(List.of(7L, 90L))
                .write(
                        out,
                        List.of(
                                new ImageDetections(3, "", List.of(new Detection(1, 0.5f, new Box(1, 2.5f, 11, 7)))),
                                new ImageDetections(
                                        4, "a \"b\".png", List.of(new Detection(0, 1, new Box(0, 0, 1, 1))))));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("[\n"
                        + "{\"image_id\":3,\"category_id\":90,\"bbox\":[1.0,2.5,10.0,4.5],\"score\":0.5},\n"
                        + "{\"image_id\":4,\"file_name\":\"a \\\"b\\\".png\",\"category_id\":7,"
                        + "\"bbox\":[0.0,0.0,1.0,1.0],\"score\":1.0}\n]\n");
    }

    @Test
    void noDetectionsAreAnEmptyList() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new CocoResultsWriter(List.of()).write(out, List.of());

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[\n\n]\n");
    }
}
