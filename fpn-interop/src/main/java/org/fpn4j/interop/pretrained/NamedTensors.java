package org.fpn4j.interop.pretrained;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.interop.torch.TorchFile;

/**
 * A file whose tensors differ from ours in nothing but names.
 *
 * @param naming makes names for a detector's parameters
 */
record NamedTensors(Weights weights, Map<String, String> others, Naming naming) implements Checkpoint {
    NamedTensors {
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** Makes a naming of the names in a file and a detector's parameters. */
    interface Naming {
        UnaryOperator<String> of(Set<String> theirs, List<Parameter> parameters);
    }

    /** Reads a state dict: safetensors by the file's name, PyTorch's formats otherwise. */
    static NamedTensors read(Path file, Naming naming) {
        if (file.toString().endsWith(".safetensors")) {
            return ofSafetensors(file, naming);
        }
        TorchFile state = TorchFile.read(file);
        return new NamedTensors(state.weights(), state.others(), naming);
    }

    /** The same of a file that has this format whatever its name. */
    static NamedTensors ofSafetensors(Path file, Naming naming) {
        Weights weights = Safetensors.read(file);
        if (weights.tensors().isEmpty()) {
            throw new UserInputException(file.toString(), "holds no tensor of real numbers");
        }
        return new NamedTensors(weights, Map.of(), naming);
    }

    @Override
    public UnaryOperator<String> names(Set<String> theirs, List<Parameter> parameters) {
        return naming.of(theirs, parameters);
    }
}
