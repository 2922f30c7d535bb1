package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.experiments.benchmark.Benchmark;
import org.fpn4j.experiments.benchmark.Times;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.memory.MemoryCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn bench}. */
@Command(
        name = "bench",
        description = "Times forward passes and training steps on random images; tells the peak memory.")
final class BenchCommand implements Callable<Integer> {
    /** What is measured where not everything is. */
    enum Part {
        FORWARD,
        TRAIN_STEP
    }

    @Parameters(paramLabel = "CONFIG", description = "An experiment, as in configs/models.")
    private Path config;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "8",
            description = "Runs that count; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "2",
            description = "Runs before them; default ${DEFAULT-VALUE}.")
    private int warmup;

    @Option(names = "--only", paramLabel = "PART", description = "Measures one part: forward or train_step.")
    private Part only;

    @Mixin
    private SetOptions sets;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        if (repeats < 1) {
            problems.add("--repeats", "repeats[" + repeats + "] must be >= 1");
        }
        if (warmup < 0) {
            problems.add("--warmup", "warmup[" + warmup + "] must be >= 0");
        }
        problems.throwIfAny();
        Experiment experiment = Experiment.load(config, sets.list());
        if (only != Part.FORWARD) {
            experiment.checked().requireTrainingType();
        }
        MemoryCheck memory = new MemoryCheck(experiment);
        if (only != Part.TRAIN_STEP) {
            memory.prediction(experiment.config().training().batchSize());
        }
        if (only != Part.FORWARD) {
            memory.step();
        }
        Benchmark.Result result =
                new Benchmark(experiment, warmup, repeats).run(only != Part.TRAIN_STEP, only != Part.FORWARD);
        if (!result.peak().reason().isEmpty()) {
            Console.log().println(result.peak().reason());
        }
        json.write(values(result));
        json.print(table(result));
        return 0;
    }

    private static Map<String, Object> values(Benchmark.Result result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("batch", result.batch());
        values.put("height", result.height());
        values.put("width", result.width());
        values.put("kernels", result.kernels());
        values.put("dtype", result.dtype());
        values.put("threads", result.threads());
        values.put("parameters", result.parameters());
        result.forward().ifPresent(times -> values.put("forward_ms", milliseconds(times)));
        result.trainStep().ifPresent(times -> values.put("train_step_ms", milliseconds(times)));
        values.put("peak_rss_mb", result.peak().megabytes());
        result.firstStepSeconds().ifPresent(seconds -> values.put("first_step_s", round(seconds, 100)));
        return values;
    }

    private static Map<String, Double> milliseconds(Times times) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("min", round(times.min(), 1000));
        values.put("median", round(times.median(), 1000));
        return values;
    }

    private static double round(double value, double steps) {
        return Math.round(value * steps) / steps;
    }

    private static String table(Benchmark.Result result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "input %dx3x%dx%d, %,d parameters, kernels %s, %s, threads %d%n",
                result.batch(),
                result.height(),
                result.width(),
                result.parameters(),
                result.kernels(),
                result.dtype(),
                result.threads()));
        text.append(String.format(Locale.ROOT, "%-14s %12s %12s%n", "", "min ms", "median ms"));
        result.forward().ifPresent(times -> row(text, "forward", times));
        result.trainStep().ifPresent(times -> row(text, "training step", times));
        result.firstStepSeconds()
                .ifPresent(seconds -> text.append(
                        String.format(Locale.ROOT, "first training step %.1f s after the start%n", seconds)));
        if (result.peak().megabytes() >= 0) {
            text.append(String.format(
                    Locale.ROOT, "peak memory %,d MB%n", result.peak().megabytes()));
        }
        return text.toString().stripTrailing();
    }

    private static void row(StringBuilder text, String name, Times times) {
        text.append(String.format(Locale.ROOT, "%-14s %12.1f %12.1f%n", name, times.min(), times.median()));
    }
}
