package org.fpn4j.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;

/**
 * What a training's steps are made of: the stack of the training thread, looked at every millisecond. {@code bench/profile
 * CONFIG [KEY=VALUE ...]} runs it. Java looks at a thread where its own code allows, which moves a sample within a
 * loop but not out of the part that the loop belongs to.
 */
public final class StepProfile {
    private static final int WARMUP = 100; // steps, until everything that is often called is compiled
    private static final long PERIOD_NANOS = 1_000_000;
    private static final String STEP = "org.fpn4j.training.loop.TrainingSession.step";

    /** Where a step's time goes: each sample belongs to the first part that is being called. */
    enum Part {
        KERNELS("kernels of oneDNN", "org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute"),
        ND4J("kernels of ND4J", "org.fpn4j.engine.nd4j"),
        JAVA("Java within kernels: boxes, vectors, positives", "org.fpn4j.onednn"),
        INPUTS("inputs into the arena", "org.fpn4j.engine.execution.RunningPlan.feed"),
        OPTIMIZER("optimizer, norm of the gradients, running mean", "org.fpn4j.training.optimization"),
        DATA("waiting for data, joining a batch", "org.fpn4j.data.loading"),
        LOOP("everything else: the loop, calls between kernels", STEP);

        final String words;
        private final String called; // a package, class or method

        Part(String words, String called) {
            this.words = words;
            this.called = called;
        }

        private static boolean isCalled(String name, StackTraceElement[] stack) {
            return Arrays.stream(stack).anyMatch(frame -> (frame.getClassName() + "." + frame.getMethodName() + ".")
                    .startsWith(name + "."));
        }

        /** The part of a thread's stack; empty where no step is being made. */
        static Optional<Part> of(StackTraceElement[] stack) {
            return isCalled(STEP, stack)
                    ? Arrays.stream(values())
                            .filter(part -> isCalled(part.called, stack))
                            .findFirst()
                    : Optional.empty();
        }
    }

    /** Seconds of each part, in so many steps. */
    record Result(Map<Part, Double> seconds, long steps) {
        double milliseconds(Part part) {
            return 1e3 * seconds.getOrDefault(part, 0.0) / steps;
        }

        double share(Part part) {
            double all =
                    seconds.values().stream().mapToDouble(Double::doubleValue).sum();
            return seconds.getOrDefault(part, 0.0) / all;
        }
    }

    private final Map<Part, Double> seconds = new EnumMap<>(Part.class);
    private volatile boolean counting;
    private volatile boolean ended;
    private long steps;

    /** Takes the path of a config, and changes of it. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> all = List.of(arguments);
        CheckedConfig config = CheckedConfig.load(Path.of(all.get(0)), all.subList(1, all.size()));
        print(new StepProfile().run(config, WARMUP), System.out);
    }

    /**
     * Trains as the config says.
     *
     * @param warmup steps that are not looked at
     */
    Result run(CheckedConfig config, int warmup) throws InterruptedException {
        TrainingData data = TrainingData.open(config, PictureCache.ofMegabytes(64), line -> {}, CheckListener.SILENT);
        Thread training = Thread.currentThread();
        Thread sampler = new Thread(() -> sample(training), "profile");
        TrainingListener counter = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                counting = step.step() >= warmup;
                steps = Math.max(0, step.step() - warmup);
            }
        };
        sampler.start();
        try {
            Trainer.of(config, data).heardBy(counter).run();
        } finally {
            ended = true;
            sampler.join();
        }
        return new Result(seconds, steps);
    }

    /** The time since the last look belongs to what is being done now. */
    private void sample(Thread training) {
        long last = System.nanoTime();
        while (!ended) {
            LockSupport.parkNanos(PERIOD_NANOS);
            StackTraceElement[] stack = training.getStackTrace();
            long now = System.nanoTime();
            double passed = (now - last) / 1e9;
            if (counting) {
                Part.of(stack).ifPresent(part -> seconds.merge(part, passed, Double::sum));
            }
            last = now;
        }
    }

    private static void print(Result result, PrintStream out) {
        out.println("| part of a step | ms | share |");
        out.println("|---|--:|--:|");
        for (Part part : Part.values()) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.1f %% |%n",
                    part.words,
                    result.milliseconds(part),
                    100 * result.share(part));
        }
        out.printf(Locale.ROOT, "%nOf %d steps.%n", result.steps());
    }
}
