package org.fpn4j.core.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kinds of operations of this library, as classes: for names in files, and for tests that leave none out. */
public final class OperationKinds {
    private OperationKinds() {}

    /** All records below {@link Operation} in this library. */
    public static List<Class<?>> all() {
        List<Class<?>> kinds = new ArrayList<>();
        collect(Operation.class, kinds);
        return List.copyOf(kinds);
    }

    /** The operation where it is none of them: the one question that a type answers, because that door is not sealed. */
    static Optional<Operation.Extension> outside(Operation operation) {
        return operation instanceof Operation.Extension extension ? Optional.of(extension) : Optional.empty();
    }

    private static void collect(Class<?> type, List<Class<?>> kinds) {
        if (type.isRecord()) {
            kinds.add(type);
        } else if (type.isSealed()) {
            for (Class<?> below : type.getPermittedSubclasses()) {
                collect(below, kinds);
            }
        }
    }
}
