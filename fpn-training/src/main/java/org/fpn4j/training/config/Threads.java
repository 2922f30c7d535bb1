package org.fpn4j.training.config;

import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Operation;

/**
 * With how many threads native kernels compute. Threads decide the bits, so {@code execution.threads: 0} is resolved by a
 * rule and not by a clock: from the work of the network and the cores that this process may use.
 *
 * @param count 1 or more
 * @param reason in words, for people
 */
public record Threads(int count, String reason) {
    /**
     * Multiply-accumulates of a kernel that keep one thread busy: a tenth of a millisecond on the cores that were measured,
     * ten times what it takes to hand work to a thread and wait for it.
     */
    public static final long WORTH_A_THREAD = 6_000_000;

    private static final String GROUP_NORM = new Operation.GroupNorm(1, 1).label();

    /** What a config says of a network whose forward pass this is, for one image. */
    static Threads resolve(ExecutionConfig config, CostGraph cost, int batch) {
        long perImage = cost.nodes().stream()
                .filter(node -> node.kind().equals(GROUP_NORM)) // one kernel for each image of a batch
                .count();
        double kernels = cost.nodes().size() + (batch - 1.0) * perImage;
        return resolve(
                config.threads(),
                batch * (double) cost.macs("") / kernels,
                Runtime.getRuntime().availableProcessors());
    }

    /**
     * The rule: as many threads as the mean kernel of a forward pass keeps busy, at most one a core.
     *
     * @param configured as in {@code execution.threads}
     * @param macs multiply-accumulates of the mean kernel on a batch
     * @param cores that may be used
     */
    static Threads resolve(int configured, double macs, int cores) {
        if (configured > 0) {
            return new Threads(configured, "as execution.threads says");
        }
        int busy = (int) Math.max(1, Math.min(cores, macs / WORTH_A_THREAD));
        return new Threads(
                busy,
                String.format(
                        Locale.ROOT,
                        "of %d %s: a kernel has %.1f million multiply-accumulates on average, and %.0f million are "
                                + "worth a thread",
                        cores,
                        cores == 1 ? "core" : "cores",
                        macs / 1e6,
                        WORTH_A_THREAD / 1e6));
    }

    /**
     * Checks that runs can go on at the same time in one process, which has one number of threads for ND4J's kernels.
     *
     * @param ofRuns numbers of threads of all of them; asked for where there are several workers
     * @param workers that run at the same time
     * @throws UserInputException where their numbers of threads differ
     */
    public static void requireOne(Stream<Threads> ofRuns, int workers) {
        requireOne(ofRuns, workers, "workers[" + workers + "]", "; workers=1 runs one after the other");
    }

    /**
     * The same for runs on several devices.
     *
     * @param atATime of them on all devices together
     */
    public static void requireOneOnDevices(Stream<Threads> ofRuns, int atATime) {
        requireOne(ofRuns, atATime, "several devices", "");
    }

    private static void requireOne(Stream<Threads> ofRuns, int atATime, String by, String otherwise) {
        TreeSet<Integer> counts = new TreeSet<>();
        if (atATime > 1) {
            ofRuns.forEach(threads -> counts.add(threads.count()));
        }
        if (counts.size() > 1) {
            throw new UserInputException(
                    "execution",
                    "threads" + counts + " of different cells cannot be kept apart by " + by + " of one process",
                    "execution.threads=" + counts.first() + " gives all cells the same number" + otherwise);
        }
    }
}
