package org.fpn4j.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.evaluation.replicate.ImageDraws;
import org.fpn4j.evaluation.replicate.Replicates;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The metrics of tables on a thousand draws of the images, matching included, on all cores. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class ReplicatesBenchmark {
    /** Images, categories and detections of each image. */
    @Param({"100x3x50", "5000x80x100"})
    public String size;

    private EvaluatedDetections detections;
    private List<Metric> metrics;

    /** Makes objects and detections. */
    @Setup(Level.Iteration)
    public void detect() {
        String[] parts = size.split("x");
        ScoringBenchmark scoring = new ScoringBenchmark();
        scoring.images = Integer.parseInt(parts[0]);
        scoring.classes = Integer.parseInt(parts[1]);
        scoring.detectionsPerImage = Integer.parseInt(parts[2]);
        scoring.detect();
        detections = scoring.evaluated();
        metrics = Metrics.coco().in(Shown.TABLES);
    }

    /** All draws. */
    @Benchmark
    public Replicates replicates() {
        return Replicates.of(detections, metrics, ImageDraws.USUAL);
    }
}
