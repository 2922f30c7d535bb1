package org.fpn4j.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.VectorAlgebra;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.core.nd4j.NativeThreads;
import org.fpn4j.training.optimization.AdamW;
import org.fpn4j.training.optimization.Optimizer;
import org.fpn4j.training.optimization.Sgd;
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

/** An optimizer's step on as many parameters as RetinaNet with ResNet-50 has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OptimizerBenchmark {
    private static final double LEARNING_RATE = 1e-4;

    @Param("34014999")
    public int parameters;

    private ParameterBuffers buffers;
    private Optimizer sgd;
    private Optimizer adamW;

    /** Makes the buffers, and both optimizers on them. */
    @Setup(Level.Trial)
    public void create() {
        NativeThreads.hold(Runtime.getRuntime().availableProcessors()).enter();
        Parameter all =
                new Parameter("all", Shape.of(parameters), new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
        buffers = new ParameterBuffers(List.of(all), NativeMemory.shared());
        VectorAlgebra algebra = buffers.memory().algebra();
        algebra.fill(buffers.values(), 1);
        algebra.fill(buffers.gradients(), 1e-3);
        sgd = new Sgd.Config().create(buffers);
        adamW = new AdamW.Config().create(buffers);
    }

    @Benchmark
    public void sgd() {
        sgd.step(LEARNING_RATE);
    }

    @Benchmark
    public void adamW() {
        adamW.step(LEARNING_RATE);
    }

    float value() {
        return buffers.values().part(0, 1).toArray()[0];
    }
}
