package org.fpn4j.engine.answers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/** What a provider answers to questions, step by step as a plan would run them. */
final class Answers implements AutoCloseable {
    private static final int LENGTH = 1 << 19; // values: enough for any question
    private static final int ALIGNMENT = (int) Memory.ALIGNMENT / Float.BYTES;

    private record Held(Format format, Block block) {}

    private final KernelProvider provider;
    private final FlatVector memory; // of one question after the other
    private final List<FlatVector> more = new ArrayList<>(); // of those that do not fit
    private final Map<Value, Held> held = new HashMap<>();
    private int taken;

    Answers(KernelProvider provider) {
        this.provider = provider;
        this.memory = provider.memory().allocate(LENGTH);
    }

    /**
     * All outputs that the question knows; empty where the provider has no kernel for a step, so that another one serves it.
     *
     * @param maps the format in which maps are given
     */
    Optional<Map<Value, float[]>> to(Question question, Function<Shape, Format> maps) {
        held.clear();
        taken = 0;
        question.given().forEach((value, values) -> {
            Held plain = hold(value, Format.PLAIN);
            plain.block().write(values);
            if (question.maps().contains(value)) {
                held.put(value, in(maps.apply(value.shape()), value));
            }
        });
        for (int i = 0; i < question.steps().size(); i++) {
            Step step = question.steps().get(i);
            Optional<KernelChoice> choice = choose(step, wanted(question, i));
            if (choice.isEmpty()) {
                return Optional.empty();
            }
            run(step, choice.get());
        }
        Map<Value, float[]> results = new LinkedHashMap<>();
        for (Value value : question.expected().keySet()) {
            float[] values = new float[(int) value.shape().size()];
            in(Format.PLAIN, value).block().read(0, values, 0, values.length);
            results.put(value, values);
        }
        return Optional.of(results);
    }

    private Optional<KernelChoice> choose(Step step, Format wanted) {
        try {
            List<Format> formats = step.inputs().stream()
                    .map(value -> held.containsKey(value) ? held.get(value).format() : Format.PLAIN)
                    .toList();
            return provider.choose(step, formats, wanted);
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    /** The format in which a step's first output is read by a later step. */
    private Format wanted(Question question, int index) {
        Step step = question.steps().get(index);
        if (!step.instruction().prepares()) {
            return Format.PLAIN;
        }
        for (Step reader : question.steps().subList(index + 1, question.steps().size())) {
            int input = reader.inputs().indexOf(step.outputs().get(0));
            if (input >= 0) {
                return choose(reader, Format.PLAIN)
                        .map(choice -> choice.inputs().get(input))
                        .orElse(Format.PLAIN);
            }
        }
        return Format.PLAIN;
    }

    private void run(Step step, KernelChoice choice) {
        List<Block> inputs = new ArrayList<>();
        for (int i = 0; i < step.inputs().size(); i++) {
            inputs.add(in(choice.inputs().get(i), step.inputs().get(i)).block());
        }
        List<Block> outputs = new ArrayList<>();
        for (int i = 0; i < step.outputs().size(); i++) {
            Value output = step.outputs().get(i);
            outputs.add(hold(output, choice.outputs().get(i)).block());
        }
        run(choice, inputs, outputs);
    }

    private void run(KernelChoice choice, List<Block> inputs, List<Block> outputs) {
        Block scratch = choice.scratch() > 0 ? block(choice.scratch()) : null;
        try (Kernel kernel = choice.binding().bind(inputs, outputs, scratch)) {
            kernel.run();
        }
    }

    /** A value in a format, converted where it has another one. */
    private Held in(Format format, Value value) {
        Held there = held.get(value);
        if (there.format().equals(format)) {
            return there;
        }
        Held converted = new Held(format, block(format.bytes(value.shape())));
        run(
                provider.convert(value.shape(), there.format(), format),
                Collections.singletonList(there.block()),
                Collections.singletonList(converted.block()));
        return converted;
    }

    private Held hold(Value value, Format format) {
        Held fresh = new Held(format, block(format.bytes(value.shape())));
        held.put(value, fresh);
        return fresh;
    }

    /** Memory with something in it that no kernel may take for a value. */
    private Block block(long bytes) {
        int length = (int) ((bytes + Float.BYTES - 1) / Float.BYTES);
        Block block = length <= LENGTH - taken ? next(length, bytes) : own(length, bytes);
        float[] nothing = new float[length];
        Arrays.fill(nothing, Float.NaN);
        block.memory().write(block.offset(), nothing, 0, length);
        return block;
    }

    private Block next(int length, long bytes) {
        Block block = new Block(memory, taken, bytes);
        taken += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return block;
    }

    private Block own(int length, long bytes) {
        FlatVector vector = provider.memory().allocate(length);
        more.add(vector);
        return new Block(vector, 0, bytes);
    }

    @Override
    public void close() {
        more.forEach(FlatVector::close);
        memory.close();
    }
}
