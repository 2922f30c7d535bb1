package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Plan;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/** The first pass: the first provider that has a kernel for a step takes it, and says which formats it makes. */
final class Selection {
    private final Plan plan;
    private final KernelOffers offers;
    private final ParameterFormats parameters;
    private final Map<Value, Format> made = new HashMap<>(); // of those that steps make; inputs and constants are plain

    private Selection(Plan plan, KernelOffers offers, ParameterFormats parameters) {
        this.plan = plan;
        this.offers = offers;
        this.parameters = parameters;
    }

    /** Every step of a plan with its kernel, in order. */
    static List<Chosen> of(Plan plan, KernelOffers offers, ParameterFormats parameters) {
        Selection selection = new Selection(plan, offers, parameters);
        List<Chosen> chosen = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            chosen.add(selection.choose(i));
        }
        return List.copyOf(chosen);
    }

    private Chosen choose(int index) {
        Step step = plan.steps().get(index);
        List<String> refusals = new ArrayList<>();
        for (KernelProvider provider : offers.providers()) {
            Format wanted = provider.looksAhead(step) ? wanted(index) : Format.PLAIN;
            Optional<KernelChoice> choice = offer(provider, step, wanted, refusals);
            if (choice.isPresent()) {
                remember(step, choice.get());
                return new Chosen(step, provider, choice.get(), String.join("; ", refusals));
            }
        }
        throw new IllegalStateException("no provider has a kernel for " + step + ": " + refusals);
    }

    private void remember(Step step, KernelChoice choice) {
        for (int i = 0; i < step.outputs().size(); i++) {
            if (!(step.outputs().get(i).source() instanceof Value.OfParameter)) { // a buffer that changes in place
                made.put(step.outputs().get(i), choice.outputs().get(i));
            }
        }
    }

    /** What a provider would do; where it does nothing, its reason goes to the refusals. */
    private Optional<KernelChoice> offer(KernelProvider provider, Step step, Format wanted, List<String> refusals) {
        try {
            List<Format> formats = step.inputs().stream()
                    .map(value -> asSeenBy(provider, format(value)))
                    .toList();
            Optional<KernelChoice> choice = offers.of(provider, step, formats, asSeenBy(provider, wanted));
            if (choice.isEmpty()) {
                refusals.add(provider.name() + " has no kernel for it");
            }
            return choice;
        } catch (RefusedException e) {
            refusals.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Format format(Value value) {
        return value.source() instanceof Value.OfParameter of
                ? parameters.of(of.parameter().name())
                : made.getOrDefault(value, Format.PLAIN);
    }

    private static Format asSeenBy(KernelProvider provider, Format format) {
        return provider.owns(format) ? format : Format.PLAIN;
    }

    /** The format in which the first output of a step is read, asked before anybody has a kernel. */
    private Format wanted(int index) {
        Step step = plan.steps().get(index);
        Value output = step.outputs().get(0);
        Stream<Format> formats = plan.steps().subList(index + 1, plan.steps().size()).stream()
                .filter(reader -> reader.inputs().contains(output))
                .map(reader -> wantedBy(reader, output));
        if (step.instruction().prepares()) {
            return formats.findFirst().orElse(Format.PLAIN);
        }
        List<Format> different = formats.distinct().toList();
        boolean agreed = different.size() == 1 && !plan.outputs().containsValue(output);
        return agreed ? different.get(0) : Format.PLAIN;
    }

    /** The format in which a step would read a value. */
    private Format wantedBy(Step reader, Value value) {
        return offers.providers().stream()
                .map(provider -> offer(provider, reader, Format.PLAIN, new ArrayList<>()))
                .flatMap(Optional::stream)
                .map(choice -> choice.inputs().get(reader.inputs().indexOf(value)))
                .findFirst()
                .orElse(Format.PLAIN);
    }
}
