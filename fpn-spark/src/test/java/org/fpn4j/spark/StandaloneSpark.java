package org.fpn4j.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/** A master of Spark and workers of one core each, JVMs of their own on this machine; they log into files. */
final class StandaloneSpark implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Registering worker ");
    private static final int SECONDS_TO_START = 60;

    private final Path home;
    private final Path folder;
    private final List<Process> workers = new ArrayList<>();
    private final Process master;
    private final String address;

    /**
     * Starts all of them.
     *
     * @param home of Spark, with {@code jars}
     * @param folder for logs and work
     */
    StandaloneSpark(Path home, Path folder, int numWorkers) throws IOException, InterruptedException {
        this.home = home;
        this.folder = Files.createDirectories(folder);
        this.master = daemon("master", "org.apache.spark.deploy.master.Master", "--port", "0");
        Matcher started = await(ADDRESS, 1);
        this.address = started.group(1);
        for (int i = 1; i <= numWorkers; i++) {
            String work = folder.resolve("work-" + i).toString();
            workers.add(daemon(
                    "worker-" + i,
                    "org.apache.spark.deploy.worker.Worker",
                    "--port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    work,
                    address));
        }
        await(REGISTERED, numWorkers);
    }

    private Process daemon(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(main, "--host", "127.0.0.1", "--webui-port", "0"));
        command.addAll(List.of(arguments));
        return java(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private ProcessBuilder java(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(List.of("-cp", home.resolve("jars") + File.separator + "*"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", "2.12"); // which Spark's scripts find out
        builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("scratch").toString());
        return builder;
    }

    private Matcher await(Pattern line, int times) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (System.nanoTime() < end) {
            Matcher matcher = line.matcher(Files.readString(folder.resolve("master.log")));
            int found = 0;
            while (matcher.find()) {
                if (++found == times) {
                    return matcher;
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("Spark does not start:\n" + Files.readString(folder.resolve("master.log")));
    }

    /** An application, with its output in a file. */
    Process submit(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", address));
        command.addAll(arguments);
        return java(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Kills the worker that a process descends from, and its executor, but not that process. */
    void killAbove(long pid) {
        ProcessHandle executor = ProcessHandle.of(pid).orElseThrow().parent().orElseThrow();
        executor.parent().orElseThrow().destroyForcibly();
        executor.destroyForcibly();
    }

    @Override
    public void close() {
        List<Process> all = new ArrayList<>(workers);
        all.add(master);
        for (Process process : all) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
