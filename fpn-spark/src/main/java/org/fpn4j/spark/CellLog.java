package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Tells which cell begins where, and which tries failed. */
final class CellLog extends SparkListener {
    /** The property of a job that holds its description, a cell's name here. */
    private static final String DESCRIPTION = "spark.job.description";

    private final Map<Integer, String> cells = new ConcurrentHashMap<>();
    private final Consumer<String> log;

    CellLog(Consumer<String> log) {
        this.log = requireNonNull(log, "log is null");
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
        Optional.ofNullable(stage.properties())
                .map(properties -> properties.getProperty(DESCRIPTION))
                .ifPresent(name -> cells.put(stage.stageInfo().stageId(), name));
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
        int tries = task.taskInfo().attemptNumber();
        log.accept(cell(task.stageId()) + " begins on " + task.taskInfo().host()
                + (tries == 0 ? "" : ", try " + (tries + 1)));
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
        if (task.reason() instanceof TaskFailedReason reason) {
            log.accept(cell(task.stageId()) + " was lost on " + task.taskInfo().host() + ": "
                    + Reasons.firstLine(reason.toErrorString()));
        }
    }

    private String cell(int stage) {
        return cells.getOrDefault(stage, "a cell");
    }
}
