package org.fpn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fpn4j.claim.Claims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ablation on a master of Spark and two workers, JVMs of their own, and with the command line itself. */
class ClusterTest {
    private static final Path SPARK = Path.of("target/spark").toAbsolutePath();
    private static final Pattern DIGEST = Pattern.compile("\"weightsSha256\" : \"(\\w{64})\"");
    private static final Pattern PROCESS = Pattern.compile("(?m)^process (\\d+)$");
    private static final int MINUTES = 3; // of a machine that has much else to do

    @TempDir
    private Path folder;

    private Path ablation() throws IOException {
        return Files.write(
                folder.resolve("cells.yaml"),
                List.of(
                        "name: cells",
                        "base: " + System.getProperty("fpn.root") + "/configs/models/tiny.yaml",
                        "axes: {neck: {fpn: {neck: {out_channels: 16}}}}",
                        "seeds: [0, 1]",
                        "config:",
                        "  execution: {threads: 1}",
                        "  input: {height: 64, width: 64}",
                        "  data: {train_images: 16, val_images: 4, height: 64, width: 64}",
                        "  training: {epochs: 8, evaluate_every: 8, checkpoint_seconds: 0}"));
    }

    private static String found(Pattern pattern, Path file) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(file));
        assertThat(matcher.find()).as(file + " has " + pattern).isTrue();
        return matcher.group(1);
    }

    private static boolean hasCheckpoint(Path run) throws IOException {
        if (!Files.isDirectory(run.resolve("checkpoints"))) {
            return false;
        }
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.anyMatch(file -> file.toString().endsWith(".json"));
        }
    }

    private Process driver(StandaloneSpark spark, PackedHome home, Path ablation, Path out) throws Exception {
        return spark.submit(
                folder.resolve("driver.log"),
                List.of(
                        "--conf",
                        "spark.fpn.home=" + home.path(),
                        "--conf",
                        "spark.ui.enabled=false",
                        "--conf",
                        "spark.log.level=WARN",
                        "--class",
                        CellsOnSpark.class.getName(),
                        "--jars",
                        Jars.with(Claims.class, folder).toString(),
                        Jars.with(CellsOnSpark.class, folder).toString(),
                        ablation.toString(),
                        "--out",
                        out.toString()));
    }

    @Test
    void cellsOfAClusterAreThoseOfOneMachineAlsoWhereAWorkerIsKilled() throws Exception {
        PackedHome home = PackedHome.in(folder.resolve("home"));
        Path ablation = ablation();
        Path here = folder.resolve("here");
        Path out = folder.resolve("out");
        Process alone = new ProcessBuilder(
                        home.path().resolve("bin/fpn").toString(),
                        "ablate",
                        ablation.toString(),
                        "--out",
                        here.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alone.log").toFile())
                .start();
        try (StandaloneSpark spark = new StandaloneSpark(SPARK, folder.resolve("spark"), 2)) {
            assertThat(alone.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            Process driver = driver(spark, home, ablation, out);
            while (driver.isAlive() && !hasCheckpoint(out.resolve("fpn-0"))) {
                Thread.sleep(20);
            }
            long killed = Long.parseLong(found(PROCESS, out.resolve("fpn-0/claim-000001")));
            ProcessHandle orphan = ProcessHandle.of(killed).orElseThrow();
            spark.killAbove(killed);
            orphan.onExit().get(1, TimeUnit.MINUTES);
            assertThat(out.resolve("fpn-0/result.json")).doesNotExist(); // it stopped, and did not go on to its end
            assertThat(driver.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();

            assertThat(driver.exitValue())
                    .as(Files.readString(folder.resolve("driver.log")))
                    .isZero();
        }

        assertThat(Files.readString(folder.resolve("driver.log")))
                .contains("fpn-0 was lost on ", ", try 2", "fpn-0 is trained, ", "fpn-1 is trained, ")
                .contains("cells: 2 of 2 runs done");
        for (String cell : List.of("fpn-0/result.json", "fpn-1/result.json")) {
            assertThat(found(DIGEST, out.resolve(cell))).isEqualTo(found(DIGEST, here.resolve(cell)));
        }
    }
}
