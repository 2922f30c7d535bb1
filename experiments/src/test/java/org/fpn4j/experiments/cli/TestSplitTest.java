package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSplitTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Path file;
    private Path out;
    private Path cell;

    @BeforeEach
    void ablate() throws IOException {
        TinyExperiment.write(directory);
        file = directory.resolve("rates.yaml");
        out = directory.resolve("out");
        cell = out.resolve("0.5-0");
        Files.writeString(
                file, "base: small.yaml\naxes: {training.ema_decay: [0, 0.5]}\nconfig: {training: {epochs: 1}}\n");
        CommandRun run = CommandRun.of("ablate", file, "--out", out);
        assertThat(run.code()).as(run.log()).isZero();
    }

    private CommandRun look() {
        CommandRun run = CommandRun.of("eval", cell, "--split", "test", "--json", "-");
        assertThat(run.code()).as(run.log()).isZero();
        return run;
    }

    private JsonNode results() throws IOException {
        assertThat(CommandRun.of("ablate", file, "--out", out).code()).isZero();
        return JSON.readTree(out.resolve("results.json").toFile());
    }

    @Test
    void theFirstLookIsWrittenDownAndLaterOnesAreMarked() throws IOException {
        CommandRun first = look();
        String written =
                JSON.readTree(cell.resolve("test.json").toFile()).at("/0/at").asText();
        CommandRun second = look();

        assertThat(first.log()).contains("test split: scored for the first time, which is written down");
        assertThat(second.log())
                .contains("test split: seen before, first on " + written + " at commit ")
                .contains(", 1 time until now; the first score is the one that counts");
        JsonNode scored = JSON.readTree(first.results());
        JsonNode again = JSON.readTree(second.results());
        assertThat(scored.at("/test/seen_before").asBoolean()).isFalse();
        assertThat(again.at("/test/seen_before").asBoolean()).isTrue();
        assertThat(again.at("/test/times").asInt()).isEqualTo(2);
        assertThat(again.at("/test/first/metrics/AP")).isEqualTo(scored.get("AP"));
        assertThat(again.at("/test/first/at").asText()).isEqualTo(written);
        JsonNode looks = JSON.readTree(cell.resolve("test.json").toFile());
        assertThat(looks).hasSize(2).allSatisfy(look -> assertThat(look.fieldNames())
                .toIterable()
                .containsExactly("at", "commit", "command", "dataSha256", "weightsSha256", "metrics"));
    }

    @Test
    void resultsOfAnAblationSayWhichRunsWereSeenBefore() throws IOException {
        assertThat(results().get("cells")).allMatch(each -> !each.has("test"));

        look();
        JsonNode once = results();
        look();
        JsonNode twice = results();

        assertThat(once.at("/cells/0").has("test")).isFalse();
        assertThat(once.at("/cells/1/test/seen_before").asBoolean()).isFalse();
        assertThat(twice.at("/cells/1/test/seen_before").asBoolean()).isTrue();
        assertThat(twice.at("/cells/1/test/times").asInt()).isEqualTo(2);
        assertThat(twice.at("/comparison")).isEqualTo(once.at("/comparison"));
        assertThat(out.resolve("report.html"))
                .content()
                .contains(
                        "Scored on the test split: 1 of 2 runs; seen before, so that only the first score counts: 1.");
    }

    @Test
    void otherSplitsLeaveNothingBehind() {
        CommandRun run = CommandRun.of("eval", cell, "--json", "-");

        assertThat(run.code()).isZero();
        assertThat(run.results()).doesNotContain("\"test\"");
        assertThat(cell.resolve("test.json")).doesNotExist();
    }

    @Test
    void aDamagedRecordIsNamedAndNothingIsScored() throws IOException {
        Files.writeString(cell.resolve("test.json"), "[{\"at\": 3}]");

        CommandRun run = CommandRun.of("eval", cell, "--split", "test");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains(cell.resolve("test.json") + ": [0].at[3] must be text");
        assertThat(run.results()).isEmpty();
        assertThat(cell.resolve("test.json")).content().isEqualTo("[{\"at\": 3}]");
        assertThat(CommandRun.of("ablate", file, "--out", out).results())
                .contains("nobody knows how often this run was scored on the test split");
    }
}
