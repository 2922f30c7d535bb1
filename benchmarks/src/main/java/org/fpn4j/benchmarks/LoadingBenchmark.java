package org.fpn4j.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.experiments.ablation.Ablation;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.ExperimentConfig;
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

/** What a loader's thread does for one training image of {@code configs/quickstart.yaml}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LoadingBenchmark {
    /** Whether decoded pictures are kept, as from the second epoch on; else each is drawn anew. */
    @Param({"true", "false"})
    public boolean cached;

    private Dataset train;
    private SampleTransform transform;
    private HeadGeometry geometry;
    private PictureCache cache;
    private long next;

    /** Opens the first variant's data. */
    @Setup(Level.Trial)
    public void open() {
        Experiment experiment = Ablation.load(Configs.file("quickstart.yaml"), List.of())
                .cells()
                .get(0)
                .experiment();
        ExperimentConfig config = experiment.config();
        train = config.data().open(Split.TRAIN);
        transform = config.input().transform(config.augmentation(), ClassSwap.NONE, config.seed());
        geometry = experiment
                .detector()
                .geometry(config.input().height(), config.input().width());
        cache = PictureCache.ofMegabytes(cached ? config.training().cacheMegabytes() : 0);
    }

    /** Decodes, augments and normalises an image and assigns its targets. */
    @Benchmark
    public ImageTargets load() {
        int count = train.images().size();
        ImageEntry image = train.images().get((int) (next % count));
        long pass = next / count;
        Sample sample = cache.with(image, picture -> transform.apply(image, picture, pass));
        next++;
        return geometry.assign(sample.scene());
    }
}
