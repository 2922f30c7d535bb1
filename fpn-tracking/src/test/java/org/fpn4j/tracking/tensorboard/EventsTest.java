package org.fpn4j.tracking.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes of TensorBoard's own messages and of its writer; {@code make_golden.py} lies beside them. */
class EventsTest {
    private static final double SECONDS = 1795797889.25;

    private JsonNode golden;

    @BeforeEach
    void readGolden() throws IOException {
        try (InputStream stream = EventsTest.class.getResourceAsStream("/golden/tensorboard/events.json")) {
            golden = new ObjectMapper().readTree(stream);
        }
    }

    private byte[] golden(String name) {
        return Base64.getDecoder().decode(golden.get(name).textValue());
    }

    private static Map<String, byte[]> events() {
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("train/loss", 1.5);
        scalars.put("train/grad_norm", Double.POSITIVE_INFINITY);
        scalars.put("val/AP/Herz größer", 0.1);
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        parameters.put("neck.repeats", IntNode.valueOf(3));
        parameters.put("neck.top_down", BooleanNode.FALSE);
        parameters.put("neck.type", TextNode.valueOf("bifpn"));
        Map<String, byte[]> events = new LinkedHashMap<>();
        events.put("version", Events.version(SECONDS));
        events.put("start", Events.start(SECONDS, 300));
        events.put("scalars", Events.scalars(SECONDS, 299, scalars));
        events.put("text", Events.text(SECONDS, "config", "    neck:\n      type: größer"));
        events.put("parameters", Events.parameters(SECONDS, parameters));
        events.put("success", Events.success(SECONDS));
        return events;
    }

    @Test
    void eventsAreThoseOfTensorBoard() {
        assertThat(events()).allSatisfy((name, event) -> assertThat(event).isEqualTo(golden(name)));
    }

    @Test
    void aFileIsThatOfTensorBoardsWriter() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        for (byte[] event : events().values()) {
            Records.write(file, event);
        }

        assertThat(file.toByteArray()).isEqualTo(golden("file"));
    }

    @Test
    void whatWasWrittenIsReadUpToWhereItIsTorn() throws IOException {
        byte[] file = golden("file");

        assertThat(read(file)).hasSize(6).containsExactlyElementsOf(events().values());
        assertThat(read(Arrays.copyOf(file, file.length - 1))).hasSize(5);
        assertThat(read(Arrays.copyOf(file, 5))).isEmpty();
    }

    /** Whatever byte of a file is another one, reading ends and asks for no memory that the file does not have. */
    @Test
    void aDamagedFileIsReadUpToTheDamage() throws IOException {
        byte[] file = golden("file");
        int whole = events().get("version").length + 16;

        for (int i = whole; i < file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i] ^= 0x40;

            assertThat(read(damaged)).hasSizeBetween(1, 5);
        }
    }

    private static List<byte[]> read(byte[] file) throws IOException {
        List<byte[]> records = new ArrayList<>();
        InputStream stream = new ByteArrayInputStream(file);
        Optional<byte[]> next = Records.read(stream, file.length);
        while (next.isPresent()) {
            records.add(next.get());
            next = Records.read(stream, file.length);
        }
        return records;
    }
}
