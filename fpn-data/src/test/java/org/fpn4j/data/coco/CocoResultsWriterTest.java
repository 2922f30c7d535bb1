package org.fpn4j.data.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.BoxMask;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.coco.CocoResultsWriter.ImageDetections;
import org.fpn4j.data.mask.RunLengthMask;
import org.junit.jupiter.api.Test;

class CocoResultsWriterTest {
    @Test
    void writesOneEntryPerDetection() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new CocoResultsWriter(List.of(7L, 90L))
                .write(
                        out,
                        List.of(
                                new ImageDetections(
                                        3, "", 9, 12, List.of(new Detection(1, 0.5f, new Box(1, 2.5f, 11, 7)))),
                                new ImageDetections(
                                        4, "a \"b\".png", 9, 12, List.of(new Detection(0, 1, new Box(0, 0, 1, 1))))));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("[\n"
                        + "{\"image_id\":3,\"category_id\":90,\"bbox\":[1.0,2.5,10.0,4.5],\"score\":0.5},\n"
                        + "{\"image_id\":4,\"file_name\":\"a \\\"b\\\".png\",\"category_id\":7,"
                        + "\"bbox\":[0.0,0.0,1.0,1.0],\"score\":1.0}\n]\n");
    }

    /** A grid of one cell, put into a box of 2 by 2 pixels: more than half of it is inside. */
    @Test
    void masksAreWrittenAsLargeAsTheirImage() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Box box = new Box(1, 1, 3, 3);
        BoxMask mask = new BoxMask(box, 1, new float[] {1});

        new CocoResultsWriter(List.of(7L))
                .write(
                        out,
                        List.of(new ImageDetections(
                                3, "", 4, 6, List.of(new Detection(0, 1, box, Optional.of(mask))))));

        String text = RunLengthMask.of(mask.on(4, 6)).text();
        assertThat(RunLengthMask.ofText(4, 6, text).area()).isPositive();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("[\n{\"image_id\":3,\"category_id\":7,\"bbox\":[1.0,1.0,2.0,2.0],\"segmentation\":"
                        + "{\"size\":[4,6],\"counts\":\"" + text + "\"},\"score\":1.0}\n]\n");
    }

    @Test
    void noDetectionsAreAnEmptyList() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new CocoResultsWriter(List.of()).write(out, List.of());

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[\n\n]\n");
    }
}
