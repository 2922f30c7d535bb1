package org.fpn4j.interop.pretrained;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.naming.EffdetNames;

/** A state dict of effdet: other names, and deltas of y before those of x. */
record EffdetCheckpoint(NamedTensors tensors) implements Checkpoint {
    static final NamedTensors.Naming NAMES = (theirs, parameters) -> new EffdetNames(parameters, theirs);
    private static final String DELTAS = "head.box_deltas.pointwise.";

    @Override
    public Weights weights() {
        return tensors.weights();
    }

    @Override
    public Map<String, String> others() {
        return tensors.others();
    }

    @Override
    public UnaryOperator<String> names(Set<String> theirs, List<Parameter> parameters) {
        return tensors.names(theirs, parameters);
    }

    @Override
    public NamedTensor arranged(Parameter ours, NamedTensor theirs) {
        boolean deltas = ours.name().startsWith(DELTAS) && theirs.shape().equals(ours.shape());
        return deltas ? exchanged(theirs) : theirs;
    }

    /** Rows in pairs, the second of each first: {@code dy, dx, dh, dw} become {@code dx, dy, dw, dh}. */
    private static NamedTensor exchanged(NamedTensor rows) {
        int row = (int) (rows.shape().size() / rows.shape().dim(0));
        float[] values = new float[rows.values().length];
        for (int i = 0; i < rows.shape().dim(0); i++) {
            System.arraycopy(rows.values(), (i ^ 1) * row, values, i * row, row);
        }
        return new NamedTensor(rows.shape(), values);
    }
}
