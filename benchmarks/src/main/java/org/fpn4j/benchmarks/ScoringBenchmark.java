package org.fpn4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.MetricValues;
import org.fpn4j.evaluation.metric.Metrics;
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

/** COCO's metrics at the size of COCO's validation split, on all cores. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class ScoringBenchmark {
    private static final int OBJECTS = 7; // per image, as COCO has

    /** Images, each with seven objects. */
    @Param("5000")
    public int images;

    /** Categories. */
    @Param("80")
    public int classes;

    /** Detections of each image: its objects, moved a little, and boxes anywhere. */
    @Param("100")
    public int detectionsPerImage;

    private CocoGroundTruth truth;
    private List<CocoDetection> detections;

    /** Makes objects and detections. */
    @Setup(Level.Trial)
    public void detect() {
        SampleRandom random = SampleRandom.of(1, "scoring");
        TreeMap<Long, String> categories = new TreeMap<>();
        for (long id = 1; id <= classes; id++) {
            categories.put(id, "class" + id);
        }
        TreeSet<Long> imageIds = new TreeSet<>();
        List<CocoObject> objects = new ArrayList<>();
        detections = new ArrayList<>();
        for (long image = 1; image <= images; image++) {
            imageIds.add(image);
            for (int i = 0; i < detectionsPerImage; i++) {
                long category = 1L + random.below(classes);
                double x = random.uniform(0, 400);
                double y = random.uniform(0, 300);
                double width = random.uniform(5, 200);
                double height = random.uniform(5, 200);
                if (i < OBJECTS) {
                    boolean crowd = random.chance(0.02);
                    objects.add(new CocoObject(
                            objects.size() + 1L, image, category, x, y, width, height, width * height, crowd));
                    x += random.uniform(-9, 9);
                    y += random.uniform(-9, 9);
                }
                detections.add(new CocoDetection(image, category, x, y, width, height, random.nextDouble()));
            }
        }
        truth = new CocoGroundTruth(categories, imageIds, objects);
    }

    /** All metrics. */
    @Benchmark
    public MetricValues score() {
        return Metrics.coco().read(evaluated());
    }

    EvaluatedDetections evaluated() {
        return EvaluatedDetections.of(truth, detections, new CocoParameters());
    }
}
