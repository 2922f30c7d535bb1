package org.fpn4j.interop.pretrained;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.keras.TfjsModel;
import org.fpn4j.interop.naming.Renaming;
import org.fpn4j.interop.naming.TimmNames;
import org.fpn4j.interop.naming.YoloxNames;

/** A checkpoint of another framework, read and not yet fitted to anything. */
public final class ForeignWeights {
    private final Path file;
    private final Framework framework;
    private final String entry;
    private final Checkpoint checkpoint;

    ForeignWeights(Path file, Framework framework, String entry, Checkpoint checkpoint) {
        this.file = file;
        this.framework = framework;
        this.entry = entry;
        this.checkpoint = checkpoint;
    }

    /**
     * Reads a checkpoint.
     *
     * @param entry the part of it that is meant, by the keys that lead there, joined by dots; empty: the one that fits
     * @throws UserInputException where it is missing, or not such a file
     */
    public static ForeignWeights read(Path file, Framework framework, String entry) {
        if (!Files.exists(file)) {
            throw new UserInputException(file.toString(), "does not exist", "expected a checkpoint of " + framework);
        }
        return new ForeignWeights(file, framework, entry, checkpoint(file, framework));
    }

    private static Checkpoint checkpoint(Path file, Framework framework) {
        return switch (framework) {
            case FPN4J -> NamedTensors.ofSafetensors(file, (theirs, parameters) -> UnaryOperator.identity());
            case TORCHVISION -> TorchvisionCheckpoint.read(file);
            case EFFDET -> new EffdetCheckpoint(NamedTensors.read(file, EffdetCheckpoint.NAMES));
            case TIMM -> NamedTensors.read(file, (theirs, parameters) -> new TimmNames());
            case MMDET -> MmdetCheckpoint.read(file);
            case YOLOX -> NamedTensors.read(file, (theirs, parameters) -> new YoloxNames());
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

    /**
     * Puts the file's tensors beside a detector's parameters.
     *
     * @param backbone that the parameters belong to
     * @param wanted which of our names take part; tensors for others are passed over in silence
     * @param classes of the detector's head
     * @throws UserInputException where the backbone computes something else than the file's network, where it cannot be
     *     known which tensors or outputs are meant, or where a value is not finite
     */
    public Fit fit(BackboneConfig backbone, List<Parameter> parameters, Predicate<String> wanted, HeadClasses classes) {
        Fit fit = fit(checkpoint.weightsFor(backbone), parameters, wanted, Optional.of(classes));
        List<String> remarks = new ArrayList<>(fit.remarks());
        remarks.addAll(checkpoint.remarks(backbone));
        return new Fit(fit.renaming(), remarks, fit.skipped());
    }

    private Fit fit(
            Weights weights, List<Parameter> parameters, Predicate<String> wanted, Optional<HeadClasses> classes) {
        List<Parameter> takers = parameters.stream()
                .filter(parameter -> wanted.test(parameter.name()))
                .toList();
        Set<String> ours = takers.stream().map(Parameter::name).collect(Collectors.toSet());
        Part part = part(weights, parameters, ours::contains);
        UnaryOperator<String> names = part.names();
        Map<String, NamedTensor> candidates = new LinkedHashMap<>(part.tensors());
        candidates.keySet().removeIf(name -> !wanted.test(names.apply(name)));
        List<String> remarks = new ArrayList<>(part.remarks());
        if (classes.isPresent()) {
            ClassOutputs ordered =
                    ClassOutputs.of(file.toString(), framework, candidates, names, takers, classes.get());
            candidates = ordered.tensors();
            remarks.addAll(ordered.remarks());
        }
        Renaming renaming = Renaming.of(new Weights(arranged(candidates, takers, names)), takers, names);
        Problems problems = new Problems();
        part.others().forEach((name, what) -> {
            if (renaming.missing().contains(names.apply(name))) {
                problems.add(
                        file.toString(),
                        "key[" + name + "] is " + what + "; expected a tensor for parameter[" + names.apply(name)
                                + "]");
            }
        });
        renaming.taken().forEach((name, tensor) -> checkFinite(name, tensor, problems));
        problems.throwIfAny();
        return new Fit(renaming, remarks, part.others());
    }

    private Map<String, NamedTensor> arranged(
            Map<String, NamedTensor> tensors, List<Parameter> takers, UnaryOperator<String> names) {
        Map<String, Parameter> ours = new HashMap<>();
        takers.forEach(parameter -> ours.put(parameter.name(), parameter));
        Map<String, NamedTensor> arranged = new LinkedHashMap<>(tensors);
        arranged.replaceAll((name, tensor) -> {
            Parameter parameter = ours.get(names.apply(name));
            return parameter == null ? tensor : checkpoint.arranged(parameter, tensor);
        });
        return arranged;
    }

    private void checkFinite(String name, NamedTensor tensor, Problems problems) {
        int bad = 0;
        for (float value : tensor.values()) {
            bad += Float.isFinite(value) ? 0 : 1;
        }
        if (bad > 0) {
            problems.add(
                    file.toString(),
                    "tensor for parameter[" + name + "] has [" + bad + "] of [" + tensor.values().length
                            + "] values that are NaN or infinite",
                    "a training that diverged leaves such a file; an earlier checkpoint may be whole");
        }
    }

    /** One entry of the file, under the names that it has there. */
    private record Part(
            Map<String, NamedTensor> tensors,
            Map<String, String> others,
            UnaryOperator<String> names,
            List<String> remarks) {}

    private Part part(Weights weights, List<Parameter> parameters, Predicate<String> fits) {
        Map<String, NamedTensor> bare = bare(weights.tensors());
        Entry chosen = Entry.of(file.toString(), bare.keySet(), Entry.bare(entry), theirs -> {
            UnaryOperator<String> names = checkpoint.names(theirs, parameters);
            return (int) theirs.stream().map(names).filter(fits).count();
        });
        Map<String, NamedTensor> tensors = under(chosen.prefix(), bare);
        List<String> remarks = new ArrayList<>(chosen.remarks());
        if (!bare.keySet().equals(weights.tensors().keySet())) {
            remarks.add("reads names without what a compiler or a parallel training inserts, as _orig_mod");
        }
        return new Part(
                tensors,
                under(chosen.prefix(), bare(checkpoint.others())),
                checkpoint.names(tensors.keySet(), parameters),
                remarks);
    }

    private static <T> Map<String, T> bare(Map<String, T> values) {
        Map<String, T> bare = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (bare.putIfAbsent(Entry.bare(name), value) != null) {
                bare.put(name, value);
            }
        });
        return bare;
    }

    private static <T> Map<String, T> under(String prefix, Map<String, T> values) {
        Map<String, T> under = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                under.put(name.substring(prefix.length()), value);
            }
        });
        return under;
    }

    /**
     * The file as a ResNet with its classifier.
     *
     * @throws UserInputException where it is none
     */
    public ResNetClassifier classifier() {
        Part part = part(
                checkpoint.weights(), List.of(), name -> name.startsWith("backbone.conv1.") || name.startsWith("fc."));
        Map<String, NamedTensor> renamed = new LinkedHashMap<>();
        part.tensors().forEach((name, tensor) -> renamed.put(part.names().apply(name), tensor));
        return ResNetClassifier.of(file, renamed, checkpoint, (backbone, parameters) -> fit(
                        checkpoint.weightsFor(backbone),
                        parameters,
                        name -> name.startsWith("backbone."),
                        Optional.empty())
                .renaming());
    }
}
