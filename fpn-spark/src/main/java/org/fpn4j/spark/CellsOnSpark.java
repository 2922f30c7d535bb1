package org.fpn4j.spark;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/**
 * The cells of an ablation as an application of Spark, for {@code ./fpn ablate --spark} and for a {@code spark-submit} of
 * one's own. Arguments are {@code FILE [--set KEY=VALUE]... --out OUT}; OUT is a folder that all machines see, or the address
 * of a folder that Hadoop's file systems know. What is unfinished there is trained, as {@code ./fpn ablate} would on this
 * machine; then the table and the report are made here.
 *
 * <p>Settings, as {@code --conf}: {@code spark.fpn.home}, where the command line is on the workers (a distribution or a
 * checkout), below the executor's folder where {@code spark.archives} brings it; {@code spark.fpn.driver.home}, where it is on
 * this machine, otherwise the same; {@code spark.fpn.stopSeconds}, what a cell has to stop with a checkpoint, otherwise 60.
 */
public final class CellsOnSpark {
    static final String HOME = "spark.fpn.home";
    private static final String DRIVER_HOME = "spark.fpn.driver.home";
    static final String STOP_SECONDS = "spark.fpn.stopSeconds";
    static final String DEFAULT_STOP_SECONDS = "60";
    static final int USERS = 2;

    private CellsOnSpark() {}

    /** Ends with the exit code of {@code ./fpn ablate}: 0 where every cell is trained, 2 for mistakes of the user's, else 1. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int code;
        try {
            code = run(new SparkConf(), AblationArguments.of(arguments));
        } catch (Refusal e) {
            System.err.println(e.getMessage());
            code = USERS;
        } catch (CellLost e) {
            System.err.println(e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    static int run(SparkConf conf, AblationArguments arguments) throws IOException, InterruptedException {
        LauncherHome home = driverHome(conf);
        try (ScratchFolder scratch = ScratchFolder.make()) {
            CellRuns runs = new CellRuns(conf, home, arguments, scratch.path());
            return arguments.remote() ? runs.elsewhere() : runs.shared();
        }
    }

    /** @throws Refusal where the settings name none */
    private static LauncherHome driverHome(SparkConf conf) {
        if (!conf.contains(HOME)) {
            throw new Refusal("setting[" + HOME
                    + "] is not there; name the folder of a distribution or a checkout that is on" + " every worker");
        }
        return new LauncherHome(Path.of(conf.get(DRIVER_HOME, conf.get(HOME))).toAbsolutePath());
    }
}
