package org.fpn4j.training.loop;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fpn4j.training.config.Threads;

/**
 * Finds out whether others take the cores that a run computes with. Threads wait for each other at the end of every kernel,
 * so one that has to share its core makes all of them wait: two threads beside a busy program are slower than one.
 */
final class SharedCores {
    /** Steps that are watched: long enough to say something, soon enough to be of use. */
    static final int STEPS = 50;

    private static final double TOLERANCE = 0.5; // cores: what a machine does besides, and what clocks are off by

    /**
     * How long processors have worked since they were started.
     *
     * @param seconds of wall clock
     * @param all seconds that all cores of the machine were taken, by other machines on the same processor, too
     * @param own seconds that this process has computed
     * @param cores of the machine; 0 where nothing is known
     */
    record Moment(double seconds, double all, double own, int cores) {
        private static final double TICKS = 100; // a second, whatever the kernel was built with

        static Moment now() {
            try {
                return of(Files.readAllLines(Path.of("/proc/stat")));
            } catch (IOException e) {
                return new Moment(0, 0, 0, 0); // only Linux says it
            }
        }

        private static Moment of(List<String> stat) {
            String[] fields = stat.get(0).trim().split("\\s+"); // cpu user nice system idle iowait irq softirq steal
            double taken = 0;
            for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
                taken += Long.parseLong(fields[i]) / TICKS;
            }
            int cores =
                    (int) stat.stream().filter(line -> line.matches("cpu\\d.*")).count();
            com.sun.management.OperatingSystemMXBean system =
                    (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Moment(System.nanoTime() / 1e9, taken, system.getProcessCpuTime() / 1e9, cores);
        }
    }

    private final Moment begin;
    private final Threads threads;
    private int steps;

    SharedCores(Threads threads) {
        this.threads = threads;
        this.begin = Moment.now();
    }

    /** Called after each step; says at one of them, or never, that the cores are shared, and what to set. */
    Optional<String> afterStep() {
        steps++;
        return steps == STEPS ? sentence(begin, Moment.now(), threads) : Optional.empty();
    }

    static Optional<String> sentence(Moment begin, Moment end, Threads threads) {
        double seconds = end.seconds() - begin.seconds();
        double others = (end.all() - begin.all() - (end.own() - begin.own())) / seconds;
        if (end.cores() == 0 || others + threads.count() <= end.cores() + TOLERANCE) {
            return Optional.empty();
        }
        String shared = String.format(
                Locale.ROOT,
                "the cores are shared: others take %.1f of %d while this run computes with %d %s",
                others,
                end.cores(),
                threads.count(),
                threads.count() == 1 ? "thread" : "threads");
        int free = Math.max(1, (int) Math.floor(end.cores() - others + TOLERANCE));
        return Optional.of(
                threads.count() > free
                        ? shared + "; execution.threads: " + free + " would wait less (and give other bits)"
                        : shared + "; it gets a part of what it could");
    }
}
