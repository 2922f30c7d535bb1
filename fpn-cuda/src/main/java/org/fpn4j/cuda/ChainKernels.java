package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.ElementwiseChain;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** Chains of elementwise steps, each a kernel that is generated from its links: {@code chain.cu}. */
final class ChainKernels {
    private final Launcher launcher;

    ChainKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    KernelChoice choose(Step step, ElementwiseChain chain, List<Format> formats) {
        Format format = ElementwiseKernels.common(formats);
        Shape shape = step.outputs().get(0).shape();
        long vectors = ElementwiseKernels.vectors(format, shape);
        KernelSource source = new KernelSource("chain", DeviceLayout.type(format), generated(step, chain));
        return new KernelChoice(
                "chain.cu", Collections.nCopies(formats.size(), format), List.of(format), 0, (in, out, scratch) -> {
                    List<Object> arguments = new ArrayList<>(in);
                    arguments.addAll(Arrays.asList(
                            out.get(0),
                            ElementwiseKernels.channels(format, shape),
                            ElementwiseKernels.padded(format, shape),
                            vectors));
                    return launcher.launch(source, "chain", Grid.over(vectors), arguments.toArray());
                });
    }

    private static String generated(Step step, ElementwiseChain chain) {
        int inputs = step.inputs().size();
        return "#define CHAIN_INPUTS " + inputs + "\n"
                + "#define CHAIN_PARAMETERS " + each(inputs, "const T* in") + "\n"
                + "#define CHAIN_ARGUMENTS " + each(inputs, "in") + "\n"
                + "#define CHAIN_EXPRESSION " + expression(step, chain) + "\n";
    }

    /** A list of numbered names. */
    static String each(int inputs, String before) {
        return IntStream.range(0, inputs).mapToObj(i -> before + i).collect(Collectors.joining(", "));
    }

    /** The last link's value, the ones before it as operands. */
    private static String expression(Step step, ElementwiseChain chain) {
        List<String> inputs = IntStream.range(0, step.inputs().size())
                .mapToObj(i -> "x[" + i + "]")
                .toList();
        String value = "";
        for (ElementwiseChain.Link link : chain.apart(step)) {
            value = expression(link.step().instruction(), link.inputs(inputs, value));
        }
        return value;
    }

    private static String expression(Instruction link, List<String> operands) {
        if (link instanceof Instruction.Backward backward
                && backward.operation() instanceof Operation.Activate activate) {
            return function(activate.activation()) + "::backward(" + String.join(", ", operands) + ")";
        } else if (link instanceof Instruction.Forward forward) {
            if (forward.operation() instanceof Operation.Activate activate) {
                return function(activate.activation()) + "::forward(" + operands.get(0) + ")";
            } else if (forward.operation() instanceof Operation.Multiply multiply) {
                return "(" + operands.get(0) + " * " + Float.toHexString((float) multiply.factor()) + "f)";
            } else if (forward.operation() instanceof Operation.Sum) {
                return "(" + String.join(" + ", operands) + ")";
            }
        }
        throw new IllegalStateException("no chain has the link[" + link.label() + "]");
    }

    /** As {@code activations.cuh} calls it. */
    private static String function(Activation activation) {
        return switch (activation) {
            case RELU -> "Relu";
            case LEAKY_RELU -> "LeakyRelu";
            case SWISH -> "Swish";
            case SIGMOID -> "Sigmoid";
            case EXP -> "Exp";
            case HARD_SIGMOID -> "HardSigmoid";
            case HARD_SWISH -> "HardSwish";
            case RELU6 -> "Relu6";
            case NONE -> throw new IllegalStateException("an activation that does nothing is no step");
        };
    }
}
