package org.fpn4j.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How time and memory of the program grow with the work, each measured on a process of its own: annotations, detections,
 * classes, finished cells of an ablation, and a training beside a busy program. {@code bench/growth [SHARE]} runs it; a share
 * below 1 makes all sizes smaller.
 */
public final class Growth {
    /** Up to COCO's training images, a whole COCO validation of LVIS' size, and LVIS' classes. */
    private static final long[] IMAGES = {1_000, 10_000, 118_000};

    private static final long[] DETECTIONS = {10_000, 100_000, 1_000_000, 3_600_000};
    private static final long[] CLASSES = {3, 30, 300, 1203}; // the data have three
    private static final long[] CELLS = {1, 10, 60};

    /** Time grows in a straight line up to this exponent: clocks and caches bend it a little. */
    private static final double LINEAR = 1.15;

    private final Path root;
    private final GrowthFiles files;
    private final Path folder;
    private final PrintStream out;

    /** A size and what it took. */
    record Point(long size, MeasuredProcess took) {}

    Growth(Path root, Path folder, PrintStream out) {
        this.root = root;
        this.folder = folder;
        this.files = new GrowthFiles(folder);
        this.out = out;
    }

    /** Takes the share of the full sizes, 1 where nothing is said. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        double share = arguments.length == 0 ? 1 : Double.parseDouble(arguments[0]);
        Path folder = Files.createTempDirectory("growth");
        try {
            new Growth(Path.of(System.getProperty("fpn.root", ".")), folder, System.out).run(share);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    void run(double share) throws IOException, InterruptedException {
        out.println("| work | size | seconds | processor seconds | peak MB | time grows as |");
        out.println("|---|--:|--:|--:|--:|---|");
        table("images of an annotation file, read by `score`", sized(IMAGES, share), this::annotations);
        table("detections, scored by `score`", sized(DETECTIONS, share), this::detections);
        table("classes of the head, 16 images by `eval`", sized(CLASSES, share), this::classes);
        table("finished cells, `ablate` again", sized(CELLS, share), this::cells);
        besideABusyLoop(Math.max(1, (int) (6 * share)));
    }

    /** Sizes times a share, each at least 1 and larger than the one before. */
    static long[] sized(long[] sizes, double share) {
        return Arrays.stream(sizes)
                .map(size -> Math.max(1, Math.round(size * share)))
                .distinct()
                .toArray();
    }

    /** Measures one size. */
    @FunctionalInterface
    private interface Measurement {
        MeasuredProcess of(long size) throws IOException, InterruptedException;
    }

    private void table(String work, long[] sizes, Measurement measurement) throws IOException, InterruptedException {
        List<Point> points = new ArrayList<>();
        for (long size : sizes) {
            points.add(new Point(size, measurement.of(size)));
            MeasuredProcess took = points.get(points.size() - 1).took();
            out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %.2f | %.2f | %,d | %s |%n",
                    work,
                    size,
                    took.seconds(),
                    took.processorSeconds(),
                    took.peakMegabytes(),
                    growth(points));
        }
    }

    /** The power of the size that the time grew with since the size before; start-up makes it small at first. */
    static String growth(List<Point> points) {
        if (points.size() < 2) {
            return "";
        }
        Point last = points.get(points.size() - 1);
        Point before = points.get(points.size() - 2);
        double power = Math.log(last.took().seconds() / before.took().seconds())
                / Math.log((double) last.size() / before.size());
        return String.format(
                Locale.ROOT, "size^%.2f, %s", power, power <= LINEAR ? "linear or better" : "worse than linear");
    }

    private MeasuredProcess fpn(Object... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("fpn").toAbsolutePath().toString()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        return MeasuredProcess.of(command, folder);
    }

    private Path tiny() {
        return root.resolve("configs/models/tiny.yaml").toAbsolutePath();
    }

    private MeasuredProcess annotations(long images) throws IOException, InterruptedException {
        return fpn("score", files.annotations(images), files.detections(images, 100));
    }

    private MeasuredProcess detections(long detections) throws IOException, InterruptedException {
        long images = Math.max(1, detections / 100);
        return fpn("score", files.annotations(images), files.detections(images, detections));
    }

    private MeasuredProcess classes(long classes) throws IOException, InterruptedException {
        List<String> sets = new ArrayList<>();
        for (String change : List.of("head.num_classes=" + Math.max(3, classes), "data.val_images=16")) {
            sets.addAll(List.of("--set", change));
        }
        Path weights = files.weights(tiny(), List.of(sets.get(1)), "weights-" + classes);
        List<Object> arguments = new ArrayList<>(List.of("eval", tiny(), "--weights", weights));
        arguments.addAll(sets);
        return fpn(arguments.toArray());
    }

    /** Of an ablation that is finished: what it takes to find that out and to print the table. */
    private MeasuredProcess cells(long cells) throws IOException, InterruptedException {
        Path ablation = files.ablation(tiny(), (int) cells);
        Path results = folder.resolve("cells");
        fpn("ablate", ablation, "--out", results);
        return fpn("ablate", ablation, "--out", results);
    }

    private void besideABusyLoop(int epochs) throws IOException, InterruptedException {
        training("training of tiny, " + epochs + " epochs, alone", epochs);
        Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            training("the same beside a busy loop", epochs);
        } finally {
            busy.destroyForcibly();
        }
    }

    private void training(String work, int epochs) throws IOException, InterruptedException {
        Path run = Files.createTempDirectory(folder, "run").resolve("run");
        MeasuredProcess took = fpn("train", tiny(), "--out", run, "--set", "training.epochs=" + epochs);
        out.printf(
                Locale.ROOT,
                "| %s | | %.2f | %.2f | %,d | |%n",
                work,
                took.seconds(),
                took.processorSeconds(),
                took.peakMegabytes());
    }
}
