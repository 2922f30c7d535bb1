package org.fpn4j.core.pyramid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Tensor;

/**
 * A pyramid of tensors, one {@code [N, C_l, H_l, W_l]} per level of its spec.
 *
 * @param spec levels and channels
 * @param tensors as many as levels, finest first
 */
public record Pyramid(PyramidSpec spec, List<Tensor> tensors) {
    public Pyramid {
        tensors = List.copyOf(tensors);
        if (tensors.size() != spec.levels().size()) {
            throw new IllegalArgumentException(
                    "levels" + spec.names() + " need as many tensors, got [" + tensors.size() + "]");
        }
        for (int i = 0; i < tensors.size(); i++) {
            LevelSpec level = spec.levels().get(i);
            if (tensors.get(i).shape().channels() != level.channels()) {
                throw new IllegalArgumentException("level[" + spec.name(level.level()) + "]: expected "
                        + level.channels() + " channels, got " + tensors.get(i).shape());
            }
        }
    }

    /** The tensor {@code [N, C_l, H_l, W_l]} of one level. */
    public Tensor level(int level) {
        spec.level(level);
        return tensors.get(level - spec.finest().level());
    }

    /** The tensors by the names of their levels, finest first. */
    public Map<String, Tensor> named() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            named.put(spec.names().get(i), tensors.get(i));
        }
        return named;
    }

    /** This pyramid without levels outside {@code finest..coarsest}. */
    public Pyramid range(int finest, int coarsest) {
        PyramidSpec range = spec.range(finest, coarsest);
        List<Tensor> kept = new ArrayList<>();
        for (int level = finest; level <= coarsest; level++) {
            kept.add(level(level));
        }
        return new Pyramid(range, kept);
    }
}
