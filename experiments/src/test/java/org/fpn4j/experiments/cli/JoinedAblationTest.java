package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.fpn4j.experiments.ChildJvm;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.ForeignClaim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of many machines on one ablation: what they train together, and what each is told. */
class JoinedAblationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATIENCE = "fpn.claim.patience";

    @TempDir
    private Path directory;

    private Path file;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        TinyExperiment.write(directory);
        out = directory.resolve("out");
        file = Files.writeString(
                directory.resolve("study.yaml"),
                """
                base: small.yaml
                axes: {neck.out_channels: [8, 16]}
                """);
    }

    @AfterEach
    void usualPatience() {
        System.clearProperty(PATIENCE);
    }

    private List<String> weights(Path results) throws IOException {
        List<String> weights = new ArrayList<>();
        for (JsonNode cell : JSON.readTree(results.toFile()).get("cells")) {
            weights.add(cell.get("weights_sha256").asText());
        }
        return weights;
    }

    /** A cell that another machine has; this one has none of its locks. */
    private void claimedElsewhere(String end) throws IOException {
        ForeignClaim.write(out.resolve("8-0"), 1, 3, end);
    }

    @Test
    void whoJoinsTrainsWhatNobodyHasAndWaitsForTheRest() throws Exception {
        try (ChildJvm other =
                ChildJvm.start(directory.resolve("printed"), Main.class, "ablate", file, "--out", out, "--join")) {
            other.await(() -> Files.exists(out.resolve("8-0/provenance.json")));

            CommandRun own = CommandRun.of("ablate", file, "--out", out, "--join");

            assertThat(own.code()).as(own.log()).isZero();
            assertThat(other.exitCode()).as(other.printed()).isZero();
            assertThat(Pattern.compile(" s of training, ")
                            .matcher(own.log() + other.printed())
                            .results())
                    .hasSize(2);
            assertThat(own.results()).contains("results.json");
        }
        assertThat(weights(out.resolve("results.json"))).hasSize(2).doesNotHaveDuplicates();
        assertThat(JSON.readTree(out.resolve("study.json").toFile())
                        .at("/cells/16-0/version")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void whoWouldTrainOtherRunsDoesNotJoin() throws IOException {
        assertThat(CommandRun.of("ablate", file, "--out", out, "--orders", directory.resolve("orders"))
                        .code())
                .isZero();

        CommandRun run = CommandRun.of("ablate", file, "--out", out, "--join", "--set", "training.epochs=1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(out.resolve("study.json")
                        + ": others train other runs of [8, seed 0], [16, seed 0], there and here config[")
                .contains(
                        "whoever joins has their version, data, kernels, execution.threads and kind of processor, which"
                                + " a small ONEDNN_MAX_CPU_ISA makes alike; or choose another --out")
                .endsWith("1 problem.\n");
        assertThat(out.resolve("8-0")).doesNotExist();
    }

    @Test
    void aCellOfASilentMachineIsTakenOver() throws IOException {
        System.setProperty(PATIENCE, "1");
        claimedElsewhere("state held");

        CommandRun run = CommandRun.of("ablate", file, "--out", out, "--join");

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(weights(out.resolve("results.json"))).hasSize(2);
        assertThat(out.resolve("8-0/claim-000001")).doesNotExist();
    }

    @Test
    void aCellThatFailsElsewhereIsNotTrainedAgainByThoseWhoWait() throws Exception {
        claimedElsewhere("state held");
        CompletableFuture<CommandRun> joined =
                CompletableFuture.supplyAsync(() -> CommandRun.of("ablate", file, "--out", out, "--join"));
        while (!Files.exists(out.resolve("16-0/result.json")) && !joined.isDone()) {
            Thread.sleep(20);
        }
        claimedElsewhere("note failed: it diverged\nstate released");

        CommandRun run = joined.get();
        assertThat(run.code()).as(run.log()).isEqualTo(2);
        assertThat(run.log())
                .contains("8, seed 0: failed elsewhere: it diverged\n")
                .endsWith("1 of 2 cells failed.\n");
        assertThat(out.resolve("8-0/provenance.json")).doesNotExist();

        CommandRun report = CommandRun.of("ablate", file, "--out", out, "--report");
        assertThat(report.code()).isEqualTo(2);
        assertThat(report.log()).endsWith("1 of 2 cells failed.\n");

        CommandRun later = CommandRun.of("ablate", file, "--out", out, "--join");
        assertThat(later.code())
                .as("whoever joins later tries again: " + later.log())
                .isZero();
    }

    @Test
    void anOrderIsTrainedToTheBitsOfTheAblation() throws Exception {
        Path orders = directory.resolve("orders");
        CommandRun none = CommandRun.of("ablate", file, "--out", out, "--report");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.log()).endsWith("\n" + out + ": none of the 2 cells is finished\n1 problem.\n");
        CommandRun ordered = CommandRun.of("ablate", file, "--out", out, "--orders", orders);
        assertThat(ordered.log()).endsWith("2 of 2 cells are to be trained.\n");
        assertThat(ordered.results()).isEmpty();
        CommandRun again = CommandRun.of("ablate", file, "--out", out, "--orders", orders);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.log())
                .endsWith(
                        "\n" + orders + ": is not empty: whose orders are there cannot be told\n    name a new folder\n"
                                + "1 problem.\n");

        CommandRun cell = CommandRun.of("cell", orders.resolve("8-0.json"), "--out", out.resolve("8-0"));

        assertThat(cell.code()).as(cell.log()).isZero();
        assertThat(cell.results()).startsWith("begins\n").endsWith("finished\n");
        CommandRun half = CommandRun.of("ablate", file, "--out", out, "--report");
        assertThat(half.code()).as(half.log()).isZero();
        assertThat(half.log()).endsWith("1 of 2 cells are not finished.\n");
        assertThat(weights(out.resolve("results.json"))).hasSize(1);
        Path alone = directory.resolve("alone");
        CommandRun.of("ablate", file, "--out", alone);
        assertThat(weights(alone.resolve("results.json")))
                .startsWith(weights(out.resolve("results.json")).get(0));
        CommandRun rest = CommandRun.of("ablate", file, "--out", out, "--orders", directory.resolve("rest"));
        assertThat(rest.log()).endsWith("1 of 2 cells are to be trained.\n");
        assertThat(directory.resolve("rest").toFile().list()).containsExactly("16-0.json");
    }

    @Test
    void anotherVersionTrainsNoOrder() throws IOException {
        Path orders = directory.resolve("orders");
        CommandRun.of("ablate", file, "--out", out, "--orders", orders);
        Path order = orders.resolve("8-0.json");
        String text = Files.readString(order);
        String version = JSON.readTree(text).at("/key/version").asText();
        Files.writeString(
                order,
                text.replace("\"version\" : \"" + version + "\"", "\"version\" : \"0.0.9\"")
                        .replace("\"" + Path.of("").toAbsolutePath() + "\"", "\"/elsewhere\""));

        CommandRun run = CommandRun.of("cell", order, "--out", out.resolve("8-0"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .startsWith("relative paths start from " + Path.of("").toAbsolutePath()
                        + ", and where this was ordered from /elsewhere\n")
                .endsWith(
                        "\n" + order + ": would be another run on this machine, there and here version[0.0.9] and ["
                                + version
                                + "]\n    whoever trains it has the version, data, kernels, execution.threads and kind of"
                                + " processor of who ordered it; a small ONEDNN_MAX_CPU_ISA makes processors alike\n1 problem.\n");
        assertThat(out.resolve("8-0")).doesNotExist();
    }

    @Test
    void aCellStopsWithACheckpointWhenWhoStartedItIsGone() throws Exception {
        Path orders = directory.resolve("orders");
        CommandRun.of("ablate", file, "--out", out, "--orders", orders, "--set", "training.epochs=5000");
        Path cell = out.resolve("8-0");
        try (ChildJvm child = ChildJvm.start(
                directory.resolve("printed"),
                Main.class,
                "cell",
                orders.resolve("8-0.json"),
                "--out",
                cell,
                "--attached")) {
            child.await(() -> Files.exists(cell.resolve("metrics.jsonl")));
            Thread.sleep(200);
            child.endInput();

            assertThat(child.exitCode()).as(child.printed()).isEqualTo(130);
            assertThat(child.printed()).containsPattern("(?m)^checkpoint \\d+$").doesNotContain("finished");
        }
        assertThat(cell.resolve("checkpoints").toFile().list()).isNotEmpty();
    }

    @Test
    void waysToRunExcludeEachOther() {
        CommandRun run = CommandRun.of("ablate", file, "--out", out, "--join", "--report");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains("--join", "--report", "mutually exclusive");
    }

    @Test
    void whatIsForSparkIsForSparkAlone() {
        CommandRun address = CommandRun.of("ablate", file, "--out", "hdfs://head/runs", "--join");
        CommandRun settings = CommandRun.of("ablate", file, "--out", out, "--spark-conf", "spark.x=1");

        assertThat(address.code()).isEqualTo(2);
        assertThat(address.log())
                .isEqualTo("--out hdfs://head/runs: is an address, which --spark alone knows\n1 problem.\n");
        assertThat(settings.log()).isEqualTo("--spark-conf: is for --spark, which is not there\n1 problem.\n");
    }
}
