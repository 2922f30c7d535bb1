package org.fpn4j.interop.pretrained;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.interop.keras.KerasResNet;
import org.fpn4j.interop.keras.TfjsModel;
import org.fpn4j.interop.naming.KerasNames;

/** A ResNet of Keras, which fits backbones of style {@code keras} whatever their epsilon. */
record KerasCheckpoint(Path file, TfjsModel model) implements Checkpoint {
    private static final double LATER_EPSILON = 1.001e-5; // of Keras' models since 2.2, where a file has no batch norm

    @Override
    public Weights weights() {
        return model.weights();
    }

    @Override
    public Weights weightsFor(BackboneConfig backbone) {
        if (!(backbone instanceof ResNet.Config resNet)) {
            throw new UserInputException(file.toString(), "is a ResNet, and the config's backbone is none");
        }
        Problems problems = new Problems();
        KerasResNet.misfits(model, resNet).forEach(misfit -> problems.add(file.toString(), misfit));
        problems.throwIfAny();
        return KerasResNet.adapted(model, resNet);
    }

    @Override
    public UnaryOperator<String> names(Set<String> theirs, List<Parameter> parameters) {
        return new KerasNames();
    }

    @Override
    public List<String> remarks(BackboneConfig backbone) {
        List<String> remarks = new ArrayList<>();
        if (backbone instanceof ResNet.Config resNet) {
            double ours = KerasResNet.epsilon(resNet.norm());
            KerasResNet.epsilons(model).stream()
                    .filter(epsilon -> epsilon != ours)
                    .forEach(epsilon -> remarks.add("batch norm has epsilon " + epsilon + " in the file and " + ours
                            + " in the config: variances were shifted by the difference, which computes the same"));
        }
        return remarks;
    }

    @Override
    public ResNet.Config resNet(int depth, double width) {
        Set<Double> epsilons = KerasResNet.epsilons(model);
        double epsilon =
                epsilons.isEmpty() ? LATER_EPSILON : epsilons.iterator().next();
        return new ResNet.Config(depth, ResNet.Style.KERAS, width, new Norms.FrozenBatch(epsilon), 0);
    }
}
