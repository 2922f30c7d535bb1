package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.fpn4j.spark.mirror.Mirror;
import scala.Tuple2;

/** An ablation from its orders to its report: the command line writes both, on the driver's machine, and cells are trained between. */
final class CellRuns {
    private final SparkConf conf;
    private final LauncherHome home;
    private final AblationArguments arguments;
    private final Path scratch;

    /**
     * An ablation that has not begun.
     *
     * @param home of the command line on this machine
     * @param scratch an empty folder
     */
    CellRuns(SparkConf conf, LauncherHome home, AblationArguments arguments, Path scratch) {
        this.conf = requireNonNull(conf, "conf is null");
        this.home = requireNonNull(home, "home is null");
        this.arguments = requireNonNull(arguments, "arguments is null");
        this.scratch = requireNonNull(scratch, "scratch is null");
    }

    /** Results go into a folder that all machines see; the exit code. */
    int shared() throws IOException, InterruptedException {
        Path out = Path.of(arguments.out().replaceFirst("^file:(?://(?=/))?", ""));
        return run(out, orders -> {
            SharedFolder place = SharedFolder.marked(out);
            try {
                return train(place, orders);
            } finally {
                place.unmark();
            }
        });
    }

    /** Results go into a folder of one of Hadoop's file systems, of which this machine has a copy for a while; the exit code. */
    int elsewhere() throws IOException, InterruptedException {
        RemoteFolder place = RemoteFolder.of(arguments.out(), hadoop());
        org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(arguments.out());
        Path copy = Files.createDirectories(scratch.resolve("copy").resolve(remote.getName()));
        try (FileSystem files = opened(place)) {
            Mirror mirror = new Mirror(files, remote, copy);
            mirror.download(CellRuns::isOfResults);
            int code = run(copy, orders -> {
                List<CellOutcome> outcomes = train(place, orders);
                mirror.download(CellRuns::isOfResults);
                return outcomes;
            });
            mirror.upload(scratch.resolve("links"));
            System.err.println(copy + " was a copy; its files are in " + arguments.out());
            return code;
        }
    }

    /** @throws Refusal where there is no such file system */
    private FileSystem opened(RemoteFolder place) {
        try {
            return place.open();
        } catch (IOException e) {
            throw new Refusal("address[" + arguments.out() + "] cannot be opened: "
                    + Reasons.firstLine(String.valueOf(e.getMessage()))
                    + "; give one that the Hadoop of SPARK_HOME knows, or a path that all machines see");
        }
    }

    /** Checkpoints of runs that go on are for those who train. */
    private static boolean isOfResults(String name) {
        return !name.matches(".*/checkpoints/(step-|best[.]).*");
    }

    private Configuration hadoop() {
        Configuration hadoop = new Configuration();
        for (Tuple2<String, String> setting : conf.getAllWithPrefix("spark.hadoop.")) {
            hadoop.set(setting._1(), setting._2());
        }
        return hadoop;
    }

    /** How orders become runs. */
    private interface Training {
        List<CellOutcome> train(List<CellOrder> orders) throws IOException, InterruptedException;
    }

    private int run(Path out, Training training) throws IOException, InterruptedException {
        Path folder = scratch.resolve("orders");
        int code = command(out, "--orders", folder.toString());
        if (code != 0) {
            return code;
        }
        List<CellOrder> orders = read(folder);
        List<CellOutcome> outcomes = orders.isEmpty() ? List.of() : training.train(orders);
        code = command(out, "--report");
        if (outcomes.stream().anyMatch(CellOutcome::ours)) {
            return 1;
        }
        return code == 0 && !outcomes.stream().allMatch(CellOutcome::trained) ? CellsOnSpark.USERS : code;
    }

    private int command(Path out, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments.ablate(out.toString()));
        command.addAll(List.of(more));
        return home.process(command, "of the driver").inheritIO().start().waitFor();
    }

    private static List<CellOrder> read(Path folder) throws IOException {
        List<CellOrder> orders = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replaceFirst("[.]json$", "");
                orders.add(new CellOrder(name, Files.readString(file), System.getProperty("user.dir")));
            }
        }
        return orders;
    }

    private List<CellOutcome> train(RunPlace place, List<CellOrder> orders) throws InterruptedException {
        CellTask task = new CellTask(place, conf.get(CellsOnSpark.HOME), secondsToStop());
        try (JavaSparkContext spark = started()) {
            spark.sc().addSparkListener(new CellLog(System.err::println));
            return new CellJobs(spark, System.err::println).run(orders, task);
        }
    }

    private long secondsToStop() {
        String seconds = conf.get(CellsOnSpark.STOP_SECONDS, CellsOnSpark.DEFAULT_STOP_SECONDS);
        if (!seconds.matches("\\d{1,6}")) {
            throw new Refusal("setting[" + CellsOnSpark.STOP_SECONDS + "=" + seconds
                    + "] is no number of seconds; right is 0 to" + " 999999");
        }
        return Long.parseLong(seconds);
    }

    /** @throws Refusal where Spark takes its settings for wrong, which it says by exceptions that it does not declare */
    private JavaSparkContext started() {
        try {
            return new JavaSparkContext(conf);
        } catch (Exception e) {
            if (e instanceof SparkException) {
                throw new Refusal("Spark does not start: " + Reasons.firstLine(String.valueOf(e.getMessage())));
            }
            throw e;
        }
    }
}
