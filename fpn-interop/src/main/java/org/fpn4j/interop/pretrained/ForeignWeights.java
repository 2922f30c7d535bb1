package org.fpn4j.interop.pretrained;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.keras.TfjsModel;
import org.fpn4j.interop.naming.EffdetNames;
import org.fpn4j.interop.naming.MmdetNames;
import org.fpn4j.interop.naming.Renaming;
import org.fpn4j.interop.naming.TorchvisionNames;

/** A checkpoint of another framework, read and not yet fitted to anything. */
public final class ForeignWeights {
    private final Path file;
    private final Checkpoint checkpoint;

    private ForeignWeights(Path file, Checkpoint checkpoint) {
        this.file = file;
        this.checkpoint = checkpoint;
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
        return new ForeignWeights(file, checkpoint(file, framework));
    }

    private static Checkpoint checkpoint(Path file, Framework framework) {
        return switch (framework) {
            case FPN4J -> new NamedTensors(Safetensors.read(file), List.of(), parameters -> UnaryOperator.identity());
            case TORCHVISION -> NamedTensors.read(file, (theirs, parameters) -> new TorchvisionNames(parameters));
            case EFFDET -> NamedTensors.read(
                    file,
                    (theirs, parameters) ->
                            new EffdetNames(parameters, theirs.tensors().keySet()));
            case MMDET -> NamedTensors.read(file, (theirs, parameters) -> new MmdetNames(parameters));
            case KERAS_TFJS -> new KerasCheckpoint(file, TfjsModel.read(file));
            case DL4J -> new Dl4jCheckpoint(file);
        };
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
        return checkpoint.skipped();
    }

    /**
     * Puts the file's tensors beside a detector's parameters.
     *
     * @param backbone that the parameters belong to
     * @param wanted which of our names take part; tensors for others are passed over in silence
     * @throws UserInputException where the backbone computes something else than the file's network
     */
    public Renaming fit(BackboneConfig backbone, List<Parameter> parameters, Predicate<String> wanted) {
        UnaryOperator<String> names = checkpoint.names(parameters);
        Map<String, NamedTensor> candidates =
                new LinkedHashMap<>(checkpoint.weightsFor(backbone).tensors());
        candidates.keySet().removeIf(name -> !wanted.test(names.apply(name)));
        List<Parameter> takers = parameters.stream()
                .filter(parameter -> wanted.test(parameter.name()))
                .toList();
        return Renaming.of(new Weights(candidates), takers, names);
    }

    /** What a reader should know of how the tensors were changed, in sentences. */
    public List<String> remarks(BackboneConfig backbone) {
        return checkpoint.remarks(backbone);
    }

    /**
     * The file as a ResNet with its classifier.
     *
     * @throws UserInputException where it is none
     */
    public ResNetClassifier classifier() {
        UnaryOperator<String> names = checkpoint.names(List.of());
        Map<String, NamedTensor> renamed = new LinkedHashMap<>();
        checkpoint.weights().tensors().forEach((name, tensor) -> renamed.put(names.apply(name), tensor));
        return ResNetClassifier.of(this, renamed, checkpoint);
    }
}
