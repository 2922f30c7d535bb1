package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.engine.execution.Stored.Home;
import org.fpn4j.engine.kernel.Choice;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Plan;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/**
 * Gives every step of a plan a kernel, and every value formats and a place. The first provider that has a kernel for a step
 * takes it; where the formats of maker and reader differ, a conversion stands between them, once for all readers. Steps on
 * values that never change run once, before everything else.
 */
final class Placement {
    private record Key(Value value, Format format) {}

    private final Plan plan;
    private final List<KernelProvider> providers;
    private final Set<Value> fixed;
    private final Map<Value, String> gradientSlots = new HashMap<>();
    private final Map<Value, Stored> made = new HashMap<>();
    private final Map<Key, Stored> copies = new HashMap<>();
    private final Map<String, Stored> inputs = new LinkedHashMap<>();
    private final Map<String, Stored> constants = new LinkedHashMap<>();
    private final List<PlacedStep> once = new ArrayList<>();
    private final List<PlacedStep> everyRun = new ArrayList<>();
    private final List<Step> origin = new ArrayList<>(); // the plan's step of each in everyRun; null for conversions

    Placement(Plan plan, List<KernelProvider> providers) {
        this.plan = plan;
        this.providers = providers;
        this.fixed = plan.fixed();
        plan.gradients().forEach((parameter, value) -> {
            if (gradientSlots.put(value, parameter) != null) {
                throw new IllegalStateException("two parameters have the gradient " + value);
            }
        });
    }

