package org.fpn4j.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Choice;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** The kernels of oneDNN. What it lacks is left to the next provider. */
public final class OneDnnKernels implements KernelProvider {
    private final Engine engine = new Engine();
    private final Layouts layouts;
    private final ConvolutionKernels convolutions;
    private final ElementwiseKernels elementwise;
    private final WindowKernels windows;
    private final CellKernels cells;
    private final FoldKernels folds;
    private final FocalLossKernels focalLosses;
    private final BatchNormKernels batchNorms;
    private final GroupNormKernels groupNorms;
    private final ShareKernels shares;

    /** Types of activations and of the kernels of convolutions; everything else is {@code float32}. */
    public enum Precision {
        FLOAT32,
        BFLOAT16
    }

    /** Kernels for one network. */
    public OneDnnKernels(Precision precision) {
        this(precision, OptionalInt.empty());
    }

    /** The same, with maps in a layout by its tag where nothing else decides. */
    OneDnnKernels(Precision precision, OptionalInt mapTag) {
        int type = precision == Precision.BFLOAT16 ? dnnl_bf16 : dnnl_f32;
        layouts = new Layouts(engine, type, mapTag.orElseGet(() -> Layouts.favouriteTag(engine, type)));
        convolutions = new ConvolutionKernels(engine, type);
        elementwise = new ElementwiseKernels(engine);
        windows = new WindowKernels(engine, layouts);
        cells = new CellKernels(engine, layouts);
        folds = new FoldKernels(engine, layouts);
        focalLosses = new FocalLossKernels(engine, elementwise);
        batchNorms = new BatchNormKernels(engine, layouts);
        groupNorms = new GroupNormKernels(engine, layouts, batchNorms, elementwise);
        shares = new ShareKernels(engine, layouts, elementwise);
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public Optional<Choice> choose(Step step, List<Format> inputs, Format wanted) {
        Instruction instruction = step.instruction();
        if (instruction instanceof Instruction.Convolve convolve) {
            return Optional.of(convolutions.forward(step, convolve));
        } else if (instruction instanceof Instruction.ConvolveBackwardData convolve) {
            return Optional.of(convolutions.backwardData(step, convolve));
        } else if (instruction instanceof Instruction.ConvolveBackwardWeights convolve) {
            return Optional.of(convolutions.backwardWeights(step, convolve));
        } else if (instruction instanceof Instruction.FoldNorm fold) {
            return Optional.of(folds.fold(step, fold, wanted));
        } else if (instruction instanceof Instruction.FoldNormBackward fold) {
            return Optional.of(folds.foldBackward(step, fold, inputs));
        } else if (instruction instanceof Instruction.JoinCells) {
            return Optional.of(cells.join(step, inputs));
        } else if (instruction instanceof Instruction.SplitCells) {
            return Optional.of(cells.split(step));
        } else if (instruction instanceof Instruction.NormalizeBatch norm) {
            return Optional.of(batchNorms.normalizeBatch(step, norm.epsilon(), inputs.get(0)));
        } else if (instruction instanceof Instruction.NormalizeBatchBackward norm) {
            return Optional.of(batchNorms.normalizeBatchBackward(step, norm.epsilon(), inputs.get(0)));
        } else if (instruction instanceof Instruction.UpdateStatistics update) {
            return Optional.of(BatchNormKernels.updateStatistics(step, update.momentum(), update.values()));
        } else if (instruction instanceof Instruction.Loss loss) {
            return loss(step, loss.operation());
        } else if (instruction instanceof Instruction.Forward forward) {
            return forward(step, forward.operation(), inputs);
        } else if (instruction instanceof Instruction.Backward backward) {
            return backward(step, backward.operation(), inputs);
        }
        return Optional.empty();
    }

    private Optional<Choice> forward(Step step, Operation operation, List<Format> inputs) {
        if (operation instanceof Operation.Activate activate) {
            return Optional.of(elementwise.activate(step, activate.activation(), inputs.get(0)));
        } else if (operation instanceof Operation.Multiply multiply) {
            return Optional.of(elementwise.multiply(step, multiply.factor(), inputs.get(0)));
        } else if (operation instanceof Operation.Sum) {
            return Optional.of(elementwise.sum(step, inputs));
        } else if (operation instanceof Operation.MaxPool pool) {
            return Optional.of(windows.maxPool(step, pool, inputs.get(0)));
        } else if (operation instanceof Operation.ResizeNearest) {
            return Optional.of(windows.resize(step, inputs.get(0)));
        } else if (operation instanceof Operation.GroupNorm norm) {
            return Optional.of(groupNorms.forward(step, norm, inputs.get(0)));
        } else if (operation instanceof Operation.WeightedFusion fusion) {
            return Optional.of(shares.fuse(step, fusion, inputs));
        } else if (operation instanceof Operation.ScaleByParameter) {
            return Optional.of(shares.scale(step, inputs));
        } else if (operation instanceof Operation.DecodeDeltas decode) {
            return Optional.of(BoxKernels.decodeDeltas(step, decode));
        } else if (operation instanceof Operation.DistancesToBoxes) {
            return Optional.of(BoxKernels.distances(step));
        }
        return Optional.empty();
    }

    private Optional<Choice> backward(Step step, Operation operation, List<Format> inputs) {
        if (operation instanceof Operation.Activate activate) {
            return Optional.of(elementwise.activateBackward(step, activate.activation(), inputs));
        } else if (operation instanceof Operation.MaxPool pool) {
            return Optional.of(windows.maxPoolBackward(step, pool, inputs));
        } else if (operation instanceof Operation.ResizeNearest) {
            return Optional.of(windows.resizeBackward(step, inputs.get(0)));
        } else if (operation instanceof Operation.GroupNorm norm) {
            return Optional.of(groupNorms.backward(step, norm, inputs.get(0)));
        } else if (operation instanceof Operation.WeightedFusion fusion) {
            return Optional.of(shares.fuseBackward(step, fusion, inputs));
        } else if (operation instanceof Operation.ScaleByParameter) {
            return Optional.of(shares.scaleBackward(step, inputs));
        } else if (operation instanceof Operation.DecodeDeltas decode) {
            return Optional.of(BoxKernels.decodeDeltasBackward(step, decode));
        } else if (operation instanceof Operation.DistancesToBoxes) {
            return Optional.of(BoxKernels.distances(step));
        }
        return Optional.empty();
    }

    private Optional<Choice> loss(Step step, Operation operation) {
        if (operation instanceof Operation.FocalLoss focal) {
            return Optional.of(focalLosses.choose(step, focal));
        } else if (operation instanceof Operation.SmoothL1Loss smooth) {
            return Optional.of(BoxKernels.smoothL1(step, smooth.beta()));
        } else if (operation instanceof Operation.IouLoss overlap) {
            return Optional.of(BoxKernels.overlap(step, overlap.kind()));
        } else if (operation instanceof Operation.BinaryCrossEntropy) {
            return Optional.of(BoxKernels.binaryCrossEntropy(step));
        }
        return Optional.empty();
    }

    @Override
    public boolean owns(Format format) {
        return format instanceof Layout;
    }

    @Override
    public Choice convert(Shape shape, Format from, Format to) {
        return layouts.convert(shape, from, to);
    }

    @Override
    public void close() {
        engine.close();
    }
}
