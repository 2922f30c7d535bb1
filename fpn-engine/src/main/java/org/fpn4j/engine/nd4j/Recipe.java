package org.fpn4j.engine.nd4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How ND4J computes a step.
 *
 * @param name of the operation that does most of the work
 * @param temporaries shapes of arrays that are needed while the step runs
 * @param heap bytes of Java's heap that the program holds
 * @param writer writes the program once the arrays are there
 */
record Recipe(String name, List<Shape> temporaries, long heap, Writer writer) {
    private static final long ALIGNMENT = 64; // bytes, a cache line

    /** The step's values and its temporaries; a scalar is an array of one value. */
    record Arrays(List<INDArray> in, List<INDArray> out, List<INDArray> temporary) {
        INDArray in(int index) {
            return in.get(index);
        }

        INDArray out(int index) {
            return out.get(index);
        }

        INDArray temporary(int index) {
            return temporary.get(index);
        }
    }

    /** Writes down what is to be done on the arrays. */
    @FunctionalInterface
    interface Writer {
        void write(Program program, Arrays arrays);
    }

    Recipe {
        temporaries = List.copyOf(temporaries);
    }

    Recipe(String name, List<Shape> temporaries, Writer writer) {
        this(name, temporaries, 0, writer);
    }

    /** A recipe that needs no temporary. */
    static Recipe of(String name, Writer writer) {
        return new Recipe(name, List.of(), writer);
    }

    /** The recipe for a step with every value in {@link Format#PLAIN}. */
    KernelChoice choice(Step step) {
        long scratch =
                temporaries.stream().mapToLong(shape -> aligned(shape.size())).sum() * Float.BYTES;
        return new KernelChoice(
                name,
                Collections.nCopies(step.inputs().size(), Format.PLAIN),
                Collections.nCopies(step.outputs().size(), Format.PLAIN),
                scratch,
                heap,
                (inputs, outputs, block) -> {
                    Program program = new Program();
                    writer.write(
                            program,
                            new Arrays(arrays(inputs, step.inputs()), arrays(outputs, step.outputs()), carved(block)));
                    return program;
                });
    }

    private static List<INDArray> arrays(List<Block> blocks, List<Value> values) {
        List<INDArray> arrays = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            arrays.add(HostBlock.array(blocks.get(i), values.get(i).shape()));
        }
        return arrays;
    }

    private List<INDArray> carved(Block block) {
        List<INDArray> arrays = new ArrayList<>();
        long offset = 0;
        for (Shape shape : temporaries) {
            arrays.add(HostBlock.array(block.part(Float.BYTES * offset, Float.BYTES * shape.size()), shape));
            offset += aligned(shape.size());
        }
        return arrays;
    }

    private static long aligned(long values) {
        long step = ALIGNMENT / Float.BYTES;
        return (values + step - 1) / step * step;
    }
}
