package org.fpn4j.core.graph;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of nodes: {@code scope.kind}, with a number from the second on. The same definition gives the same names. */
public final class NodeNames {
    private final Map<String, Integer> used = new HashMap<>();

    /** The next free name for a node of this kind. */
    public String unique(String path, String kind) {
        String name = join(path, kind);
        int count = used.merge(name, 1, Integer::sum);
        return count == 1 ? name : name + "_" + count;
    }

    /** {@code map_to_cells} of {@code MapToCells}. */
    static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** A name inside a scope. */
    public static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The scope that a name stands in; empty for a name without scopes. */
    public static String parent(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    /** Whether a name is a scope's own or stands inside it; everything is inside the empty scope. */
    public static boolean inside(String name, String scope) {
        return scope.isEmpty() || name.equals(scope) || name.startsWith(scope + ".");
    }
}
