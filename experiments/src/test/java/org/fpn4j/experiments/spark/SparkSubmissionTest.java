package org.fpn4j.experiments.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.training.loop.StopRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSubmissionTest {
    @TempDir
    private Path folder;

    private Path program;
    private Path spark;
    private Map<String, String> environment;

    @BeforeEach
    void makeHomes() throws IOException {
        program = folder.resolve("fpn4j");
        Files.createDirectories(program.resolve("lib/spark"));
        Files.createFile(program.resolve("lib/fpn-claim-1.jar"));
        Files.createFile(program.resolve("lib/spark/fpn-spark-1-sources.jar"));
        Files.createFile(program.resolve("lib/spark/fpn-spark-1.jar"));
        spark = folder.resolve("spark");
        Files.createDirectories(spark.resolve("jars"));
        Files.createFile(spark.resolve("jars/spark-core_2.13-4.2.0.jar"));
        environment = Map.of("SPARK_HOME", spark.toString());
    }

    private SparkSubmission submission(String... settings) {
        return new SparkSubmission(
                program,
                "spark://one:7077",
                List.of(settings),
                2,
                "necks",
                folder.resolve("necks.yaml"),
                List.of("training.epochs=1"),
                "hdfs://one/runs");
    }

    /** A {@code spark-submit} that does something. */
    private void submit(String script) throws IOException {
        Path file = Files.createDirectories(spark.resolve("bin")).resolve("spark-submit");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aCellIsTheOneTaskOfAnExecutorWithItsThreads() {
        List<String> arguments = submission().arguments(environment);

        assertThat(arguments)
                .containsExactly(
                        "--master",
                        "spark://one:7077",
                        "--conf",
                        "spark.app.name=fpn4j necks",
                        "--conf",
                        "spark.fpn.home=" + program,
                        "--conf",
                        "spark.fpn.driver.home=" + program,
                        "--conf",
                        "spark.task.cpus=2",
                        "--conf",
                        "spark.executor.cores=2",
                        "--conf",
                        "spark.task.maxFailures=8",
                        "--conf",
                        "spark.log.level=WARN",
                        "--class",
                        "org.fpn4j.spark.CellsOnSpark",
                        "--jars",
                        program + "/lib/fpn-claim-1.jar",
                        program + "/lib/spark/fpn-spark-1.jar",
                        folder + "/necks.yaml",
                        "--set",
                        "training.epochs=1",
                        "--out",
                        "hdfs://one/runs");
    }

    @Test
    void whatTheUserSetsCounts() throws IOException {
        Files.createDirectories(spark.resolve("conf"));
        Files.writeString(
                spark.resolve("conf/spark-defaults.conf"), "spark.task.maxFailures  3\nspark.log.level  INFO\n");

        List<String> arguments = submission("spark.fpn.home=fpn4j/fpn4j-1", "spark.executor.cores=8")
                .arguments(environment);

        assertThat(arguments)
                .contains("spark.fpn.home=fpn4j/fpn4j-1", "spark.executor.cores=8", "spark.task.cpus=2")
                .doesNotContain("spark.fpn.home=" + program, "spark.executor.cores=2")
                .noneMatch(argument -> argument.startsWith("spark.task.maxFailures="))
                .noneMatch(argument -> argument.startsWith("spark.log.level="));
    }

    @Test
    void theExitCodeIsTheApplications() throws IOException {
        submit("[ \"$2\" = spark://one:7077 ] && [ $SPARK_SCALA_VERSION = 2.13 ] && exit 3");

        assertThat(submission().run(environment, new StopRequest())).hasValue(3);
    }

    @Test
    void whoAsksToStopStopsSpark() throws IOException {
        submit("echo $$ >'" + folder.resolve("process") + "'; exec sleep 60");
        StopRequest stop = new StopRequest();
        stop.ask();

        assertThat(submission().run(environment, stop)).isEmpty();
    }

    @Test
    void aMachineWithoutSparkIsToldWhatToDo() throws IOException {
        String hint = "\n    unpack a download of Apache Spark 3.5 or newer and set SPARK_HOME to its folder";

        assertThatThrownBy(() -> submission().run(Map.of(), new StopRequest()))
                .isInstanceOf(UserInputException.class)
                .hasMessage("SPARK_HOME: is not set, and --spark needs Spark on this machine" + hint);
        assertThatThrownBy(() -> submission().run(Map.of("SPARK_HOME", program.toString()), new StopRequest()))
                .isInstanceOf(UserInputException.class)
                .hasMessage("SPARK_HOME: folder[" + program + "/jars] cannot be read as a folder" + hint);

        Files.delete(spark.resolve("jars/spark-core_2.13-4.2.0.jar"));
        assertThatThrownBy(() -> submission().run(environment, new StopRequest()))
                .isInstanceOf(UserInputException.class)
                .hasMessage("SPARK_HOME: folder[" + spark + "/jars] holds no spark-core_*.jar" + hint);

        Files.createFile(spark.resolve("jars/spark-core_2.12-3.4.1.jar"));
        assertThatThrownBy(() -> submission().run(environment, new StopRequest()))
                .isInstanceOf(UserInputException.class)
                .hasMessage("SPARK_HOME: folder[" + spark + "] holds Spark 3.4" + hint);
    }

    @Test
    void aHomeWhoseLauncherFailsIsNamed() {
        assertThatThrownBy(() -> submission().run(environment, new StopRequest())) // the jar is empty
                .isInstanceOf(UserInputException.class)
                .hasMessage("SPARK_HOME: folder[" + spark + "] has a launcher that makes no command of these settings");
    }

    @Test
    void aProgramWithoutTheApplicationIsToldHowToMakeIt() throws IOException {
        Files.delete(program.resolve("lib/spark/fpn-spark-1.jar"));

        assertThatThrownBy(() -> submission().run(environment, new StopRequest()))
                .isInstanceOf(UserInputException.class)
                .hasMessage(program
                        + ": holds no jar of fpn-spark\n    mvn -DskipTests package -pl fpn-spark -am makes it");
    }

    @Test
    void settingsAreKeysWithValues() {
        assertThatThrownBy(() -> submission("spark.executor.cores"))
                .isInstanceOf(UserInputException.class)
                .hasMessage("--spark-conf: setting[spark.executor.cores] is not KEY=VALUE");
    }
}