    /** Places the whole plan. */
    PlacedPlan place() {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (i == plan.forwardSteps()) {
                // reordering a kernel again is cheaper than keeping its copy until the backward pass
                copies.keySet().removeIf(key -> isChangingParameter(key.value()));
            }
            place(i);
        }
        Map<String, Stored> outputs = new LinkedHashMap<>();
        plan.outputs().forEach((name, value) -> outputs.put(name, in(value, Format.PLAIN)));
        Map<String, Stored> losses = new LinkedHashMap<>();
        plan.losses().forEach((name, value) -> losses.put(name, in(value, Format.PLAIN)));
        List<Stored> results = new ArrayList<>(outputs.values());
        results.addAll(losses.values());
        setLives(results);
        return new PlacedPlan(
                once, everyRun, List.copyOf(inputs.values()), List.copyOf(constants.values()), outputs, losses);
    }

    private boolean isChangingParameter(Value value) {
        return value.source() instanceof Value.OfParameter && !fixed.contains(value);
    }

    private void place(int index) {
        Step step = plan.steps().get(index);
        Format wanted = step.instruction() instanceof Instruction.FoldNorm ? wanted(index) : Format.PLAIN;
        List<String> refusals = new ArrayList<>();
        for (KernelProvider provider : providers) {
            Optional<Choice> choice = offer(provider, step, wanted, refusals);
            if (choice.isPresent()) {
                place(step, provider, choice.get(), refusals);
                return;
            }
        }
        throw new IllegalStateException("no provider has a kernel for " + step + ": " + refusals);
    }

    /** What a provider would do; where it does nothing, its reason goes to the refusals. */
    private Optional<Choice> offer(KernelProvider provider, Step step, Format wanted, List<String> refusals) {
        try {
            List<Format> formats = formats(step).stream()
                    .map(format -> asSeenBy(provider, format))
                    .toList();
            Optional<Choice> choice = provider.choose(step, formats, asSeenBy(provider, wanted));
            if (choice.isEmpty()) {
                refusals.add(provider.name() + " has no kernel for it");
            }
            return choice;
        } catch (RefusedException e) {
            refusals.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static Format asSeenBy(KernelProvider provider, Format format) {
        return provider.owns(format) ? format : Format.PLAIN;
    }

    private List<Format> formats(Step step) {
        return step.inputs().stream()
                .map(value -> isMadeByStep(value) && !made.containsKey(value)
                        ? Format.PLAIN
                        : stored(value).format())
                .toList();
    }

    private static boolean isMadeByStep(Value value) {
        return value.source() instanceof Value.Computed || value.source() instanceof Value.State;
    }

    /** The format in which the first output of a step is read first, asked before either is placed. */
    private Format wanted(int index) {
        Value output = plan.steps().get(index).outputs().get(0);
        for (Step reader : plan.steps().subList(index + 1, plan.steps().size())) {
            int input = reader.inputs().indexOf(output);
            if (input >= 0) {
                return providers.stream()
                        .map(provider -> offer(provider, reader, Format.PLAIN, new ArrayList<>()))
                        .flatMap(Optional::stream)
                        .map(choice -> choice.inputs().get(input))
                        .findFirst()
                        .orElse(Format.PLAIN);
            }
        }
        return Format.PLAIN;
    }

    private void place(Step step, KernelProvider provider, Choice choice, List<String> refusals) {
        boolean isFixed = fixed.containsAll(step.outputs());
        List<Stored> in = new ArrayList<>();
        for (int i = 0; i < step.inputs().size(); i++) {
            in.add(in(step.inputs().get(i), choice.inputs().get(i)));
        }
        List<Stored> out = new ArrayList<>();
        for (int i = 0; i < step.outputs().size(); i++) {
            out.add(output(step.outputs().get(i), choice.outputs().get(i), isFixed));
        }
        List<PlacedStep> phase = isFixed ? once : everyRun;
        phase.add(new PlacedStep(
                step.instruction().label(),
                provider.name(),
                choice,
                in,
                out,
                scratch(choice),
                step.origins(),
                String.join("; ", refusals)));
        if (!isFixed) {
            origin.add(step);
        }
        for (Value value : step.outputs()) {
            if (gradientSlots.containsKey(value)) {
                deliver(value, gradientSlots.get(value));
            }
        }
    }

    private Stored output(Value value, Format format, boolean isFixed) {
        if (value.source() instanceof Value.OfParameter) {
            return stored(value); // a buffer that changes in place
        }
        Stored stored = new Stored(value, format, isFixed ? Home.FIXED : Home.ARENA);
        made.put(value, stored);
        return stored;
    }

    /** The gradient of a parameter goes to its slot: at once where its format allows, else by conversion. */
    private void deliver(Value gradient, String parameter) {
        Stored stored = made.get(gradient);
        if (stored.format() == Format.PLAIN) {
            stored.moveToGradients(parameter);
        } else {
            convert(stored, Stored.ofParameter(gradient, Home.GRADIENT, parameter));
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
            Stored constant = new Stored(value, Format.PLAIN, Home.FIXED);
            constants.put(value.name(), constant);
            return constant;
        } else if (value.source() instanceof Value.Input) {
            Stored input = new Stored(value, Format.PLAIN, Home.ARENA);
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
            Stored from =
                    wanted == Format.PLAIN || owner(stored.format(), wanted).isPresent()
                            ? stored
                            : in(value, Format.PLAIN);
            copy = new Stored(value, wanted, fixed.contains(value) ? Home.FIXED : Home.ARENA);
            convert(from, copy);
            copies.put(key, copy);
        }
        return copy;
    }

    /** Who knows both formats; two providers that know one each have nothing but plain values in common. */
    private Optional<KernelProvider> owner(Format from, Format to) {
        return providers.stream()
                .filter(provider -> asSeenBy(provider, from) == from && asSeenBy(provider, to) == to)
                .findFirst();
    }

    private void convert(Stored from, Stored to) {
        KernelProvider owner = owner(from.format(), to.format())
                .orElseThrow(() -> new IllegalStateException(
                        "nobody knows both formats: " + from.format() + " and " + to.format()));
        Choice choice = owner.convert(from.value().shape(), from.format(), to.format());
        PlacedStep step = new PlacedStep(
                "convert", owner.name(), choice, List.of(from), List.of(to), scratch(choice), List.of(), "");
        if (to.home() == Home.FIXED) {
            once.add(step);
        } else {
            everyRun.add(step);
            origin.add(null);
        }
    }

    private static Place scratch(Choice choice) {
        return choice.scratch() == 0 ? null : new Place(choice.scratch());
    }

    /** When each place is in use; then outputs take over the places of inputs that die with the same step. */
    private void setLives(List<Stored> results) {
        int end = everyRun.size();
        constants.values().forEach(constant -> constant.place().useAt(-once.size() - 1));
        for (int i = 0; i < once.size(); i++) {
            use(once.get(i), i - once.size());
        }
        inputs.values().forEach(input -> input.place().useAt(0));
        for (int i = 0; i < end; i++) {
            use(everyRun.get(i), i);
        }
        for (Stored result : results) {
            if (result.place() != null) {
                result.place().useAt(end);
            }
        }
        for (int i = 0; i < end; i++) {
            if (origin.get(i) != null) {
                shareMemory(everyRun.get(i), origin.get(i), i);
            }
        }
    }

    private static void use(PlacedStep step, int at) {
        for (Stored stored : step.inputs()) {
            if (stored.place() != null) {
                stored.place().useAt(at);
            }
        }
        for (Stored stored : step.outputs()) {
            if (stored.place() != null) {
                stored.place().useAt(at);
            }
        }
        if (step.scratch() != null) {
            step.scratch().useAt(at);
        }
    }

    private static void shareMemory(PlacedStep placed, Step step, int at) {
        Stored output = placed.outputs().get(0);
        if (output.home() != Home.ARENA) {
            return;
        }
        for (int index : step.instruction().overwritable()) {
            Stored input = placed.inputs().get(index);
            boolean dies = input.home() == Home.ARENA && input.place().lastUse() == at;
            if (Collections.frequency(placed.inputs(), input) > 1) {
                continue; // a kernel may write the first occurrence before it reads the second
            }
            if (dies && input.format().equals(output.format()) && input.bytes() == output.bytes()) {
                input.place().useAt(output.place().lastUse());
                output.share(input.place());
                return;
            }
        }
    }
}
