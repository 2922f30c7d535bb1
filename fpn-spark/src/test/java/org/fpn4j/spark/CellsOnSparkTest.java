package org.fpn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole ablations with tasks in this JVM and a stand-in for the command line. */
class CellsOnSparkTest {
    @TempDir
    private Path folder;

    private FakeHome home;
    private Path out;

    @BeforeEach
    void makeHome() throws IOException {
        home = FakeHome.in(folder.resolve("home"));
        out = folder.resolve("a place").resolve("out");
    }

    private SparkConf conf() {
        return new SparkConf()
                .setMaster("local[2,3]")
                .setAppName("cells")
                .set("spark.ui.enabled", "false")
                .set("spark.fpn.home", home.path().toString())
                .set("spark.hadoop.fs.elsewhere.impl", Elsewhere.class.getName());
    }

    private static String[] names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
        }
    }

    private String text(String name) throws IOException {
        return Files.readString(out.resolve(name)).strip();
    }

    @Test
    void trainsWhatIsUnfinishedAndReports() throws Exception {
        Path ablation = home.ablation("fpn-0 1 0", "fpn-1 1 0", "bifpn-0 1 0");
        Files.createDirectories(out.resolve("fpn-1"));
        Files.writeString(out.resolve("fpn-1").resolve("result.json"), "trained before\n");

        int code = CellsOnSpark.run(conf(), AblationArguments.of(ablation.toString(), "--out", out.toString()));

        assertThat(code).isZero();
        assertThat(text("fpn-0/result.json")).isEqualTo("trained in 1 steps");
        assertThat(text("fpn-1/result.json")).isEqualTo("trained before");
        assertThat(text("results.json")).isEqualTo("table of 3 cells");
        assertThat(names(out)).containsExactly("bifpn-0", "fpn-0", "fpn-1", "results.json");
    }

    @Test
    void aCellThatFailsIsNotTriedAgainAndLeavesTheOthers() throws Exception {
        Path ablation = home.ablation("ours-0 1 1", "theirs-0 1 2", "fpn-0 1 0");

        int code = CellsOnSpark.run(conf(), AblationArguments.of(ablation.toString(), "--out", out.toString()));

        assertThat(code).isEqualTo(1);
        assertThat(text("ours-0/processes").lines()).hasSize(1);
        assertThat(text("theirs-0/processes").lines()).hasSize(1);
        assertThat(text("results.json")).isEqualTo("table of 1 cells");
    }

    @Test
    void aCellThatIsKilledGoesOnFromItsCheckpoint() throws Exception {
        Path ablation = home.ablation("fpn-0 2 KILL " + folder.resolve("killed"));

        int code = CellsOnSpark.run(conf(), AblationArguments.of(ablation.toString(), "--out", out.toString()));

        assertThat(code).isZero();
        assertThat(text("fpn-0/metrics.jsonl")).isEqualTo("begins at step 0\nbegins at step 2");
    }

    @Test
    void whatIsWrongWithTheAblationIsToldByTheCommandLineAlone() throws Exception {
        Path ablation = home.ablation("fpn-0 1 0");

        int code = CellsOnSpark.run(
                conf(), AblationArguments.of(ablation.toString(), "--set", "a=wrong", "--out", out.toString()));

        assertThat(code).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void resultsOfAnotherFileSystemAreTrainedInCopies() throws Exception {
        Path ablation = home.ablation("fpn-0 3 0", "fpn-1 1 0", "fpn-2 2 KILL " + folder.resolve("killed"));
        Files.createDirectories(out.resolve("fpn-0/checkpoints"));
        Files.writeString(out.resolve("fpn-0/checkpoints/step-2.safetensors"), "weights 2");
        Files.writeString(out.resolve("fpn-0/checkpoints/step-2.json"), "2");
        String address = "elsewhere:" + out;

        int code = CellsOnSpark.run(conf(), AblationArguments.of(ablation.toString(), "--out", address));

        assertThat(code).isZero();
        assertThat(text("fpn-0/metrics.jsonl")).isEqualTo("begins at step 2");
        assertThat(text("fpn-2/metrics.jsonl")).isEqualTo("begins at step 0\nbegins at step 2");
        assertThat(text("results.json")).isEqualTo("table of 3 cells");
        assertThat(names(out.resolve("fpn-0/checkpoints"))).containsExactly("final.safetensors");
    }

    @Test
    void aMachineWithoutTheCommandLineEndsTheAblation() throws Exception {
        Path ablation = home.ablation("fpn-0 1 0", "fpn-1 1 0");
        SparkConf conf = conf().set("spark.fpn.home", "nowhere")
                .set("spark.fpn.driver.home", home.path().toString());

        assertThatThrownBy(() ->
                        CellsOnSpark.run(conf, AblationArguments.of(ablation.toString(), "--out", out.toString())))
                .isInstanceOf(Refusal.class)
                .hasMessageMatching("/.*/nowhere on host .* holds neither bin/fpn nor fpn; name a distribution or a"
                        + " checkout that is there with spark.fpn.home, or ship a distribution with spark.archives");
    }

    @Test
    void theSettingThatNamesTheCommandLineIsNeeded() {
        SparkConf conf = conf().remove("spark.fpn.home");

        assertThatThrownBy(() -> CellsOnSpark.run(conf, AblationArguments.of("a.yaml", "--out", out.toString())))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "setting[spark.fpn.home] is not there; name the folder of a distribution or a checkout that is"
                                + " on every worker");
    }

    @Test
    void whereAllIsFinishedSparkIsNotStarted() throws Exception {
        Path ablation = home.ablation("fpn-0 1 0");
        Files.createDirectories(out.resolve("fpn-0"));
        Files.writeString(out.resolve("fpn-0").resolve("result.json"), "trained before\n");

        int code = CellsOnSpark.run(
                conf().setMaster("nobody"), AblationArguments.of(ablation.toString(), "--out", out.toString()));

        assertThat(code).isZero();
        assertThat(text("results.json")).isEqualTo("table of 1 cells");
    }

    @Test
    void settingsThatSparkRefusesAreTold() throws Exception {
        String ablation = home.ablation("fpn-0 1 0").toString();
        String[] arguments = {ablation, "--out", out.toString()};

        assertThatThrownBy(() -> CellsOnSpark.run(conf().setMaster("nobody"), AblationArguments.of(arguments)))
                .isInstanceOf(Refusal.class)
                .hasMessageMatching("Spark does not start: .*Could not parse Master URL: 'nobody'.*");
        assertThatThrownBy(() ->
                        CellsOnSpark.run(conf().set("spark.fpn.stopSeconds", "1m"), AblationArguments.of(arguments)))
                .isInstanceOf(Refusal.class)
                .hasMessage("setting[spark.fpn.stopSeconds=1m] is no number of seconds; right is 0 to 999999");
        assertThatThrownBy(
                        () -> CellsOnSpark.run(conf(), AblationArguments.of(ablation, "--out", "nowhere://one/runs")))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "address[nowhere://one/runs] cannot be opened: No FileSystem for scheme \"nowhere\"; give one that"
                                + " the Hadoop of SPARK_HOME knows, or a path that all machines see");
    }
}
