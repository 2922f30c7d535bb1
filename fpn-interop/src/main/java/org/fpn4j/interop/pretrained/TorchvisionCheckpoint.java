package org.fpn4j.interop.pretrained;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.naming.TorchvisionNames;

/** A state dict of torchvision: other names, and another arrangement of what enlarges masks. */
record TorchvisionCheckpoint(NamedTensors tensors) implements Checkpoint {
    static final NamedTensors.Naming NAMES = (theirs, parameters) -> new TorchvisionNames(parameters);

    static TorchvisionCheckpoint read(Path file) {
        return new TorchvisionCheckpoint(NamedTensors.read(file, NAMES));
    }

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
        return TransposedConvolution.arranged(ours, theirs);
    }
}
