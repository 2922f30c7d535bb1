package org.fpn4j.interop.pretrained;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.interop.torch.TorchFile;

/**
 * A file whose tensors differ from ours in nothing but names.
 *
 * @param naming makes names for a detector's parameters
 */
record NamedTensors(Weights weights, List<String> skipped, Function<List<Parameter>, UnaryOperator<String>> naming)
        implements Checkpoint {
    NamedTensors {
        skipped = List.copyOf(skipped);
    }

    /** Makes a naming of a file's tensors and a detector's parameters. */
    interface Naming {
        UnaryOperator<String> of(Weights file, List<Parameter> parameters);
    }

    /** Reads a state dict: safetensors by the file's name, PyTorch's formats otherwise. */
    static NamedTensors read(Path file, Naming naming) {
        if (file.toString().endsWith(".safetensors")) {
            Weights weights = Safetensors.read(file);
            return new NamedTensors(weights, List.of(), parameters -> naming.of(weights, parameters));
        }
        TorchFile state = TorchFile.read(file);
        return new NamedTensors(state.weights(), state.skipped(), parameters -> naming.of(state.weights(), parameters));
    }

    @Override
    public UnaryOperator<String> names(List<Parameter> parameters) {
        return naming.apply(parameters);
    }
}
