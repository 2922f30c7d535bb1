package org.fpn4j.engine.nd4j;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.ArrayValues;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/** Decisions, on copies of their inputs on Java's heap. */
final class DecisionKernels {
    private DecisionKernels() {}

    static Recipe decide(Step step, Operation.Decision decision) {
        List<Shape> shapes = step.inputs().stream().map(Value::shape).toList();
        long values = Stream.concat(step.inputs().stream(), step.outputs().stream())
                .mapToLong(value -> value.shape().size())
                .sum();
        return new Recipe("decide", List.of(), Float.BYTES * values, (program, arrays) -> {
            List<ArrayValues> in = arrays.in().stream().map(ArrayValues::of).toList();
            ArrayValues out = ArrayValues.of(arrays.out(0));
            List<float[]> read = in.stream().map(DecisionKernels::array).toList();
            float[] decided = array(out);
            program.inJava(in, List.of(out), () -> {
                for (int i = 0; i < in.size(); i++) {
                    in.get(i).read(0, read.get(i), 0, read.get(i).length);
                }
                decision.decide(read, shapes, decided);
                out.write(0, decided, 0, decided.length);
            });
        });
    }

    private static float[] array(ArrayValues values) {
        return new float[Math.toIntExact(values.size())];
    }
}
