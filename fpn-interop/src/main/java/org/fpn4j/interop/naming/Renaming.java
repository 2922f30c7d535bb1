package org.fpn4j.interop.naming;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * Tensors of another framework under our names, and what did not fit.
 *
 * @param taken by our names, in the order of the detector's parameters
 * @param missing parameters of the detector that the file does not have
 * @param unexpected tensors of the file, by its names, that the detector has no place for
 * @param misshapen as {@code theirs -> ours: shapes}
 */
public record Renaming(
        Map<String, NamedTensor> taken, List<String> missing, List<String> unexpected, List<String> misshapen) {
    private static final Shape SINGLE = Shape.of(1);
    private static final int LISTED = 20; // names that have one beginning; more of them are a set of their own

    public Renaming {
        taken = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(taken));
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        misshapen = List.copyOf(misshapen);
    }

    /**
     * Matches a file's tensors with a detector's parameters. A scalar does for a vector of one value, and a matrix for kernels
     * of as many values as it has columns: a fully connected layer is a convolution whose kernel covers its map.
     */
    public static Renaming of(Weights file, List<Parameter> parameters, UnaryOperator<String> names) {
        Map<String, String> theirs = new HashMap<>();
        List<String> unexpected = new ArrayList<>();
        Map<String, Parameter> ours = new HashMap<>();
        parameters.forEach(parameter -> ours.put(parameter.name(), parameter));
        for (String name : file.tensors().keySet()) {
            String renamed = names.apply(name);
            if (!ours.containsKey(renamed) || theirs.putIfAbsent(renamed, name) != null) {
                unexpected.add(name);
            }
        }
        Map<String, NamedTensor> taken = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        for (Parameter parameter : parameters) {
            String source = theirs.get(parameter.name());
            if (source == null) {
                missing.add(parameter.name());
                continue;
            }
            NamedTensor tensor = file.tensors().get(source);
            if (isSame(tensor.shape(), parameter.shape())) {
                taken.put(parameter.name(), new NamedTensor(parameter.shape(), tensor.values()));
            } else {
                misshapen.add(source + " -> " + parameter.name() + ": expected " + parameter.shape() + ", got "
                        + tensor.shape());
            }
        }
        return new Renaming(taken, missing, unexpected, misshapen);
    }

    /** Whether values of one shape are those of another, in the same order. */
    private static boolean isSame(Shape theirs, Shape ours) {
        boolean scalar = theirs.rank() == 0 && ours.equals(SINGLE);
        boolean matrix = theirs.rank() == 2 && ours.rank() == 4 && theirs.dim(0) == ours.dim(0);
        return theirs.equals(ours) || scalar || (matrix && theirs.size() == ours.size());
    }

    /** Whether every parameter and every tensor found its place. */
    public boolean isComplete() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }

    /**
     * Ends an import that does not fit.
     *
     * @param hint what else can be done
     * @throws UserInputException with every tensor that is missing, unexpected or misshapen, or with one sentence where
     *     no name fits
     */
    public void requireComplete(Path file, String hint) {
        if (isComplete()) {
            return;
        }
        String where = file.toString();
        if (taken.isEmpty() && misshapen.isEmpty() && !missing.isEmpty() && !unexpected.isEmpty()) {
            throw new UserInputException(
                    where,
                    "none of its [" + unexpected.size() + "] tensors fits: its names are like [" + unexpected.get(0)
                            + "], the detector's like [" + missing.get(0) + "]",
                    "is it a file of this framework?");
        }
        List<Problem> problems = new ArrayList<>();
        misshapen.forEach(line -> problems.add(Problem.of(where, "tensor[" + line + "]")));
        missing.forEach(name -> problems.add(Problem.of(where, "tensor for parameter[" + name + "] is missing")));
        problems.addAll(withoutPlace(where));
        problems.add(Problem.of(where, taken.size() + " tensors fit", hint));
        throw new UserInputException(problems);
    }

    /** One by one; a second set of tensors under a beginning of its own, as running means have it, in one sentence. */
    private List<Problem> withoutPlace(String where) {
        String beginning = commonBeginning();
        if (unexpected.size() > LISTED && !beginning.isEmpty()) {
            return List.of(Problem.of(
                    where,
                    unexpected.size() + " tensors whose names begin with [" + beginning
                            + "] have no place in this detector: [" + unexpected.get(0) + "] to ["
                            + unexpected.get(unexpected.size() - 1) + "]"));
        }
        return unexpected.stream()
                .map(name -> Problem.of(where, "tensor[" + name + "] has no place in this detector"))
                .toList();
    }

    /** The first word of all names that have no place, with its dot or underscore; empty where they have none in common. */
    private String commonBeginning() {
        return unexpected.stream()
                .map(name -> name.replaceFirst("(?<=[._]).*", ""))
                .reduce((one, other) -> one.equals(other) ? one : "")
                .orElse("");
    }
}
