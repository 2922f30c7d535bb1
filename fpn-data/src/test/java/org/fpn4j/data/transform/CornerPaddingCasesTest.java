package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fpn4j.config.cases.CasesFolder;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Answers cases of the kind {@code corner-padding} in whatever folder {@code -Dfpn.cases=DIR} names. */
class CornerPaddingCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> casesOfAFolderHold() throws IOException {
        return CasesFolder.tests("onestage", (one, folder) -> {
            if (!one.path("kind").asText().equals("corner-padding")) {
                return Optional.empty();
            }
            JsonNode input = JSON.readTree(
                    folder.resolve(one.get("inputs").get(0).asText()).toFile());
            return Optional.of(() -> check(one.get("expect"), input));
        });
    }

    private static void check(JsonNode expect, JsonNode input) {
        JsonNode answers = JSON.valueToTree(answers(input));
        expect.fields()
                .forEachRemaining(expected -> compare(
                        expected.getKey(),
                        answers.get(expected.getKey()),
                        expected.getValue().get("value"),
                        expected.getValue().get("tolerance").asDouble()));
    }

    private static Map<String, Object> answers(JsonNode input) {
        int width = input.get("image_width").asInt();
        int height = input.get("image_height").asInt();
        int side = input.get("input_size").asInt();
        InputSize size = new InputSize(side, side);
        Placement placement = Placement.fitted(width, height, size, Fit.of(ResizeMode.LETTERBOX_FLOOR));
        Geometry geometry = placement.geometry(width, height);
        List<double[]> scaled = new ArrayList<>();
        List<double[]> inInput = new ArrayList<>();
        List<Boolean> kept = new ArrayList<>();
        for (JsonNode corners : input.get("boxes")) {
            Box box = new Box(
                    (float) corners.get(0).asDouble(),
                    (float) corners.get(1).asDouble(),
                    (float) corners.get(2).asDouble(),
                    (float) corners.get(3).asDouble());
            Box whole = geometry.toInput(box);
            scaled.add(corners(whole));
            inInput.add(corners(whole.clip(placement.width(), placement.height())));
            kept.add(!outline(size, width, height, box).annotations().isEmpty());
        }
        Map<String, Object> answers = new LinkedHashMap<>();
        answers.put("scale", placement.scaleX());
        answers.put("resized_width", placement.width());
        answers.put("resized_height", placement.height());
        answers.put("offset_x", placement.left());
        answers.put("offset_y", placement.top());
        answers.put("boxes_scaled", scaled);
        answers.put("boxes_in_input", inInput);
        answers.put("kept", kept);
        return answers;
    }

    private static Outline outline(InputSize size, int width, int height, Box box) {
        ImageEntry image = SampleTransformTest.image(width, height, box);
        return SampleTransform.plain(size, ResizeMode.LETTERBOX_FLOOR, new NormalizationConfig())
                .outline(image);
    }

    private static double[] corners(Box box) {
        return new double[] {box.x1(), box.y1(), box.x2(), box.y2()};
    }

    private static void compare(String name, JsonNode answer, JsonNode expected, double tolerance) {
        assertThat(answer).as(name).isNotNull();
        if (expected.isArray()) {
            assertThat(answer.size()).as(name).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(name + "[" + i + "]", answer.get(i), expected.get(i), tolerance);
            }
        } else if (expected.isBoolean()) {
            assertThat(answer).as(name).isEqualTo(expected);
        } else {
            assertThat(answer.asDouble()).as(name).isCloseTo(expected.asDouble(), within(tolerance + 1e-12));
        }
    }
}
