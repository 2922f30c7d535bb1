package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.engine.execution.Stored.Home;
import org.fpn4j.engine.kernel.Choice;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Plan;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/**
 * The second pass: where the formats of maker and reader differ, a conversion stands between them, once for all readers;
 * steps on values that never change run once, before everything else.
 */
final class Conversions {
    private record Key(Value value, Format format) {}

    private final List<KernelProvider> providers;
    private final Set<Value> fixed;
    private final Map<Value, String> gradientSlots = new HashMap<>();
    private final Map<Value, Stored> made = new HashMap<>();
    private final Map<Key, Stored> copies = new HashMap<>();
    private final Map<String, Stored> inputs = new LinkedHashMap<>();
    private final Map<String, Stored> constants = new LinkedHashMap<>();
    private final List<KernelStep> once = new ArrayList<>();
    private final List<KernelStep> everyRun = new ArrayList<>();

    private Conversions(Plan plan, List<KernelProvider> providers) {
        this.providers = providers;
        this.fixed = plan.fixed();
        plan.gradients().forEach((parameter, value) -> {
            if (gradientSlots.put(value, parameter) != null) {
                throw new IllegalStateException("two parameters have the gradient " + value);
            }
        });
    }

    /** The steps of a plan with what stands between them. */
    static KernelSteps between(Plan plan, List<Chosen> chosen, List<KernelProvider> providers) {
        Conversions conversions = new Conversions(plan, providers);
        for (int i = 0; i < chosen.size(); i++) {
            if (i == plan.forwardSteps()) {
                conversions.forgetParameters();
            }
            conversions.add(chosen.get(i));
        }
        Map<String, Stored> outputs = new LinkedHashMap<>();
        plan.outputs().forEach((name, value) -> outputs.put(name, conversions.in(value, Format.PLAIN)));
        Map<String, Stored> losses = new LinkedHashMap<>();
        plan.losses().forEach((name, value) -> losses.put(name, conversions.in(value, Format.PLAIN)));
        return new KernelSteps(
                conversions.once,
                conversions.everyRun,
                List.copyOf(conversions.inputs.values()),
                List.copyOf(conversions.constants.values()),
                outputs,
                losses);
    }

    /** Reordering a kernel again is cheaper than keeping its copy until the backward pass. */
    private void forgetParameters() {
        copies.keySet()
                .removeIf(key -> key.value().source() instanceof Value.OfParameter && !fixed.contains(key.value()));
    }

    private void add(Chosen chosen) {
        Step step = chosen.step();
        Choice choice = chosen.choice();
        boolean isFixed = fixed.containsAll(step.outputs());
        List<Stored> in = new ArrayList<>();
        for (int i = 0; i < step.inputs().size(); i++) {
            in.add(in(step.inputs().get(i), choice.inputs().get(i)));
        }
        List<Stored> out = new ArrayList<>();
        for (int i = 0; i < step.outputs().size(); i++) {
            out.add(output(step.outputs().get(i), choice.outputs().get(i), isFixed));
        }
        (isFixed ? once : everyRun)
                .add(new KernelStep(
                        step.instruction().label(),
                        chosen.provider().name(),
                        choice,
                        in,
                        out,
                        step.instruction().overwritable(),
                        step.origins(),
                        chosen.because()));
        step.outputs().forEach(this::deliver);
    }

    private Stored output(Value value, Format format, boolean isFixed) {
        if (value.source() instanceof Value.OfParameter) {
            return stored(value); // a buffer that changes in place
        }
        Stored stored = gradientSlots.containsKey(value) && format == Format.PLAIN
                ? Stored.ofParameter(value, Home.GRADIENT, gradientSlots.get(value))
                : Stored.of(value, format, isFixed);
        made.put(value, stored);
        return stored;
    }

    /** The gradient of a parameter is made in its slot where its format allows, and converted into it elsewhere. */
    private void deliver(Value value) {
        if (gradientSlots.containsKey(value) && made.get(value).home() != Home.GRADIENT) {
            convert(made.get(value), Stored.ofParameter(value, Home.GRADIENT, gradientSlots.get(value)));
        }
    }

    /** A value as it was made or is given. */
    private Stored stored(Value value) {
        return made.computeIfAbsent(value, this::given);
    }

    private Stored given(Value value) {
        if (value.source() instanceof Value.OfParameter of) {
            return Stored.ofParameter(value, Home.PARAMETER, of.parameter().name());
        } else if (value.source() instanceof Value.Constant) {
            Stored constant = Stored.of(value, Format.PLAIN, true);
            constants.put(value.name(), constant);
            return constant;
        } else if (value.source() instanceof Value.Input) {
            Stored input = Stored.of(value, Format.PLAIN, false);
            inputs.put(value.name(), input);
            return input;
        }
        throw new IllegalStateException("value[" + value + "] is read before it is made");
    }

    /** A value in the format that somebody wants. */
    private Stored in(Value value, Format wanted) {
        Stored stored = stored(value);
        if (stored.format().equals(wanted)) {
            return stored;
        }
        Key key = new Key(value, wanted);
        Stored copy = copies.get(key);
        if (copy == null) {
            Stored from = wanted == Format.PLAIN || knowsBoth(stored.format(), wanted)
                    ? stored
                    : in(value, Format.PLAIN); // two providers that know one each have nothing else in common
            copy = Stored.of(value, wanted, fixed.contains(value));
            convert(from, copy);
            copies.put(key, copy);
        }
        return copy;
    }

    private boolean knowsBoth(Format from, Format to) {
        return providers.stream().anyMatch(provider -> knows(provider, from) && knows(provider, to));
    }

    private static boolean knows(KernelProvider provider, Format format) {
        return format == Format.PLAIN || provider.owns(format);
    }

    private void convert(Stored from, Stored to) {
        KernelProvider owner = providers.stream()
                .filter(provider -> knows(provider, from.format()) && knows(provider, to.format()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "nobody knows both formats: " + from.format() + " and " + to.format()));
        Choice choice = owner.convert(from.value().shape(), from.format(), to.format());
        (to.home() == Home.FIXED ? once : everyRun)
                .add(new KernelStep(
                        "convert", owner.name(), choice, List.of(from), List.of(to), Set.of(), List.of(), ""));
    }
}
