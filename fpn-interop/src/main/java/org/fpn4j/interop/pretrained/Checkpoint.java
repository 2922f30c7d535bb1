package org.fpn4j.interop.pretrained;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/** What one framework's file gives. */
interface Checkpoint {
    /** All tensors under the framework's names, as they are in the file. */
    Weights weights();

    /**
     * The tensors for a backbone, where they depend on it.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the backbone computes something else than the file's network
     */
    default Weights weightsFor(BackboneConfig backbone) {
        return weights();
    }

    /**
     * From the framework's names to those of a detector's parameters.
     *
     * @param theirs all names
     */
    UnaryOperator<String> names(Set<String> theirs, List<Parameter> parameters);

    /** A tensor with its values in the order of our parameter's, where the framework arranges them otherwise. */
    default NamedTensor arranged(Parameter ours, NamedTensor theirs) {
        return theirs;
    }

    /** What stands among the tensors and is no weight, by name, and what it is. */
    default Map<String, String> others() {
        return Map.of();
    }

    /** How tensors were changed for a backbone, in sentences. */
    default List<String> remarks(BackboneConfig backbone) {
        return List.of();
    }

    /** The backbone that a ResNet of this framework is. */
    default ResNet.Config resNet(int depth, double width) {
        return new ResNet.Config(depth, ResNet.Style.TORCHVISION, width, new Norms.FrozenBatch(), 0);
    }
}
