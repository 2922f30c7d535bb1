package org.fpn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fpn4j.claim.Claims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole ablations on a master and two workers, JVMs of their own, with a stand-in for the command line. */
class StandaloneSparkTest {
    private static final Path SPARK = Path.of("target/spark").toAbsolutePath();

    @TempDir
    private Path folder;

    private static long awaitProcess(Path file) throws Exception {
        while (!Files.exists(file) || Files.size(file) == 0) {
            Thread.sleep(20);
        }
        return Long.parseLong(Files.readString(file).strip());
    }

    @Test
    void aWorkerThatIsKilledIsReplacedFromTheCheckpoint() throws Exception {
        FakeHome home = FakeHome.in(folder.resolve("home"));
        Path ablation = home.ablation("fpn-0 30 0", "fpn-1 3 0");
        Path out = folder.resolve("out");
        Path log = folder.resolve("driver.log");
        int code;
        long killed;
        try (StandaloneSpark spark = new StandaloneSpark(SPARK, folder.resolve("spark"), 2)) {
            Process driver = spark.submit(
                    log,
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
            killed = awaitProcess(out.resolve("fpn-0/processes"));
            while (!Files.exists(out.resolve("fpn-0/checkpoints/step-3.json"))) {
                Thread.sleep(20);
            }
            spark.killAbove(killed);
            assertThat(driver.waitFor(60, TimeUnit.SECONDS)).isTrue();
            code = driver.exitValue();
        }

        assertThat(code).as(Files.readString(log)).isZero();
        assertThat(Files.readString(out.resolve("fpn-0/result.json"))).isEqualTo("trained in 30 steps\n");
        assertThat(Files.readString(out.resolve("fpn-0/metrics.jsonl")))
                .matches("begins at step 0\nbegins at step [3-9]\n");
        assertThat(ProcessHandle.of(killed)).isEmpty();
    }
}
