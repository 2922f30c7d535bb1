package org.fpn4j.interop.pretrained;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.problem.InvalidFieldsException;
import org.fpn4j.core.problem.Problems;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.dl4j.Dl4jBackbone;
import org.fpn4j.interop.keras.KerasResNet;
import org.fpn4j.interop.keras.TfjsModel;
import org.fpn4j.interop.naming.EffdetNames;
import org.fpn4j.interop.naming.KerasNames;
import org.fpn4j.interop.naming.MmdetNames;
import org.fpn4j.interop.naming.Renaming;
import org.fpn4j.interop.naming.TorchvisionNames;
import org.fpn4j.interop.torch.TorchFile;

/** A checkpoint of another framework, read and not yet fitted to anything. */
public final class ForeignWeights {
    private final Path file;
    private final Framework framework;
    private final Weights weights;
    private final List<String> skipped;
    private final Optional<TfjsModel> keras;

    private ForeignWeights(
            Path file, Framework framework, Weights weights, List<String> skipped, Optional<TfjsModel> keras) {
        this.file = requireNonNull(file, "file is null");
        this.framework = framework;
        this.weights = weights;
        this.skipped = List.copyOf(skipped);
        this.keras = keras;
    }

    /**
     * Reads a checkpoint.
     *
     * @throws UserInputException where it is missing, or not such a file
     */
    public static ForeignWeights read(Path file, Framework framework) {
        if (!Files.exists(file)) {
            throw new UserInputException(file.toString(), "does not exist", "expected a checkpoint of " + framework);
        }
        if (framework == Framework.DL4J) { // which of its vertices are wanted, the backbone says
            return new ForeignWeights(file, framework, new Weights(Map.of()), List.of(), Optional.empty());
        }
        if (framework == Framework.KERAS_TFJS) {
            TfjsModel model = TfjsModel.read(file);
            return new ForeignWeights(file, framework, model.weights(), List.of(), Optional.of(model));
        }
        if (framework == Framework.FPN4J || file.toString().endsWith(".safetensors")) {
            return new ForeignWeights(file, framework, Safetensors.read(file), List.of(), Optional.empty());
        }
        TorchFile state = TorchFile.read(file);
        return new ForeignWeights(file, framework, state.weights(), state.skipped(), Optional.empty());
    }

    /** The files that a checkpoint consists of. */
    public static List<Path> files(Path file, Framework framework) {
        return framework == Framework.KERAS_TFJS ? TfjsModel.files(file) : List.of(file);
    }

    /** Where it was read from. */
    public Path file() {
        return file;
    }

    /** Names of tensors that are no weights: whole numbers. */
    public List<String> skipped() {
        return skipped;
    }

    /**
     * Puts the file's tensors beside a detector's parameters.
     *
     * @param backbone that the parameters belong to
     * @param wanted which of our names take part; tensors for others are passed over in silence
     * @throws UserInputException where the backbone computes something else than the file's network
     */
    public Renaming fit(BackboneConfig backbone, List<Parameter> parameters, Predicate<String> wanted) {
        Weights adapted = weightsFor(backbone);
        UnaryOperator<String> names = names(parameters);
        Map<String, NamedTensor> candidates = new LinkedHashMap<>(adapted.tensors());
        candidates.keySet().removeIf(name -> !wanted.test(names.apply(name)));
        List<Parameter> takers = parameters.stream()
                .filter(parameter -> wanted.test(parameter.name()))
                .toList();
        return Renaming.of(new Weights(candidates), takers, names);
    }

    private Weights weightsFor(BackboneConfig backbone) {
        return switch (framework) {
            case KERAS_TFJS -> adapted(keras.orElseThrow(), backbone);
            case DL4J -> vertices(backbone);
            case FPN4J, TORCHVISION, EFFDET, MMDET -> weights;
        };
    }

    /** What a backbone made of this file would start from. */
    private Weights vertices(BackboneConfig backbone) {
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
            ofFile.create().build(graph.scope("backbone"), graph.input("images", Shape.of(1, 3, 256, 256)));
        } catch (InvalidFieldsException e) {
            Problems problems = new Problems();
            e.fields().forEach(field -> problems.add(file.toString(), "DL4J network " + field.expectation()));
            problems.throwIfAny();
        }
        return Weights.initial(graph.parameters(), 0);
    }

    private Weights adapted(TfjsModel model, BackboneConfig backbone) {
        if (!(backbone instanceof ResNet.Config resnet)) {
            throw new UserInputException(file.toString(), "is a ResNet, and the config's backbone is none");
        }
        Problems problems = new Problems();
        KerasResNet.misfits(model, resnet).forEach(misfit -> problems.add(file.toString(), misfit));
        problems.throwIfAny();
        return KerasResNet.adapted(model, resnet);
    }

    private UnaryOperator<String> names(List<Parameter> parameters) {
        return switch (framework) {
            case FPN4J, DL4J -> UnaryOperator.identity();
            case TORCHVISION -> new TorchvisionNames(parameters);
            case KERAS_TFJS -> new KerasNames();
            case EFFDET -> new EffdetNames(parameters, weights.tensors().keySet());
            case MMDET -> new MmdetNames(parameters);
        };
    }

    /** What a reader should know of how the tensors were changed, in sentences. */
    public List<String> remarks(BackboneConfig backbone) {
        List<String> remarks = new ArrayList<>();
        if (keras.isPresent() && backbone instanceof ResNet.Config resnet) {
            double ours = KerasResNet.epsilon(resnet.norm());
            KerasResNet.epsilons(keras.get()).stream()
                    .filter(epsilon -> epsilon != ours)
                    .forEach(epsilon -> remarks.add("batch norm has epsilon " + epsilon + " in the file and " + ours
                            + " in the config: variances were shifted by the difference, which computes the same"));
        }
        return remarks;
    }

    /**
     * The file as a ResNet with its classifier.
     *
     * @throws UserInputException where it is none
     */
    public ResNetClassifier classifier() {
        UnaryOperator<String> names = names(List.of());
        Map<String, NamedTensor> renamed = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> renamed.put(names.apply(name), tensor));
        return ResNetClassifier.of(this, new Weights(renamed), keras);
    }
}
