package org.fpn4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.fpn4j.core.nd4j.NativeThreads;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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
 * The machine's memory bandwidth: one vector is added to another, both far larger than the caches. An addition moves three
 * times a vector's bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MemoryBenchmark {
    /** Values per vector: 256 MB each. */
    @Param("67108864")
    public long length;

    private INDArray sum;
    private INDArray term;

    /** Writes both vectors once. */
    @Setup(Level.Trial)
    public void fill() {
        NativeThreads.hold(Runtime.getRuntime().availableProcessors()).enter();
        sum = Nd4j.zeros(DataType.FLOAT, length);
        term = Nd4j.ones(DataType.FLOAT, length);
    }

    @Benchmark
    public INDArray add() {
        return sum.addi(term);
    }
}
