package org.fpn4j.core.samediff;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The decisions of a graph. SameDiff has no operation that computes in Java, so each is a placeholder; what feeds it is
 * computed of the graph itself, one decision after the other.
 *
 * @param all in the order of their declaration, each after those that it depends on
 */
record Decisions(SameDiff sameDiff, List<Decided> all) {
    /**
     * A decision and its placeholder.
     *
     * @param name of the placeholder
     * @param inputs variables
     * @param shapes of the inputs
     */
    record Decided(
            String name, Operation.Decision decision, List<SDVariable> inputs, List<Shape> shapes, Shape output) {}

    /** Computes variables of the graph. */
    @FunctionalInterface
    interface Run {
        Map<String, float[]> of(Map<String, float[]> placeholders, Set<String> variables);
    }

    /** The same inputs, and the values of all decisions that some variables depend on. */
    Map<String, float[]> complete(Map<String, float[]> inputs, Collection<String> variables, Run run) {
        Map<String, float[]> fed = new LinkedHashMap<>(inputs);
        Set<String> needed = placeholders(variables);
        for (Decided decided : all) {
            if (needed.contains(decided.name())) {
                float[] output = new float[Math.toIntExact(decided.output().size())];
                decided.decision().decide(values(decided, fed, run), decided.shapes(), output);
                fed.put(decided.name(), output);
            }
        }
        return fed;
    }

    /** The placeholders that variables depend on, decisions and what these depend on among them. */
    Set<String> placeholders(Collection<String> variables) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(variables);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (seen.add(name)) {
                open.addAll(makers(name));
            }
        }
        seen.removeIf(name -> !sameDiff.getVariable(name).isPlaceHolder());
        return seen;
    }

    /** What a variable is made of. */
    private List<String> makers(String name) {
        for (Decided decided : all) {
            if (decided.name().equals(name)) {
                return decided.inputs().stream().map(SDVariable::name).toList();
            }
        }
        DifferentialFunction maker = sameDiff.getVariableOutputOp(name);
        String[] inputs = maker == null ? null : sameDiff.getInputsForOp(maker);
        return inputs == null ? List.of() : List.of(inputs);
    }

    private List<float[]> values(Decided decided, Map<String, float[]> fed, Run run) {
        Set<String> computed = new LinkedHashSet<>();
        for (SDVariable input : decided.inputs()) {
            if (input.getVariableType() == VariableType.ARRAY) {
                computed.add(input.name());
            }
        }
        Map<String, float[]> results = computed.isEmpty() ? Map.of() : run.of(fed, computed);
        return decided.inputs().stream()
                .map(input -> value(input, fed, results))
                .toList();
    }

    private static float[] value(SDVariable input, Map<String, float[]> fed, Map<String, float[]> computed) {
        return switch (input.getVariableType()) {
            case ARRAY -> computed.get(input.name());
            case PLACEHOLDER -> {
                float[] value = fed.get(input.name());
                if (value == null) {
                    throw new IllegalArgumentException("input[" + input.name() + "] is needed and was not fed");
                }
                yield value;
            }
            case CONSTANT, VARIABLE -> floats(input.getArr());
            case SEQUENCE -> throw new IllegalArgumentException("input[" + input.name() + "] is no tensor");
        };
    }

    /** Those of these values that are decisions' as arrays, by name. */
    Map<String, INDArray> arrays(Map<String, float[]> values, DataType type) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (Decided decided : all) {
            if (values.containsKey(decided.name())) {
                INDArray array =
                        Nd4j.createFromArray(values.get(decided.name())).castTo(type);
                arrays.put(decided.name(), array.reshape(decided.output().toLongArray()));
            }
        }
        return arrays;
    }

    /** The values of arrays, by the same names. */
    static Map<String, float[]> floats(Map<String, INDArray> arrays) {
        Map<String, float[]> values = new LinkedHashMap<>();
        arrays.forEach((name, array) -> values.put(name, floats(array)));
        return values;
    }

    /** The values of an array in the order of its shape. */
    static float[] floats(INDArray array) {
        return (array.ordering() == 'c' && !array.isView() ? array : array.dup('c'))
                .data()
                .asFloat();
    }
}
