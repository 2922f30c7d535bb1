package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large set on a machine of any kind. */
class LevelsAtScaleTest {
    private static final int IMAGES = 5000;
    private static final int BOXES = 4; // in each

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void write() throws IOException {
        String images = IntStream.range(0, IMAGES)
                .mapToObj(i -> "{\"id\": " + i + ", \"file_name\": \"" + i + ".png\", \"width\": 1024, \"height\": "
                        + (768 + i % 512) + "}")
                .collect(Collectors.joining(","));
        String boxes = IntStream.range(0, BOXES * IMAGES)
                .mapToObj(i -> "{\"id\": " + i + ", \"image_id\": " + i / BOXES + ", \"category_id\": " + (1 + i % 2)
                        + ", \"bbox\": [" + i * 7 % 900 + "," + i * 13 % 700 + "," + (6 + i % 97) + ","
                        + (5 + i % 89) + "]}")
                .collect(Collectors.joining(","));
        Files.createDirectories(directory.resolve("annotations"));
        Files.writeString(
                directory.resolve("annotations/instances_train.json"),
                "{\"categories\": [{\"id\": 1, \"name\": \"nodule\"}, {\"id\": 2, \"name\": \"mass\"}], \"images\": ["
                        + images + "], \"annotations\": [" + boxes + "]}");
        config = Files.writeString(
                directory.resolve("large.yaml"),
                """
                input: {height: 512, width: 512}
                head: {type: retina, num_classes: 2}
                data: {type: coco, root: %s}
                """
                        .formatted(directory));
    }

    private static Duration processorTime() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    /** Ten seconds of two processors, whatever else the machine does; changes are tried, too. */
    @Test
    void fiveThousandImagesTakeLessThanTenSeconds() throws IOException {
        Duration before = processorTime();
        CommandRun run = CommandRun.of("levels", config, "--json", "-");
        Duration taken = processorTime().minus(before);

        JsonNode json = new ObjectMapper().readTree(run.results());
        assertThat(json.get("objects").asInt()).isEqualTo(BOXES * IMAGES);
        assertThat(json.get("suggestions")).isNotEmpty();
        assertThat(taken).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void noNativeLibraryIsNeeded() throws IOException, InterruptedException {
        CommandRun run = WithoutNativeParts.run("levels", config);

        assertThat(run.code()).as(run.results()).isZero();
        assertThat(run.results()).contains("20000 objects; input 512x512, head retina");
    }
}
