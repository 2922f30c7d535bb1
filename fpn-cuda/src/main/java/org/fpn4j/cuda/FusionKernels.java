package org.fpn4j.cuda;

import static org.fpn4j.engine.kernel.Format.PLAIN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Operation.WeightedFusion.Mode;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Maps and other tensors summed with learned shares: {@code weighted_fusion.cu}. */
final class FusionKernels {
    /** Terms that a launch takes. */
    private static final int TERMS = 4;

    private final Launcher launcher;
    private final ElementType type;

    FusionKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    /** Of a step's tensors: maps have the device's layout, others none. */
    private Format format(Shape shape) {
        return shape.rank() == 4 ? DeviceLayout.maps(type) : PLAIN;
    }

    private static List<Format> withWeights(List<Format> tensors, Format... others) {
        List<Format> formats = new ArrayList<>(tensors);
        formats.addAll(List.of(others));
        return formats;
    }

    /** More than {@link #TERMS} in several launches, rounded between them. */
    KernelChoice forward(Step step, Operation.WeightedFusion fusion) {
        int terms = step.inputs().size() - 1;
        Shape shape = step.outputs().get(0).shape();
        Format format = format(shape);
        long vectors = ElementwiseKernels.vectors(format, shape);
        return new KernelChoice(
                "weighted_fusion.cu",
                withWeights(Collections.nCopies(terms, format), PLAIN),
                List.of(format),
                0,
                (in, out, scratch) -> {
                    List<Kernel> launches = new ArrayList<>();
                    for (int first = 0; first < terms; first += TERMS) {
                        List<Object> arguments = new ArrayList<>(some(in.subList(0, terms), first));
                        arguments.addAll(List.of(in.get(terms), out.get(0)));
                        arguments.addAll(numbers(fusion, terms, first));
                        arguments.add(vectors);
                        launches.add(launch(format, "forward", Grid.over(vectors), arguments));
                    }
                    return Kernel.sequence(launches);
                });
    }

    /** Inputs: the tensors, weights, dy. */
    KernelChoice backward(Step step, Operation.WeightedFusion fusion) {
        int terms = step.inputs().size() - 2;
        Shape shape = step.inputs().get(terms + 1).shape();
        Format format = format(shape);
        long vectors = ElementwiseKernels.vectors(format, shape);
        Grid grid = Grid.forSums(vectors);
        return new KernelChoice(
                "weighted_fusion.cu",
                withWeights(Collections.nCopies(terms, format), PLAIN, format),
                withWeights(Collections.nCopies(terms, format), PLAIN),
                (long) terms * grid.x() * Double.BYTES,
                (in, out, scratch) -> {
                    List<Kernel> launches = new ArrayList<>();
                    for (int first = 0; first < terms; first += TERMS) {
                        List<Object> arguments = new ArrayList<>(some(in.subList(0, terms), first));
                        arguments.addAll(List.of(in.get(terms), in.get(terms + 1)));
                        arguments.addAll(some(out.subList(0, terms), first));
                        arguments.add(scratch);
                        arguments.addAll(numbers(fusion, terms, first));
                        arguments.add(vectors);
                        launches.add(launch(format, "backward", grid, arguments));
                    }
                    launches.add(launch(
                            format,
                            "weights_backward",
                            Grid.blocks(1),
                            List.of(
                                    in.get(terms),
                                    scratch,
                                    out.get(terms),
                                    fusion.mode() == Mode.SOFTMAX,
                                    (float) fusion.epsilon(),
                                    terms,
                                    grid.x())));
                    return Kernel.sequence(launches);
                });
    }

    private Kernel launch(Format format, String kernel, Grid grid, List<Object> arguments) {
        return launcher.launch("weighted_fusion", DeviceLayout.type(format), kernel, grid, arguments.toArray());
    }

    /** As many blocks as a launch takes; those that are not there stand for nothing. */
    private static List<Block> some(List<Block> blocks, int first) {
        List<Block> some = new ArrayList<>(blocks.subList(first, Math.min(first + TERMS, blocks.size())));
        while (some.size() < TERMS) {
            some.add(blocks.get(0));
        }
        return some;
    }

    /** What a launch is told of the fusion, and of which terms it takes. */
    private static List<Object> numbers(Operation.WeightedFusion fusion, int terms, int first) {
        return List.of(
                fusion.mode() == Mode.SOFTMAX, (float) fusion.epsilon(), terms, first, Math.min(TERMS, terms - first));
    }
}
