package org.fpn4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.experiments.config.Experiment;
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

/**
 * From one image's raw predictions to its detections: scores, candidates, boxes, suppression. So many class scores of the
 * image's cells are above the threshold as there are candidates; the others are far below.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodingBenchmark {
    /** Height and width of the image. */
    @Param("512")
    public int size;

    /** Class scores above the threshold. */
    @Param("100000")
    public int candidates;

    /** Of each level, how many of them become boxes: what the configs have, and all. */
    @Param({"1000", "1000000"})
    public int candidatesPerLevel;

    private HeadGeometry retina;
    private Map<String, float[]> retinaOutputs;
    private HeadGeometry fcos;
    private Map<String, float[]> fcosOutputs;

    /** Makes predictions. */
    @Setup(Level.Trial)
    public void predict() {
        Experiment ofRetina = experiment("models/retinanet_r50_fpn.yaml");
        retina = ofRetina.detector().geometry(size, size);
        retinaOutputs = outputs(retina.cells(), ofRetina.config().head().numClasses(), 0.5);
        Experiment ofFcos = experiment("models/fcos_r50_fpn.yaml");
        fcos = ofFcos.detector().geometry(size, size);
        fcosOutputs = outputs(fcos.cells(), ofFcos.config().head().numClasses(), 3);
        float[] centerness = new float[fcos.cells()];
        SampleRandom random = SampleRandom.of(0, "centerness");
        for (int i = 0; i < centerness.length; i++) {
            centerness[i] = (float) random.uniform(2, 4); // scores of 0.88 and more: the class decides
        }
        fcosOutputs.put("centerness", centerness);
    }

    private Experiment experiment(String config) {
        List<String> sets = new ArrayList<>();
        sets.add("input.height=" + size);
        sets.add("input.width=" + size);
        sets.add("head.postprocess.candidates_per_level=" + candidatesPerLevel);
        return Experiment.load(Configs.file(config), sets);
    }

    private Map<String, float[]> outputs(int cells, int classes, double boxes) {
        SampleRandom random = SampleRandom.of(1, "predictions");
        float[] logits = new float[cells * classes];
        double share = Math.min(1, (double) candidates / logits.length);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (random.chance(share) ? random.uniform(-1, 3) : random.uniform(-9, -5));
        }
        float[] deltas = new float[4 * cells];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = (float) random.uniform(0, boxes);
        }
        Map<String, float[]> outputs = new LinkedHashMap<>();
        outputs.put("cls_logits", logits);
        outputs.put("box_deltas", deltas);
        return outputs;
    }

    /** Anchors and their deltas. */
    @Benchmark
    public List<Detection> retina() {
        return retina.decode(retinaOutputs);
    }

    /** Points and their distances. */
    @Benchmark
    public List<Detection> fcos() {
        return fcos.decode(fcosOutputs);
    }
}
