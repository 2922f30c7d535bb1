package org.fpn4j.engine.execution;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Step;

/**
 * What providers offer for the steps of one plan. To the same question the same answer is given again: in which formats
 * parameters are kept follows from a first selection, and the one that knows it differs in few steps.
 */
final class KernelOffers {
    private record Question(Step step, List<Format> inputs, Format wanted) {}

    private final List<KernelProvider> providers;
    private final IdentityHashMap<KernelProvider, Map<Question, Optional<KernelChoice>>> answers =
            new IdentityHashMap<>();

    /** Offers of these providers, the preferred one first. */
    KernelOffers(List<KernelProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    List<KernelProvider> providers() {
        return providers;
    }

    /** As {@link KernelProvider#choose}. */
    Optional<KernelChoice> of(KernelProvider provider, Step step, List<Format> inputs, Format wanted) {
        Map<Question, Optional<KernelChoice>> given = answers.computeIfAbsent(provider, asked -> new HashMap<>());
        return given.computeIfAbsent(
                new Question(step, inputs, wanted), question -> provider.choose(step, inputs, wanted));
    }
}
