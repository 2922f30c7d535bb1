package org.fpn4j.data.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.fpn4j.data.transform.PaintedPicture;
import org.fpn4j.data.transform.SampleRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against OpenCV, on pictures that split into tiles and such that do not, down to one pixel. */
class ClaheTest {
    private static final Offset<Double> STEP = within(1.01); // OpenCV rounds a tile's table and then the result
    private static final Offset<Float> ROUNDING = within(1e-6f); // float32

    static Stream<JsonNode> cases() throws IOException {
        try (InputStream file = ClaheTest.class.getResourceAsStream("/golden/clahe/clahe.json")) {
            return cases(new ObjectMapper().readTree(file));
        }
    }

    private static Stream<JsonNode> cases(JsonNode file) {
        return StreamSupport.stream(file.get("cases").spliterator(), false);
    }

    private static float[] values(JsonNode bytes) {
        float[] values = new float[bytes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(i).intValue() / 255f;
        }
        return values;
    }

    private static void change(PaintedPicture picture, int tiles, double clipLimit) {
        new Clahe(tiles, clipLimit, 1).change(picture, SampleRandom.of(1, "clahe"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithOpenCvWithinAStepOfEightBits(JsonNode golden) {
        float[] values = values(golden.get("values"));
        PaintedPicture picture = new PaintedPicture(
                golden.get("height").intValue(), golden.get("width").intValue(), new float[][] {values});

        change(picture, golden.get("tiles").intValue(), golden.get("clip_limit").doubleValue());

        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double expected = golden.get("equalised").get(i).intValue();
            assertThat(picture.plane(0)[i] * 255.0).as("pixel %d", i).isCloseTo(expected, STEP);
            sum += picture.plane(0)[i] * 255.0 - expected;
        }
        assertThat(sum / values.length)
                .isBetween(-0.35, 0.35); // whoever cut off instead of rounding is half a step off
    }

    @Test
    void valuesBetweenTwoStepsGoBetweenWhatBecomesOfThem() {
        float[] values = {0, 100 / 255f, 100.5f / 255, 101 / 255f, 1, 1};
        PaintedPicture picture = new PaintedPicture(1, 6, new float[][] {values});

        change(picture, 1, 256);

        assertThat(picture.plane(0)[2]).isCloseTo((picture.plane(0)[1] + picture.plane(0)[3]) / 2, ROUNDING);
        assertThat(picture.plane(0)[3]).isGreaterThan(picture.plane(0)[1]);
    }

    @Test
    void onlyPixelsOfThePictureAreCounted() {
        float[] half = {0.2f, 0.4f, 0.6f, 0.8f, 0, 0, 0, 0};
        boolean[] shown = {true, true, true, true, false, false, false, false};
        PaintedPicture turned = new PaintedPicture(2, 4, new float[][] {half.clone()}, shown);
        PaintedPicture alone = new PaintedPicture(1, 4, new float[][] {{0.2f, 0.4f, 0.6f, 0.8f}});

        change(turned, 1, 256);
        change(alone, 1, 256);

        assertThat(turned.plane(0)).startsWith(alone.plane(0));
    }

    @Test
    void colourPicturesKeepTheirDifferencesBetweenChannels() {
        float[][] planes = {{0.3f, 0.5f}, {0.2f, 0.4f}, {0.25f, 0.45f}};
        PaintedPicture picture = new PaintedPicture(1, 2, planes);

        change(picture, 1, 256);

        assertThat(picture.plane(0)[0] - picture.plane(1)[0]).isCloseTo(0.1f, ROUNDING);
        assertThat(picture.plane(2)[1] - picture.plane(1)[1]).isCloseTo(0.05f, ROUNDING);
        assertThat(picture.plane(0)[0]).isNotEqualTo(0.3f);
    }
}
