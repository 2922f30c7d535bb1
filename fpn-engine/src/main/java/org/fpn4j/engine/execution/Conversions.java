package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.execution.Stored.Home;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Plan;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/**
 * The second pass: where the formats of maker and reader differ, a conversion stands between them, once for all readers;
 * where their memories differ, a copy in {@link Format#PLAIN}. Parameters and gradients lie with the first provider, in
 * formats that were chosen for them. Steps on values that never change run once, before everything else.
 */
final class Conversions {
    private record Key(Value value, Format format, Memory memory) {}

    private final List<KernelProvider> providers;
    private final Memory home; // of parameters and gradients
    private final ParameterFormats parameters;
    private final Set<Value> fixed;
    private final Map<Value, String> gradientSlots = new HashMap<>();
    private final Map<Value, Stored> made = new HashMap<>();
    private final Map<Key, Stored> copies = new HashMap<>();
    private final Map<String, Stored> inputs = new LinkedHashMap<>();
    private final Map<String, Stored> constants = new LinkedHashMap<>();
    private final List<KernelStep> once = new ArrayList<>();
    private final List<KernelStep> everyRun = new ArrayList<>();

    private Conversions(Plan plan, List<KernelProvider> providers, ParameterFormats parameters) {
        this.providers = providers;
        this.home = providers.get(0).memory();
        this.parameters = parameters;
        this.fixed = plan.fixed();
        plan.gradients().forEach((parameter, value) -> {
            if (gradientSlots.put(value, parameter) != null) {
                throw new IllegalStateException("two parameters have the gradient " + value);
            }
        });
    }

