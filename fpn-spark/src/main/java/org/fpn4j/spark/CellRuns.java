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
        try (FileSystem files = place.open()) {
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
                orders.add(new CellOrder(name, Files.readString(file)));
            }
        }
        return orders;
    }

    private List<CellOutcome> train(RunPlace place, List<CellOrder> orders) throws InterruptedException {
        long secondsToStop = Long.parseLong(conf.get(CellsOnSpark.STOP_SECONDS, CellsOnSpark.DEFAULT_STOP_SECONDS));
        CellTask task = new CellTask(place, conf.get(CellsOnSpark.HOME), secondsToStop);
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            spark.sc().addSparkListener(new CellLog(System.err::println));
            return new CellJobs(spark, System.err::println).run(orders, task);
        }
    }
}
