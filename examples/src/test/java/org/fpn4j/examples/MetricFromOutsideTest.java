package org.fpn4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk of docs/adding-a-metric.md: where a metric stands that nobody but its own module knows. */
class MetricFromOutsideTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OWN_CLASSES = "examples";

    @TempDir
    private static Path directory;

    private static Path study;
    private static Path out;
    private static String table;

    @BeforeAll
    static void ablate() throws Exception {
        Files.writeString(
                directory.resolve("small.yaml"),
                """
                name: small
                input: {height: 64, width: 64}
                backbone: {type: resnet, depth: 18, width: 0.125, norm: {type: group_norm, groups: 4}}
                neck: {type: fpn, out_channels: 8, min_level: 3, max_level: 5}
                extra_levels: {type: none}
                head: {type: fcos, num_classes: 3, prior: 0.5, tower: {convs: 1, norm: {type: none}}}
                data: {type: synthetic_radiographs, train_images: 8, val_images: 4, height: 64, width: 64}
                training: {epochs: 4, evaluate_every: 2, batch_size: 4, warmup_steps: 0, loader_threads: 1}
                execution: {threads: 1}
                """);
        study = Files.writeString(
                directory.resolve("study.yaml"), "base: small.yaml\naxes: {neck.out_channels: [8, 16]}\n");
        out = directory.resolve("out");
        table = run(true, "ablate", study, "--out", out);
    }

    /** The command line in a JVM of its own; what it prints. */
    private static String run(boolean withMetric, Object... arguments) throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> withMetric || !entry.contains(File.separator + OWN_CLASSES + File.separator))
                .collect(Collectors.joining(File.pathSeparator));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(), "-Xmx512m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp", classPath));
        command.add("org.fpn4j.experiments.cli.Main");
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text + Files.readString(log)).isZero();
        return text;
    }

    private static double sens1(Path results, int cell) throws IOException {
        return JSON.readTree(results.toFile())
                .at("/cells/" + cell + "/metrics/SENS1")
                .asDouble(Double.NaN);
    }

    @Test
    void itIsAColumnOfTheTableAndHasItsClasses() {
        assertThat(table)
                .containsPattern("neck.out_channels +n +AP +AP50 +AP75 +AP_S +AP_M +AP_L +SENS1 +params")
                .contains("\nAP50 by class\n", "\nSENS1 by class\n");
    }

    @Test
    void itStandsInEveryFileOfTheAblation() throws IOException {
        String header =
                Files.readString(out.resolve("results.csv")).lines().findFirst().orElseThrow();
        JsonNode results = JSON.readTree(out.resolve("results.json").toFile());

        assertThat(header)
                .contains(",AP_L,SENS1,AR1,", ",AP50 of heart,SENS1 of nodule,SENS1 of consolidation,SENS1 of heart,");
        assertThat(results.at("/variants/0/SENS1/mean").asDouble()).isEqualTo(sens1(out.resolve("results.json"), 0));
        assertThat(results.at("/variants/0/per_class/nodule/SENS1/mean").isNumber())
                .isTrue();
        assertThat(out.resolve("report.html"))
                .content()
                .contains(
                        "SENS<sub>1</sub>",
                        "<caption>SENS1 by class</caption>",
                        "<td>SENS1</td>",
                        "the share of objects found at one");
    }

    @Test
    void itStandsInTheFilesOfEveryRun() throws IOException {
        JsonNode evaluation = JSON.readTree(out.resolve("8-0/eval.json").toFile());
        List<String> evaluations = Files.readAllLines(out.resolve("8-0/metrics.jsonl")).stream()
                .filter(line -> line.contains("\"metrics\""))
                .toList();

        assertThat(evaluation.at("/metrics/SENS1").asDouble(-2)).isBetween(-1.0, 1.0);
        assertThat(evaluation.at("/per_class/heart/SENS1").isNumber()).isTrue();
        assertThat(evaluations).hasSize(2).allMatch(line -> line.contains("\"SENS1\":"));
    }

    @Test
    void scoreMeasuresItOfAnybodysFiles() throws Exception {
        Path set = directory.resolve("set");
        run(
                false,
                "make-data",
                "--out",
                set,
                "--set",
                "train_images=1",
                "--set",
                "val_images=4",
                "--set",
                "height=64",
                "--set",
                "width=64");

        JsonNode score = JSON.readTree(run(
                true,
                "score",
                set.resolve("annotations/instances_val.json"),
                out.resolve("8-0/detections.json"),
                "--json",
                "-"));

        assertThat(score.get("SENS1").asDouble()).isEqualTo(sens1(out.resolve("results.json"), 0));
        assertThat(score.at("/classes/heart/SENS1").isNumber()).isTrue();
    }

    @Test
    void cellsThatWereFinishedBeforeItCameGetItOfTheirDetections() throws Exception {
        Path before = directory.resolve("before");
        String without = run(false, "ablate", study, "--out", before);

        String with = run(true, "ablate", study, "--out", before);

        assertThat(without).doesNotContain("SENS1");
        assertThat(with).contains("SENS1");
        assertThat(Files.readString(directory.resolve("log"))).contains("8, seed 0: finished before");
        assertThat(sens1(before.resolve("results.json"), 0)).isEqualTo(sens1(out.resolve("results.json"), 0));
        assertThat(sens1(before.resolve("results.json"), 1)).isEqualTo(sens1(out.resolve("results.json"), 1));
    }

    @Test
    void cellsThatKeptNoDetectionsAreToldWithTheWayToThem() throws Exception {
        Path before = directory.resolve("none");
        run(false, "ablate", study, "--out", before);
        Path detections = before.resolve("8-0/detections.json");
        Files.delete(detections);

        String with = run(true, "ablate", study, "--out", before);

        assertThat(with).containsPattern("\n8 +1 .* – +0\\.");
        assertThat(Files.readString(directory.resolve("log")))
                .contains("8, seed 0: has no [SENS1], and no detections to find them by; ./fpn eval "
                        + before.resolve("8-0") + " --detections " + detections + " makes them\n");
    }
}