    /** The steps of a plan with what stands between them. */
    static KernelSteps between(
            Plan plan, List<Chosen> chosen, List<KernelProvider> providers, ParameterFormats parameters) {
        Conversions conversions = new Conversions(plan, providers, parameters);
        chosen.subList(0, plan.forwardSteps()).forEach(conversions::add);
        int forward = conversions.everyRun.size();
        conversions.forgetParameters();
        chosen.subList(plan.forwardSteps(), chosen.size()).forEach(conversions::add);
        Map<String, Stored> outputs = new LinkedHashMap<>();
        plan.outputs().forEach((name, value) -> outputs.put(name, conversions.result(value)));
        Map<String, Stored> losses = new LinkedHashMap<>();
        plan.losses().forEach((name, value) -> losses.put(name, conversions.result(value)));
        return new KernelSteps(
                conversions.once,
                conversions.everyRun,
                forward,
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
        KernelChoice choice = chosen.choice();
        Memory memory = chosen.provider().memory();
        boolean isFixed = fixed.containsAll(step.outputs());
        List<Stored> in = new ArrayList<>();
        for (int i = 0; i < step.inputs().size(); i++) {
            in.add(in(step.inputs().get(i), choice.inputs().get(i), memory));
        }
        List<Stored> out = new ArrayList<>();
        for (int i = 0; i < step.outputs().size(); i++) {
            out.add(output(step.outputs().get(i), choice.outputs().get(i), memory, isFixed));
        }
        (isFixed ? once : everyRun)
                .add(new KernelStep(
                        step.instruction().label(),
                        Optional.of(chosen.provider()),
                        choice,
                        in,
                        out,
                        step.instruction().overwritable(),
                        step.origins(),
                        chosen.because()));
        out.forEach(this::deliver);
    }

    private Stored output(Value value, Format format, Memory memory, boolean isFixed) {
        if (value.source() instanceof Value.OfParameter) {
            return in(value, Format.PLAIN, memory); // a buffer that changes in place
        }
        String parameter = gradientSlots.get(value);
        Stored stored = parameter != null && format.equals(parameters.of(parameter)) && memory == home
                ? ofParameter(value, Home.GRADIENT, parameter)
                : Stored.of(value, format, memory, isFixed);
        made.put(value, stored);
        return stored;
    }

    /**
     * The gradient of a parameter is made in its slot where its format and memory allow, and brought there elsewhere. A
     * buffer that was changed in another memory is brought back, and what was made of its old values is forgotten.
     */
    private void deliver(Stored output) {
        Value value = output.value();
        if (gradientSlots.containsKey(value) && output.home() != Home.GRADIENT) {
            Stored slot = ofParameter(value, Home.GRADIENT, gradientSlots.get(value));
            bring(before(output, slot.format(), home), slot);
        }
        if (value.source() instanceof Value.OfParameter) {
            copies.entrySet().removeIf(copy -> copy.getKey().value().equals(value) && copy.getValue() != output);
            if (output.memory() != home) {
                bring(output, stored(value, home));
            }
        }
    }

    /** A value as it was made or is given; what the host gives goes to the memory of its first reader. */
    private Stored stored(Value value, Memory reader) {
        Stored stored = made.get(value);
        if (stored == null) {
            stored = given(value, reader);
            made.put(value, stored);
        }
        return stored;
    }

    private Stored given(Value value, Memory reader) {
        if (value.source() instanceof Value.OfParameter of) {
            return ofParameter(value, Home.PARAMETER, of.parameter().name());
        } else if (value.source() instanceof Value.Constant) {
            Stored constant = Stored.of(value, Format.PLAIN, reader, true);
            constants.put(value.name(), constant);
            return constant;
        } else if (value.source() instanceof Value.Input) {
            Stored input = Stored.of(value, Format.PLAIN, reader, false);
            inputs.put(value.name(), input);
            return input;
        }
        throw new IllegalStateException("value[" + value + "] is read before it is made");
    }

    private Stored ofParameter(Value value, Home where, String parameter) {
        return Stored.ofParameter(value, parameters.of(parameter), home, where, parameter);
    }

    /** What the host reads, from any memory. */
    private Stored result(Value value) {
        return in(value, Format.PLAIN, stored(value, home).memory());
    }

    /** A value in the format and memory that somebody wants. */
    private Stored in(Value value, Format wanted, Memory memory) {
        Stored stored = stored(value, memory);
        if (stored.format().equals(wanted) && stored.memory() == memory) {
            return stored;
        }
        Key key = new Key(value, wanted, memory);
        Stored copy = copies.get(key);
        if (copy == null) {
            Stored from = before(stored, wanted, memory);
            copy = Stored.of(value, wanted, memory, fixed.contains(value));
            bring(from, copy);
            copies.put(key, copy);
        }
        return copy;
    }

    /** What a value is made of in a format and memory, in one step: two that have nothing else in common meet in plain ones. */
    private Stored before(Stored stored, Format wanted, Memory memory) {
        if (stored.memory() != memory) {
            return in(stored.value(), Format.PLAIN, wanted == Format.PLAIN ? stored.memory() : memory);
        }
        return wanted == Format.PLAIN
                        || converter(stored.format(), wanted, memory).isPresent()
                ? stored
                : in(stored.value(), Format.PLAIN, memory);
    }

    /** Who knows both formats. */
    private Optional<KernelProvider> converter(Format from, Format to, Memory memory) {
        return providers.stream()
                .filter(provider -> provider.memory() == memory)
                .filter(provider -> knows(provider, from) && knows(provider, to))
                .findFirst();
    }

    private static boolean knows(KernelProvider provider, Format format) {
        return format == Format.PLAIN || provider.owns(format);
    }

    /** Adds the step that makes a value in another format of the same memory, or in another memory. */
    private void bring(Stored from, Stored to) {
        (to.home() == Home.FIXED ? once : everyRun)
                .add(from.memory() == to.memory() ? conversion(from, to) : MemoryCopy.step(from, to));
    }

    private KernelStep conversion(Stored from, Stored to) {
        KernelProvider owner = converter(from.format(), to.format(), to.memory())
                .orElseThrow(() -> new IllegalStateException(
                        "nobody knows both formats: " + from.format() + " and " + to.format()));
        KernelChoice choice = owner.convert(from.value().shape(), from.format(), to.format());
        return new KernelStep(
                "convert", Optional.of(owner), choice, List.of(from), List.of(to), Set.of(), List.of(), "");
    }
}
