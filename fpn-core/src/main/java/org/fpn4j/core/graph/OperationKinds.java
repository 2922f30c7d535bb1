package org.fpn4j.core.graph;

import java.util.ArrayList;
import java.util.List;

/** The kinds of operations of this library, as classes: for names in files, and for tests that leave none out. */
public final class OperationKinds {
    private OperationKinds() {}

    /** All records below {@link Operation} in this library. */
    public static List<Class<?>> all() {
        List<Class<?>> kinds = new ArrayList<>();
        collect(Operation.class, kinds);
        return List.copyOf(kinds);
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
