package org.fpn4j.training.inference;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/** Weights of a whole detector, read from a file and compared with what the detector has. */
public final class DetectorWeights {
    private DetectorWeights() {}

    /**
     * Reads a file.
     *
     * @param parameters and buffers of the detector
     * @throws org.fpn4j.config.problem.UserInputException with every tensor that is missing, unexpected, misshapen or not
     *     finite
     */
    public static Weights read(Path file, List<Parameter> parameters) {
        Weights weights = Safetensors.read(file);
        Problems problems = new Problems();
        Set<String> expected = new HashSet<>();
        for (Parameter parameter : parameters) {
            expected.add(parameter.name());
            NamedTensor tensor = weights.tensors().get(parameter.name());
            if (tensor == null) {
                problems.add(
                        file.toString(), "tensor[" + parameter.name() + "] of " + parameter.shape() + " is missing");
            } else if (!tensor.shape().equals(parameter.shape())) {
                problems.add(
                        file.toString(),
                        "tensor[" + parameter.name() + "]: expected " + parameter.shape() + ", got " + tensor.shape());
            }
        }
        weights.tensors().forEach((name, tensor) -> {
            if (!expected.contains(name)) {
                problems.add(file.toString(), "tensor[" + name + "] is unexpected");
            } else if (!isFinite(tensor.values())) {
                problems.add(
                        file.toString(),
                        "tensor[" + name + "] holds values that are not finite, so nothing can be computed with it",
                        "a training that diverged leaves such weights");
            }
        });
        problems.throwIfAny();
        return weights;
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
