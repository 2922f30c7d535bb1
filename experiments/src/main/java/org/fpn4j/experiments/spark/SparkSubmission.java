package org.fpn4j.experiments.spark;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.training.loop.StopRequest;

/**
 * An ablation as an application of Apache Spark, which trains its cells on other machines. What an application is started with
 * is Spark's: its scripts, its {@code conf} folder, its settings. Only what nobody set is set here: a cell is a task with as many
 * cores as it has threads, the one of its executor; tries that were lost are repeated up to {@value #TRIES} times.
 *
 * @param program the folder of this distribution or checkout
 * @param master as Spark's {@code --master}
 * @param settings {@code KEY=VALUE}, as Spark's {@code --conf}
 * @param threads that a cell computes with
 * @param name of the ablation
 * @param file of the ablation
 * @param sets {@code KEY=VALUE} of its {@code --set}
 * @param out a folder, or the address of one
 */
public record SparkSubmission(
        Path program,
        String master,
        List<String> settings,
        int threads,
        String name,
        Path file,
        List<String> sets,
        String out) {
    private static final int TRIES = 8;
    private static final String APPLICATION = "org.fpn4j.spark.CellsOnSpark";
    private static final int MILLISECONDS_BETWEEN_LOOKS = 200;

    public SparkSubmission {
        requireNonNull(program, "program is null");
        requireNonNull(master, "master is null");
        settings = List.copyOf(settings);
        requireNonNull(name, "name is null");
        requireNonNull(file, "file is null");
        sets = List.copyOf(sets);
        requireNonNull(out, "out is null");
        for (String setting : settings) {
            if (setting.indexOf('=') < 1) {
                throw new UserInputException("--spark-conf", "setting[" + setting + "] is not KEY=VALUE");
            }
        }
    }

    /**
     * Runs it; its output is this process'.
     *
     * @param environment of this process
     * @return its exit code, which is that of {@code ./fpn ablate}; empty where it was asked to stop
     * @throws UserInputException where there is no Spark, or not what is to run there
     */
    public OptionalInt run(Map<String, String> environment, StopRequest stop) {
        List<String> arguments = arguments(environment);
        return stop.during(() -> {
            try {
                return await(
                        SparkHome.of(environment).submit(arguments).inheritIO().start(), stop);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static OptionalInt await(Process process, StopRequest stop) throws InterruptedException {
        while (!process.waitFor(MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
            if (stop.isAsked()) {
                process.destroy(); // Spark then ends its executors, and they their trainings
                process.waitFor();
            }
        }
        return stop.isAsked() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** What {@code spark-submit} is given. */
    List<String> arguments(Map<String, String> environment) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put("spark.app.name", "fpn4j " + name);
        own.put("spark.fpn.home", program.toAbsolutePath().toString());
        own.put("spark.fpn.driver.home", program.toAbsolutePath().toString());
        own.put("spark.task.cpus", Integer.toString(threads));
        own.put("spark.executor.cores", Integer.toString(threads));
        own.put("spark.task.maxFailures", Integer.toString(TRIES));
        own.put("spark.log.level", "WARN");
        own.keySet().removeAll(SparkHome.of(environment).defaults(environment));
        settings.forEach(setting -> own.remove(setting.substring(0, setting.indexOf('='))));
        List<String> arguments = new ArrayList<>(List.of("--master", master));
        own.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
        settings.forEach(setting -> arguments.addAll(List.of("--conf", setting)));
        arguments.addAll(List.of("--class", APPLICATION, "--jars"));
        arguments.add(jar("fpn-claim", "lib", "fpn-claim/target").toString());
        arguments.add(jar("fpn-spark", "lib/spark", "fpn-spark/target").toString());
        arguments.add(file.toAbsolutePath().toString());
        sets.forEach(set -> arguments.addAll(List.of("--set", set)));
        arguments.addAll(List.of("--out", out));
        return arguments;
    }

    /** In a distribution and in a checkout. */
    private Path jar(String module, String... folders) {
        for (String folder : folders) {
            File[] jars = program.resolve(folder)
                    .toFile()
                    .listFiles((directory, file) -> file.startsWith(module + "-")
                            && file.endsWith(".jar")
                            && !file.matches(".*-(sources|javadoc|tests)\\.jar"));
            if (jars != null && jars.length > 0) {
                return jars[0].toPath().toAbsolutePath();
            }
        }
        throw new UserInputException(
                program.toString(), "holds no jar of " + module, "mvn -DskipTests package -pl fpn-spark -am makes it");
    }
}
