package org.fpn4j.core.samediff;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;

/** One of several values in SameDiff, and what no gradient flows to. */
final class Picks {
    private Picks() {}

    /** A variable through which no gradient flows back. */
    static SDVariable stopped(SameDiff sd, SDVariable x) {
        return new StopGradient(sd, x).outputVariable();
    }

    /** A sum of those that are the largest, by how many they are: ND4J's own gives each of equals the whole gradient. */
    static SDVariable maximum(SameDiff sd, List<SDVariable> inputs) {
        SDVariable most = inputs.get(0);
        for (SDVariable other : inputs.subList(1, inputs.size())) {
            most = sd.math().max(most, other);
        }
        SDVariable largest = stopped(sd, most);
        SDVariable sum = null;
        SDVariable count = null;
        for (SDVariable input : inputs) {
            SDVariable has = sd.eq(input, largest).castTo(input.dataType());
            SDVariable value = input.mul(has);
            sum = sum == null ? value : sum.add(value);
            count = count == null ? has : count.add(has);
        }
        return sum.div(count);
    }

    /** A product with a matrix of one row, 1 at the class, for each row. */
    static SDVariable takeClass(SameDiff sd, List<SDVariable> inputs, Shape shape, Shape output) {
        int rows = shape.dim(0) * shape.dim(1);
        int count = shape.dim(2) / output.dim(2);
        DataType type = inputs.get(0).dataType();
        SDVariable classes = sd.constant(Nd4j.arange(count).castTo(type).reshape(1, count));
        SDVariable own = sd.eq(stopped(sd, inputs.get(1)).reshape(rows, 1), classes)
                .castTo(type)
                .reshape(rows, 1, count);
        return sd.linalg()
                .mmul(own, inputs.get(0).reshape(rows, count, output.dim(2)))
                .reshape(output.toLongArray());
    }
}
