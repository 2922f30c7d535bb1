package org.fpn4j.data.coco;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.data.mask.Drawn;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentationsTest {
    private static final RunLengthMask MASK = Drawn.mask("#..", "##.");

    @TempDir
    private Path folder;

    private CocoEntry entry(String segmentation) throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.json"), "[{\"segmentation\": " + segmentation + ", \"id\": 7}, {\"id\": 8}]");
        List<CocoEntry> entries = new ArrayList<>();
        CocoFile.withMasks(file).readList((index, node) -> entries.add(new CocoEntry(node)));
        assertThat(entries).extracting(entry -> entry.wholeNumber("id")).containsExactly(7L, 8L); // all was read
        return entries.get(0);
    }

    @Test
    void runLengthsAreReadAsListAndAsText() throws IOException {
        assertThat(entry("{\"size\": [2, 3], \"counts\": [0, 2, 1, 1, 2]}").segmentation())
                .contains(MASK);
        assertThat(entry("{\"counts\": \"021O1\", \"size\": [2.0, 3]}").segmentation())
                .contains(MASK);
    }

    @Test
    void polygonsOfFewerThanThreePointsAreLeftOut() throws IOException {
        Optional<Segmentation> read = entry(
                        "[[12, 5, 12, 10], [2, 3, 10, 3, 10, 12, 2, 12.5], [15, 15, 16, 15, 9], []]")
                .segmentation();

        assertThat(read).contains(new Polygons(List.of(new Polygon(new double[] {2, 3, 10, 3, 10, 12, 2, 12.5})), 3));
    }

    @Test
    void anEntryNeedsNoMask() throws IOException {
        CocoEntry entry = entry("null");

        assertThat(entry.segmentation()).isEmpty();
        assertThat(entry.faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"size\": [5, 6], \"counts\": [10, 5, 10, 9]} | counts have a sum of pixels[34], and size[5, 6] has pixels[30]",
                "{\"size\": [5], \"counts\": [30]} | its size must be [height, width]",
                "{\"size\": 5, \"counts\": [30]} | its size must be [height, width]",
                "{\"size\": [5, 6.5], \"counts\": [30]} | its size must be [height, width]",
                "{\"size\": [5, 6]} | its counts must be a list of whole numbers or a text",
                "{\"size\": [5, 6], \"counts\": [29.5, \"a\"]} | its counts must be a list of whole numbers or a text",
                "{\"size\": [5, 6], \"counts\": {\"a\": []}} | its counts must be a list of whole numbers or a text",
                "[1, 2, 3, 4, 5, 6] | it must be a list of polygons, each of them a list of numbers",
                "[[1, 2, 3, 4, 5, 6], {}, [[1]]] | it must be a list of polygons, each of them a list of numbers",
                "[[1, 2, 3, 4, 5, [6, 7]]] | polygon with coordinate[NaN] must lie within 2e8 pixels",
                "[[1, 2, 3, 4, 5, 6, 7]] | polygon of numbers[7] must have an x and a y for each point",
                "\"0210\" | it is neither a list of polygons nor run lengths"
            })
    void whatIsNoMaskIsTold(String segmentation, String fault) throws IOException {
        CocoEntry entry = entry(segmentation);

        assertThat(entry.segmentation()).isEmpty();
        assertThat(entry.faults()).containsExactly("segmentation cannot be read: " + fault);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        for (Segmentation segmentation : List.of(MASK, Drawn.outline(0.1, 2, 3, 4.25, 5, 6))) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
                json.writeStartObject();
                SegmentationWriter.write(json, segmentation);
                json.writeEndObject();
            }

            assertThat(entry(text.toString().replaceFirst("\\{\"segmentation\":(.*)}$", "$1"))
                            .segmentation())
                    .contains(segmentation);
        }
    }

    @Test
    void masksAreNotReadUnlessAsked() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "[{\"id\": 7, \"segmentation\": [[1, 2]]}]");
        List<CocoEntry> entries = new ArrayList<>();

        CocoFile.of(file).readList((index, node) -> entries.add(new CocoEntry(node)));

        assertThat(entries.get(0).segmentation()).isEmpty();
        assertThat(entries.get(0).has("segmentation")).isFalse();
    }
}
