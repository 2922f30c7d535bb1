package org.fpn4j.outside.arrays;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.contract.ArrayMemory;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** Convolutions, forward, and the rectifier in both directions. */
final class ArrayKernels implements KernelProvider {
    private final Memory memory = new ArrayMemory();

    @Override
    public String name() {
        return "array";
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        if (step.instruction() instanceof Instruction.Convolve convolve) {
            return Optional.of(convolution(step, convolve));
        }
        if (step.instruction() instanceof Instruction.Forward forward && isRectifier(step, forward.operation())) {
            return Optional.of(rectifier(step));
        }
        if (step.instruction() instanceof Instruction.Backward backward && isRectifier(step, backward.operation())) {
            return Optional.of(rectifierBackward(step));
        }
        return Optional.empty();
    }

    private static KernelChoice convolution(Step step, Instruction.Convolve convolve) {
        if (convolve.activation() != Activation.NONE && convolve.activation() != Activation.RELU) {
            throw new RefusedException("array has no kernel for a convolution with " + convolve.activation());
        }
        List<Format> formats = new ArrayList<>(List.of(ChannelsLast.FORMAT, Format.PLAIN));
        if (convolve.bias()) {
            formats.add(Format.PLAIN);
        }
        if (convolve.residual()) {
            formats.add(ChannelsLast.FORMAT);
        }
        Shape x = step.inputs().get(0).shape();
        Shape kernel = step.inputs().get(1).shape();
        Shape y = step.outputs().get(0).shape();
        return new KernelChoice(
                "loops",
                formats,
                List.of(ChannelsLast.FORMAT),
                0,
                (in, out, scratch) -> new Convolution(
                        convolve, x, kernel, y, in.stream().map(Values::of).toList(), Values.of(out.get(0))));
    }

    private static boolean isRectifier(Step step, Operation operation) {
        return operation instanceof Operation.Activate activate
                && activate.activation() == Activation.RELU
                && step.outputs().get(0).shape().rank() == 4;
    }

    private static KernelChoice rectifier(Step step) {
        int size = (int) step.outputs().get(0).shape().size();
        return ofMaps("maximum", 1, (in, out, scratch) -> {
            Values x = Values.of(in.get(0));
            Values y = Values.of(out.get(0));
            return () -> {
                for (int i = 0; i < size; i++) {
                    y.set(i, Math.max(0, x.get(i)));
                }
            };
        });
    }

    private static KernelChoice rectifierBackward(Step step) {
        int size = (int) step.outputs().get(0).shape().size();
        return ofMaps("mask", 2, (in, out, scratch) -> {
            Values y = Values.of(in.get(0));
            Values dy = Values.of(in.get(1));
            Values dx = Values.of(out.get(0));
            return () -> {
                for (int i = 0; i < size; i++) {
                    dx.set(i, y.get(i) > 0 ? dy.get(i) : 0);
                }
            };
        });
    }

    private static KernelChoice ofMaps(String name, int inputs, KernelChoice.Binding binding) {
        return new KernelChoice(
                name, Collections.nCopies(inputs, ChannelsLast.FORMAT), List.of(ChannelsLast.FORMAT), 0, binding);
    }

    @Override
    public boolean owns(Format format) {
        return format == ChannelsLast.FORMAT;
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        return ChannelsLast.conversion(shape, from, to);
    }

    @Override
    public void close() {}
}
