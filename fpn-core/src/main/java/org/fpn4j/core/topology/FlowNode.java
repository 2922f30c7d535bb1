package org.fpn4j.core.topology;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * An operation through which something of the input flows.
 *
 * @param place of its output among all tensors that depend on the input, from 0 in the order of the definition
 * @param scope in which it stands
 * @param name unique
 * @param sources what it reads that depends on the input
 * @param parameters names of what it reads besides
 * @param output its shape
 * @param convolves whether it multiplies by learned numbers
 */
public record FlowNode(
        int place,
        String scope,
        String name,
        Operation operation,
        List<Source> sources,
        List<String> parameters,
        Shape output,
        boolean convolves) {
    /**
     * Something that is read.
     *
     * @param place of the tensor
     * @param reader number of the operation that reads it, counting every operation of the definition
     * @param input which of its inputs
     * @param shape of the tensor
     */
    public record Source(int place, int reader, int input, Shape shape) {}

    public FlowNode {
        requireNonNull(operation, "operation is null");
        sources = List.copyOf(sources);
        parameters = List.copyOf(parameters);
    }

    /** Whether it puts several things together. */
    public boolean joins() {
        return sources.size() > 1;
    }

    /** Whether its output has another size than what it reads. */
    boolean changesScale() {
        return sources.stream()
                .anyMatch(source -> source.shape().rank() == 4
                        && output.rank() == 4
                        && (source.shape().height() != output.height()
                                || source.shape().width() != output.width()));
    }

    /** Whether it stands inside one of the scopes. */
    public boolean isInside(List<String> scopes) {
        return scopes.stream().anyMatch(scope -> NodeNames.inside(name, scope));
    }
}
