package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.ChildJvm;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A detector that was never trained behind a port. */
class ServeCommandTest {
    @TempDir
    private Path directory;

    private Path config;
    private Path weights;

    @BeforeEach
    void write() {
        config = TinyExperiment.write(directory);
        weights = directory.resolve("weights.safetensors");
        Safetensors.write(
                weights,
                Weights.initial(TinyExperiment.load(directory).checked().parameters(), 1));
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(80, 40, BufferedImage.TYPE_BYTE_GRAY), "png", bytes);
        return bytes.toByteArray();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // has no signals
    void answersUntilASignalAndWritesNothing() throws Exception {
        try (ChildJvm serving = ChildJvm.start(
                directory.resolve("printed"),
                Main.class,
                "serve",
                config,
                "--weights",
                weights,
                "--port",
                0,
                "--set",
                "head.postprocess.score_threshold=0")) {
            serving.await(() -> serving.printed().contains("/\n"));
            URI address = URI.create(serving.printed().replaceAll("(?s).*(http://localhost:\\d+/).*", "$1"));
            List<String> before = files();

            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address.resolve("detect"))
                                    .POST(BodyPublishers.ofByteArray(picture()))
                                    .build(),
                            BodyHandlers.ofString());
            serving.signal("INT");

            JsonNode told = new ObjectMapper().readTree(response.body());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(told.get("width").asInt()).isEqualTo(80);
            assertThat(told.get("detections")).isNotEmpty();
            assertThat(told.get("levels").findValuesAsText("name"))
                    .containsExactly(
                            "features/C2",
                            "features/C3",
                            "features/C4",
                            "features/C5",
                            "pyramid/P3",
                            "pyramid/P4",
                            "pyramid/P5");
            assertThat(serving.exitCode()).isZero();
            assertThat(serving.printed())
                    .contains("detect: 200 after ", " ms: 80x40, ", "stopping; a second signal ends at once")
                    .doesNotContain("warning");
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void argumentsThatCannotBeAreNamedTogether() {
        CommandRun run = CommandRun.of("serve", config, "--port", 70000, "--most-megabytes", 0);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(
                        "--port 70000: port[70000] must be between 0 and 65535",
                        "--most-megabytes 0: most-megabytes[0] must be between 1 and 1024",
                        "2 problems.");
    }
}
