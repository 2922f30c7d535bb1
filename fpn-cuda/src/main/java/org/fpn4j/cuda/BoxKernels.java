package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Boxes {@code [N, L, 4]} from what a head predicts, and their gradients. */
final class BoxKernels {
    private final Launcher launcher;

    BoxKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    KernelChoice decode(Step step, Operation.DecodeDeltas decode) {
        return decode(step, decode, "decode_deltas");
    }

    KernelChoice decodeBackward(Step step, Operation.DecodeDeltas decode) {
        return decode(step, decode, "decode_deltas_backward");
    }

    private KernelChoice decode(Step step, Operation.DecodeDeltas decode, String kernel) {
        Shape boxes = step.inputs().get(0).shape();
        long axes = boxes.size() / 2;
        return KernelChoice.plain("decode_deltas.cu", step.inputs().size(), 1, (in, out, scratch) -> {
            List<Object> arguments = new ArrayList<>(in);
            arguments.addAll(List.of(
                    out.get(0),
                    boxes.dim(1),
                    (float) decode.centerWeight(),
                    (float) decode.sizeWeight(),
                    (float) decode.clamp(),
                    axes));
            return launcher.launch("decode_deltas", ElementType.PLAIN, kernel, Grid.over(axes), arguments.toArray());
        });
    }

    /** Both ways: the gradient flips the same signs. */
    KernelChoice distances(Step step) {
        long size = step.inputs().get(0).shape().size();
        return KernelChoice.plain(
                "distances_to_boxes.cu",
                1,
                1,
                (in, out, scratch) -> launcher.launch(
                        "distances_to_boxes",
                        ElementType.PLAIN,
                        "distances_to_boxes",
                        Grid.over(size),
                        in.get(0),
                        out.get(0),
                        size));
    }
}
