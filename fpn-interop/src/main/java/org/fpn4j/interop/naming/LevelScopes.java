package org.fpn4j.interop.naming;

import java.util.List;
import java.util.TreeMap;
import org.fpn4j.core.graph.Parameter;

/** Our scopes of levels, by which frameworks that count levels from 0 are matched. */
final class LevelScopes {
    private LevelScopes() {}

    /**
     * The scopes that a detector's parameters stand in, finest level first.
     *
     * @param prefix of the scopes, to which the level's number is added: {@code neck.lateral.C}
     */
    static List<String> of(List<Parameter> parameters, String prefix) {
        TreeMap<Integer, String> scopes = new TreeMap<>();
        for (Parameter parameter : parameters) {
            if (parameter.name().startsWith(prefix)) {
                String level = parameter.name().substring(prefix.length()).replaceFirst("\\..*", "");
                scopes.put(Integer.parseInt(level), prefix + level);
            }
        }
        return List.copyOf(scopes.values());
    }
}
