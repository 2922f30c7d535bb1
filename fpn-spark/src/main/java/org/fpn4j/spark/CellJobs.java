package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * All cells as jobs of one task each, of which Spark runs as many at a time as there is room for. In one job of many tasks a
 * cell that fails for the last time would take the others along.
 */
final class CellJobs {
    private static final int MILLISECONDS_BETWEEN_LOOKS = 200;

    private final JavaSparkContext spark;
    private final Consumer<String> log;

    CellJobs(JavaSparkContext spark, Consumer<String> log) {
        this.spark = requireNonNull(spark, "spark is null");
        this.log = requireNonNull(log, "log is null");
    }

    /**
     * Runs them all.
     *
     * @return in the order in which they ended
     * @throws CellLost where Spark ended the application
     * @throws Refusal where a machine is such that nothing can be trained there; cells in training stop with checkpoints
     */
    List<CellOutcome> run(List<CellOrder> orders, CellTask task) throws InterruptedException {
        Map<CellOrder, Future<List<CellOutcome>>> running = new LinkedHashMap<>();
        for (CellOrder order : orders) {
            spark.setJobDescription(order.name());
            running.put(order, spark.parallelize(List.of(order), 1).map(task).collectAsync());
        }
        List<CellOutcome> ended = new ArrayList<>();
        while (!running.isEmpty()) {
            Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
            for (CellOrder order : List.copyOf(running.keySet())) {
                if (running.get(order).isDone()) {
                    CellOutcome outcome = outcome(order, running.remove(order));
                    if (outcome.unfit()) {
                        spark.sc().cancelAllJobs();
                        throw new Refusal(outcome.words());
                    }
                    ended.add(outcome);
                    tell(outcome, ended.size(), orders.size());
                }
            }
        }
        return ended;
    }

    private CellOutcome outcome(CellOrder order, Future<List<CellOutcome>> job) throws InterruptedException {
        try {
            return job.get().get(0);
        } catch (ExecutionException | CancellationException e) {
            if (spark.sc().isStopped()) {
                throw new CellLost("Spark ended the application; the same command goes on with what is there");
            }
            Throwable reason = e.getCause() == null ? e : e.getCause();
            return new CellOutcome(order.name(), 1, Reasons.firstLine(String.valueOf(reason.getMessage())), 0, false);
        }
    }

    private void tell(CellOutcome outcome, int ended, int all) {
        String count = " (" + ended + " of " + all + ")";
        if (outcome.trained()) {
            log.accept(String.format(Locale.ROOT, "%s is trained, %.1f s%s", outcome.name(), outcome.seconds(), count));
        } else {
            log.accept(outcome.name() + " failed" + count + ":" + System.lineSeparator()
                    + outcome.words().indent(4).stripTrailing());
        }
    }
}
