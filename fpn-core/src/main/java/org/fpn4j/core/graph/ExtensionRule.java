package org.fpn4j.core.graph;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What one reading makes of an operation that it does not know itself: one from outside, or a decision. Every reading that computes has an interface below this one, and
 * finds rules by {@link ServiceLoader}.
 *
 * @param <O> the operation
 */
public interface ExtensionRule<O extends Operation> {
    /** The class of the operation that the rule is for. */
    Class<O> operation();

    /**
     * All rules of a kind.
     *
     * @throws IllegalStateException where an operation has two
     */
    static <R extends ExtensionRule<?>> List<R> all(Class<R> kind) {
        List<R> rules = ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        for (R rule : rules) {
            List<String> same = rules.stream()
                    .filter(other -> other.operation() == rule.operation())
                    .map(other -> other.getClass().getName())
                    .toList();
            if (same.size() > 1) {
                throw new IllegalStateException(
                        "operation[" + rule.operation().getName() + "] has more than one rule: " + same);
            }
        }
        return rules;
    }

    /** The rule of a kind for an operation; empty where there is none. */
    static <R extends ExtensionRule<?>> Optional<R> find(Class<R> kind, Operation operation) {
        return all(kind).stream()
                .filter(rule -> rule.operation() == operation.getClass())
                .findFirst();
    }
}
