package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Activations, sums and constant factors, in whatever layout the values come. */
final class ElementwiseKernels {
    /** Terms that a launch adds. */
    private static final int TERMS = 4;

    private final Launcher launcher;

    ElementwiseKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    /** The layout that all inputs are brought to: that of the first which is not plain. */
    static Format common(List<Format> formats) {
        return formats.stream()
                .filter(DeviceLayout.class::isInstance)
                .findFirst()
                .orElse(Format.PLAIN);
    }

    /** How many vectors of {@link ElementType#lanes} values a tensor has. */
    static long vectors(Format format, Shape shape) {
        ElementType type = DeviceLayout.type(format);
        return format.bytes(shape) / type.bytes() / type.lanes();
    }

    KernelChoice activate(Step step, Activation activation, Format format) {
        Shape shape = step.outputs().get(0).shape();
        ElementType type = DeviceLayout.type(format);
        long vectors = vectors(format, shape);
        return new KernelChoice(
                "activate.cu",
                List.of(format),
                List.of(format),
                0,
                (in, out, scratch) -> launcher.launch(
                        "activate",
                        type,
                        name(activation) + "_forward",
                        Grid.over(vectors),
                        in.get(0),
                        out.get(0),
                        channels(format, shape),
                        padded(format, shape),
                        vectors));
    }

    /** Inputs: x or y, as {@link Activation#slopeIsKnownByInput} says, then dy. */
    KernelChoice activateBackward(Step step, Activation activation, List<Format> formats) {
        Format format = common(formats);
        Shape shape = step.outputs().get(0).shape();
        long vectors = vectors(format, shape);
        return new KernelChoice(
                "activate.cu",
                List.of(format, format),
                List.of(format),
                0,
                (in, out, scratch) -> launcher.launch(
                        "activate",
                        DeviceLayout.type(format),
                        name(activation) + "_backward",
                        Grid.over(vectors),
                        in.get(0),
                        in.get(1),
                        out.get(0),
                        vectors));
    }

    private static String name(Activation activation) {
        return activation.name().toLowerCase(java.util.Locale.ROOT);
    }

    static int channels(Format format, Shape shape) {
        return format == Format.PLAIN ? 1 : shape.dim(1);
    }

    static int padded(Format format, Shape shape) {
        return format == Format.PLAIN ? 1 : DeviceLayout.type(format).padded(shape.dim(1));
    }

    KernelChoice multiply(Step step, double factor, Format format) {
        long vectors = vectors(format, step.outputs().get(0).shape());
        return new KernelChoice(
                "multiply.cu",
                List.of(format),
                List.of(format),
                0,
                (in, out, scratch) -> launcher.launch(
                        "multiply",
                        DeviceLayout.type(format),
                        "multiply",
                        Grid.over(vectors),
                        in.get(0),
                        out.get(0),
                        (float) factor,
                        vectors));
    }

    /** From the left; more than {@link #TERMS} in several launches, rounded between them. */
    KernelChoice sum(Step step, List<Format> formats) {
        Format format = common(formats);
        long vectors = vectors(format, step.outputs().get(0).shape());
        return new KernelChoice(
                "sum.cu", Collections.nCopies(formats.size(), format), List.of(format), 0, (in, out, scratch) -> {
                    List<Kernel> launches = new ArrayList<>();
                    for (int first = 0; first == 0 || first < in.size(); first += first == 0 ? TERMS : TERMS - 1) {
                        List<Object> arguments = new ArrayList<>();
                        if (first > 0) {
                            arguments.add(out.get(0));
                        }
                        for (int i = first; i < in.size() && arguments.size() < TERMS; i++) {
                            arguments.add(in.get(i));
                        }
                        int terms = arguments.size();
                        while (arguments.size() < TERMS) {
                            arguments.add(in.get(0)); // not read
                        }
                        arguments.addAll(List.of(out.get(0), terms, vectors));
                        launches.add(launcher.launch(
                                "sum", DeviceLayout.type(format), "sum", Grid.over(vectors), arguments.toArray()));
                    }
                    return Kernel.sequence(launches);
                });
    }
}
