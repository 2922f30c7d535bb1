package org.fpn4j.experiments.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanValue;
import org.fpn4j.experiments.config.Experiment;

/**
 * The values that the plans of two trainings both make, in the same order. Kernels and formats may differ; of plans that make
 * what they share in another order none is left.
 *
 * @param ofFirst as the first one makes them
 * @param ofSecond as the second one does
 * @param either how many values there are in both together
 */
record SharedValues(Set<PlanValue> ofFirst, Set<PlanValue> ofSecond, int either) {
    /** What a value is, whoever computes it: several of a name are told apart by their order. */
    private record Key(String label, String name, String shape, boolean backward, int number) {}

    /** What a plan makes. */
    private record Made(Map<Key, PlanValue> values, boolean scaled) {
        static Made of(Experiment experiment) {
            try (NetworkPlan plan = Comparability.plan(experiment)) {
                return new Made(keyed(plan.gradientValues()), plan.scalesGradients());
            }
        }
    }

    static SharedValues of(Experiment first, Experiment second) {
        Made madeOfOne = Made.of(first);
        Made madeOfOther = Made.of(second);
        Map<Key, PlanValue> one = madeOfOne.values();
        Map<Key, PlanValue> other = madeOfOther.values();
        boolean backToo = madeOfOne.scaled() == madeOfOther.scaled(); // those with a factor are other numbers
        List<Key> shared = shared(one, other, backToo);
        if (!shared.equals(shared(other, one, backToo))) {
            shared = List.of();
        }
        Set<Key> either = new HashSet<>(one.keySet());
        either.addAll(other.keySet());
        return new SharedValues(picked(one, shared), picked(other, shared), either.size());
    }

    private static Map<Key, PlanValue> keyed(List<PlanValue> values) {
        Map<Key, PlanValue> keyed = new LinkedHashMap<>();
        Map<Key, Integer> counts = new HashMap<>();
        for (PlanValue value : values) {
            Key key = new Key(value.label(), value.name(), value.shape().toString(), value.backward(), 0);
            int number = counts.merge(key, 1, Integer::sum);
            keyed.put(new Key(key.label(), key.name(), key.shape(), key.backward(), number), value);
        }
        return keyed;
    }

    private static List<Key> shared(Map<Key, PlanValue> one, Map<Key, PlanValue> other, boolean backToo) {
        List<Key> shared = new ArrayList<>(one.keySet());
        shared.retainAll(other.keySet());
        shared.removeIf(key -> key.backward() && !backToo);
        return shared;
    }

    private static Set<PlanValue> picked(Map<Key, PlanValue> values, List<Key> keys) {
        Set<PlanValue> picked = new HashSet<>();
        keys.forEach(key -> picked.add(values.get(key)));
        return Set.copyOf(picked);
    }
}
