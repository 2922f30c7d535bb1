package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.HeadRun;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.execution.PlanNetwork;
import org.fpn4j.experiments.benchmark.RandomBatch;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.config.Threads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn plan}. */
@Command(
        name = "plan",
        description =
                "What will run: operations in order with their kernels, formats, memory, and what they are made of.")
final class PlanCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "An experiment, as in configs/models.")
    private Path config;

    @Option(names = "--inference", description = "The plan that predicts; without it, the plan of a training step.")
    private boolean inference;

    @Option(
            names = "--time",
            paramLabel = "RUNS",
            description = "Also runs it on random images and gives the mean time of each step.")
    private int runs;

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        Experiment experiment = Experiment.load(config, sets.list());
        if (!inference) {
            experiment.checked().requireTrainingType();
        }
        if (runs > 0 && inference) {
            new MemoryCheck(experiment)
                    .prediction(experiment.config().training().batchSize());
        } else if (runs > 0) {
            new MemoryCheck(experiment).step();
        }
        PlanDescription plan = inference ? inference(experiment) : training(experiment);
        json.write(values(plan, experiment.checked().threads()));
        json.print(table(plan, experiment.checked().threads()));
        return 0;
    }

    private PlanDescription inference(Experiment experiment) {
        InputConfig input = experiment.config().input();
        Detector detector = experiment.detector();
        int batch = experiment.config().training().batchSize();
        PlanExecutor executor = runs == 0
                ? experiment.checked().describingExecutor()
                : RandomBatch.executor(experiment, weights(experiment));
        try (NetworkPlan plan =
                executor.plan(detector.inference(batch, input.height(), input.width()), Purpose.INFERENCE)) {
            List<String> outputs = OutputPart.HEAD.among(plan.outputs().keySet());
            if (runs == 0) {
                return plan.describe(outputs);
            }
            try (PlanNetwork network = plan.start(weights(experiment))) {
                HeadRun head = new HeadRun(network, detector.geometry(input.height(), input.width()));
                return network.time(head.inputs(RandomBatch.images(experiment)), outputs, runs);
            }
        }
    }

    private PlanDescription training(Experiment experiment) {
        InputConfig input = experiment.config().input();
        int batch = experiment.config().training().batchSize();
        try (NetworkPlan plan = experiment
                .checked()
                .executor()
                .plan(experiment.detector().training(batch, input.height(), input.width()), Purpose.TRAINING)) {
            if (runs == 0) {
                return plan.describeGradients();
            }
            try (PlanNetwork network = plan.start(weights(experiment))) {
                return network.timeGradients(RandomBatch.training(experiment), runs);
            }
        }
    }

    private static Weights weights(Experiment experiment) {
        InputConfig input = experiment.config().input();
        return Weights.initial(
                experiment
                        .detector()
                        .cost(input.height(), input.width())
                        .graph()
                        .parameters(),
                experiment.config().seed());
    }

    private static Map<String, Object> values(PlanDescription plan, Threads threads) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("threads", threads.count());
        values.put("arena_bytes", plan.arenaBytes());
        values.put("unshared_bytes", plan.unsharedBytes());
        values.put("kept_bytes", plan.keptBytes());
        values.put("heap_bytes", plan.heapBytes());
        values.put("memory_bytes", memories(plan));
        values.put("once", plan.once());
        values.put("steps", plan.everyRun());
        return values;
    }

    /** Bytes of both arenas by the name of the memory. */
    private static Map<String, Long> memories(PlanDescription plan) {
        Map<String, Long> memories = new LinkedHashMap<>();
        plan.memories().forEach((memory, bytes) -> memories.merge(memory.name(), bytes, Long::sum));
        return memories;
    }

    private String table(PlanDescription plan, Threads threads) {
        StringBuilder table = new StringBuilder();
        if (!plan.once().isEmpty()) {
            table.append("Once, after parameters were loaded:\n");
            append(table, plan.once());
            table.append("\nEvery run:\n");
        }
        append(table, plan.everyRun());
        if (runs > 0) {
            appendTimes(table, plan);
        }
        table.append(String.format(
                Locale.ROOT,
                "%d steps. Arena %s; without shared memory it would be %s. Kept between runs %s.%n",
                plan.everyRun().size(),
                megabytes(plan.arenaBytes()),
                megabytes(plan.unsharedBytes()),
                megabytes(plan.keptBytes())));
        if (plan.heapBytes() > 0) {
            table.append(String.format("Decisions hold %s of Java's heap.%n", megabytes(plan.heapBytes())));
        }
        Map<String, Long> memories = memories(plan);
        if (memories.size() > 1) {
            table.append(memories.entrySet().stream()
                    .map(memory -> memory.getKey() + " " + megabytes(memory.getValue()))
                    .collect(Collectors.joining("; ", "Of both: ", ".\n")));
        }
        table.append(String.format("Threads: %d, %s.%n", threads.count(), threads.reason()));
        return table.toString().stripTrailing();
    }

    private void append(StringBuilder table, List<PlanDescription.Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            PlanDescription.Row row = rows.get(i);
            table.append(String.format(Locale.ROOT, "%4d %-44s %s %s", i, row.label(), row.provider(), row.kernel()));
            if (row.seconds() > 0) {
                table.append(String.format(Locale.ROOT, ", %.3f ms", 1e3 * row.seconds()));
            }
            table.append('\n');
            if (!row.because().isEmpty()) {
                table.append("       because ").append(row.because()).append('\n');
            }
            if (!row.inputs().isEmpty()) {
                table.append("       from ")
                        .append(String.join(", ", row.inputs()))
                        .append('\n');
            }
            for (PlanDescription.Output output : row.outputs()) {
                table.append(String.format(
                        Locale.ROOT,
                        "       to   %s %s %s, %s%s%n",
                        output.name(),
                        output.shape(),
                        output.format(),
                        megabytes(output.bytes()),
                        output.offset() < 0
                                ? " of " + output.place() + "s"
                                : " at " + output.place() + " + " + output.offset()));
            }
            if (row.scratch() > 0) {
                table.append("       scratch ").append(megabytes(row.scratch())).append('\n');
            }
            if (row.origins().size() > 1) {
                table.append("       fused of ")
                        .append(String.join(", ", row.origins()))
                        .append('\n');
            }
        }
    }

    /** Times by kind of step and kernel, longest first. */
    private static void appendTimes(StringBuilder table, PlanDescription plan) {
        Map<String, double[]> sums = new LinkedHashMap<>(); // seconds, count
        double total = 0;
        for (PlanDescription.Row row : plan.everyRun()) {
            double[] sum = sums.computeIfAbsent(
                    row.label() + "  " + row.provider() + " " + row.kernel(), key -> new double[2]);
            sum[0] += row.seconds();
            sum[1]++;
            total += row.seconds();
        }
        List<Map.Entry<String, double[]>> longest = new ArrayList<>(sums.entrySet());
        longest.sort((a, b) -> Double.compare(b.getValue()[0], a.getValue()[0]));
        table.append(String.format(Locale.ROOT, "%nTime by kind, of %.1f ms:%n", 1e3 * total));
        for (Map.Entry<String, double[]> entry : longest) {
            table.append(String.format(
                    Locale.ROOT,
                    "%9.2f ms %5.1f %% %4.0f x  %s%n",
                    1e3 * entry.getValue()[0],
                    100 * entry.getValue()[0] / total,
                    entry.getValue()[1],
                    entry.getKey()));
        }
        table.append('\n');
    }

    private static String megabytes(long bytes) {
        return bytes < 100_000 ? bytes + " B" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
