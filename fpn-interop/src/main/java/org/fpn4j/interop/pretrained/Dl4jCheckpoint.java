package org.fpn4j.interop.pretrained;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.interop.dl4j.Dl4jBackbone;

/** A network of DL4J, for backbones that are made of such a file: what they would start from, were they made of this one. */
record Dl4jCheckpoint(Path file) implements Checkpoint {
    private static final Shape IMAGES = Shape.of(1, 3, 256, 256); // parameters depend on no size

    /** Nothing: which vertices are wanted, the backbone says. */
    @Override
    public Weights weights() {
        return new Weights(Map.of());
    }

    @Override
    public Weights weightsFor(BackboneConfig backbone) {
        if (!(backbone instanceof Dl4jBackbone.Config config)) {
            throw new UserInputException(
                    file.toString(),
                    "is a network of DL4J, and the config's backbone is none",
                    "backbone.type must be dl4j");
        }
        Dl4jBackbone.Config ofFile =
                new Dl4jBackbone.Config(file.toString(), config.outputs(), config.freezeNorm(), config.trainable());
        CostGraph graph = new CostGraph();
        try {
            ofFile.create().build(graph.scope("backbone"), graph.input("images", IMAGES));
        } catch (InvalidFieldsException e) {
            Problems problems = new Problems();
            e.fields().forEach(field -> problems.add(file.toString(), "DL4J network " + field.expectation()));
            problems.throwIfAny();
        }
        return Weights.initial(graph.parameters(), 0);
    }

    @Override
    public UnaryOperator<String> names(Set<String> theirs, List<Parameter> parameters) {
        return UnaryOperator.identity();
    }
}
