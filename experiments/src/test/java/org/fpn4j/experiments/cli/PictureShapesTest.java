package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that are thin, tiny or both, before a detector that finds something everywhere. */
class PictureShapesTest {
    private static final int[][] SHAPES = {
        {1, 1}, {1, 300}, {300, 1}, {2000, 3}, {7, 129}, {65, 63}, {100, 37}, {1000, 10}, {64, 64}
    };

    @TempDir
    private static Path directory;

    private static Path config;
    private static Path weights;

    @BeforeAll
    static void writeWeights() {
        config = TinyExperiment.write(directory);
        weights = directory.resolve("weights.safetensors");
        CommandRun initial = CommandRun.of("weights", config, "--out", weights, "--set", "head.prior=0.5");
        assertThat(initial.code()).as(initial.log()).isZero();
    }

    private static Path picture(int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < width; x++) {
            picture.setRGB(x, x % height, 0xFFFFFF);
        }
        Path file = directory.resolve(width + "x" + height + ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    @Test
    void everyDetectionLiesInItsPictureAndHasAnArea() throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(
                "predict",
                config,
                "--weights",
                weights,
                "--set",
                "head.postprocess.score_threshold=0.01",
                "--out",
                directory.resolve("drawn"),
                "--json",
                "-"));
        for (int[] shape : SHAPES) {
            arguments.add(picture(shape[0], shape[1]));
        }

        CommandRun predict = CommandRun.of(arguments.toArray());

        assertThat(predict.code()).as(predict.log()).isZero();
        assertThat(directory.resolve("drawn").toFile().list()).hasSize(SHAPES.length);
        JsonNode found = new ObjectMapper().readTree(predict.results());
        assertThat(found).isNotEmpty();
        for (JsonNode one : found) {
            int[] shape = SHAPES[one.get("image_id").asInt() - 1];
            double[] box = new ObjectMapper().convertValue(one.get("bbox"), double[].class);
            assertThat(box[0]).isNotNegative();
            assertThat(box[1]).isNotNegative();
            assertThat(box[2]).isPositive();
            assertThat(box[3]).isPositive();
            double rounding = 1e-3; // of floats up to 2000, added
            assertThat(box[0] + box[2]).isLessThanOrEqualTo(shape[0] + rounding);
            assertThat(box[1] + box[3]).isLessThanOrEqualTo(shape[1] + rounding);
        }
    }

    @Test
    void heatMapsOfAThinPictureStayThin() throws IOException {
        for (int[] shape : new int[][] {{2000, 3}, {1, 300}, {1, 1}}) {
            Path out = directory.resolve("maps" + shape[0]);

            CommandRun maps =
                    CommandRun.of("heatmaps", config, picture(shape[0], shape[1]), "--weights", weights, "--out", out);

            assertThat(maps.code()).as(maps.log()).isZero();
            BufferedImage one = ImageIO.read(out.resolve("pyramid-P3.png").toFile());
            assertThat(Math.max(one.getWidth(), one.getHeight())).isLessThanOrEqualTo(2000);
            assertThat(Files.size(out.resolve("all.png"))).isPositive();
        }
    }
}
