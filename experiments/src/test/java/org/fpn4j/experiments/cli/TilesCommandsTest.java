package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on radiographs of 150 x 100 in tiles of 64, three by two of each; they share one run. */
class TilesCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static Path config;
    private static Path run;
    private static CommandRun training;

    @BeforeAll
    static void trainOnce() throws IOException {
        TinyExperiment.write(directory);
        config = Files.writeString(
                directory.resolve("tiles.yaml"),
                """
                base: small.yaml
                input:
                  mode: tiles
                  tiles: {overlap: 16, min_visible: 0.3, nms: 0.4}
                head: {prior: 0.2, postprocess: {score_threshold: 0.01, max_detections: 30}}
                data: {width: 150, height: 100, train_images: 4, val_images: 3}
                training:
                  epochs: 6
                  evaluate_every: 6
                  optimizer: {type: adamw, learning_rate: 0.005}
                """);
        run = directory.resolve("run");
        training = CommandRun.of("train", config, "--out", run);
        assertThat(training.code()).as(training.log()).isZero();
    }

    private static JsonNode json(Object... words) throws IOException {
        CommandRun command = CommandRun.of(words);
        assertThat(command.code()).as(command.log()).isZero();
        return JSON.readTree(command.results());
    }

    private static Path picture(int width, int height) throws IOException {
        Path file = directory.resolve(width + "x" + height + ".png");
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY), "png", file.toFile());
        return file;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Test
    void anEpochIsAllTilesAndItsLossFalls() {
        List<Double> losses = new ArrayList<>();
        for (JsonNode line : TinyExperiment.metricLines(new RunDirectory(run))) {
            if (line.has("loss")) {
                losses.add(line.get("loss").asDouble());
            }
        }

        assertThat(training.log()).contains("4 images, seen in 24 tiles, 36 steps");
        assertThat(losses).hasSize(36);
        assertThat(mean(losses.subList(30, 36))).isLessThan(0.9 * mean(losses.subList(0, 6)));
    }

    @Test
    void anEvaluationOfWholeImagesGivesTheScoreOfTheTraining() throws IOException {
        JsonNode eval = json("eval", run, "--json", "-");

        assertThat(eval.get("AP"))
                .isEqualTo(JSON.readTree(run.resolve("eval.json").toFile()).get("AP"));
    }

    @Test
    void predictionsLieInWholeImagesAndAreNoMoreThanTheHeadGives() throws IOException {
        JsonNode found = json("predict", run, "--split", "val", "--json", "-");

        assertThat(found)
                .hasSameSizeAs(JSON.readTree(run.resolve("detections.json").toFile()));
        List<Long> ids = new ArrayList<>();
        found.forEach(one -> ids.add(one.get("image_id").asLong()));
        assertThat(ids.stream().distinct())
                .hasSize(3)
                .allSatisfy(id -> assertThat(ids).filteredOn(id::equals).hasSizeLessThanOrEqualTo(30));
        assertThat(found)
                .anySatisfy(one -> assertThat(one.at("/bbox/0").asDouble()).isGreaterThan(64))
                .allSatisfy(one -> assertThat(
                                one.at("/bbox/0").asDouble() + one.at("/bbox/2").asDouble())
                        .isLessThan(150.01));
    }

    @Test
    void heatMapsOfTilesArePutTogether() throws IOException {
        CommandRun maps = CommandRun.of("heatmaps", run, picture(150, 100), "--out", directory.resolve("maps"));

        assertThat(maps.code()).as(maps.log()).isZero();
        assertThat(directory.resolve("maps/pyramid-P3.png")).exists();
    }

    @Test
    void onePictureAtSeveralSizesIsInTilesOfThem() throws IOException {
        CommandRun maps = CommandRun.of(
                "heatmaps", run, picture(150, 100), "--sizes", "64,128", "--out", directory.resolve("sizes"));

        assertThat(maps.code()).as(maps.log()).isZero();
        assertThat(directory.resolve("sizes/sizes.html"))
                .content()
                .contains("they are those of tiles, in which the image is seen at its own pixels.");
    }

    @Test
    void aTraceIsOfOneTile() throws IOException {
        Path large = picture(150, 100);
        Path out = directory.resolve("trace.safetensors");

        CommandRun refused = CommandRun.of("trace", run, "--input", large, "--out", out);
        CommandRun traced = CommandRun.of("trace", run, "--input", picture(50, 64), "--out", out);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .contains(large + ": picture is seen in tiles[6], and a trace is of one input\n"
                        + "    a picture of 64x64 or less is one tile");
        assertThat(traced.code()).as(traced.log()).isZero();
    }

    @Test
    void levelsCountWhatTilesShowOfObjects() throws IOException {
        JsonNode tiles = json("levels", config, "--json", "-");
        JsonNode whole = json(
                "levels",
                config,
                "--json",
                "-",
                "--set",
                "input={mode: resize, tiles: {overlap: 64, min_visible: 0.25, nms: 0.5}}");

        assertThat(tiles.get("images")).isEqualTo(whole.get("images"));
        assertThat(tiles.get("objects").asInt())
                .isGreaterThan(whole.get("objects").asInt());
        assertThat(CommandRun.of("levels", config).results()).contains(": 4 images, seen in 24 tiles, ");
    }

    @Test
    void anExportedModelSaysWhichTilesItWasMadeFor() throws IOException {
        Path model = directory.resolve("model.onnx");

        CommandRun export = CommandRun.of("export", run, "--onnx", model);

        assertThat(export.code()).as(export.log()).isZero();
        assertThat(Files.readString(model, StandardCharsets.ISO_8859_1))
                .contains("\"overlap\":16", "\"nms\":0.4")
                .doesNotContain("letterbox");
    }
}
