package org.fpn4j.cuda;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.cudnn.Convolutions;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.DeviceMemory;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Step;

/** The kernels of a GPU. What it lacks is left to the next provider, on the host. */
public final class CudaKernels implements KernelProvider {
    private final DeviceMemory memory;
    final ElementType type;
    final LayoutKernels layouts;
    final ElementwiseKernels elementwise;
    final ChainKernels chains;
    final ScaleKernels scales;
    final BatchNormKernels batchNorms;
    final GroupNormKernels groupNorms;
    final PoolKernels pools;
    final ResizeKernels resizes;
    final FusionKernels fusions;
    final ConcatKernels concats;
    final LossKernels losses;
    final CellKernels cells;
    final SliceKernels slices;
    final MaximumKernels maximums;
    final BlockKernels blocks;
    final ChannelKernels channels;
    final ClassKernels classes;
    final RegionKernels regions;
    final BoxKernels boxes;
    final DepthwiseKernels depthwise;
    final ConvolutionKernels convolutions;
    final FoldKernels folds;

    /**
     * Kernels for one network, on a device without cuDNN: dense convolutions are left to the next provider.
     *
     * @param memory of the device that they run on
     * @param type of maps, and of kernels while they are multiplied
     */
    public CudaKernels(DeviceMemory memory, ElementType type) {
        this(memory, type, Optional.empty());
    }

    /** The same, on a device whose cuDNN computes the convolutions. */
    public CudaKernels(DeviceMemory memory, ElementType type, Convolutions cudnn) {
        this(memory, type, Optional.of(cudnn));
    }

    private CudaKernels(DeviceMemory memory, ElementType type, Optional<Convolutions> cudnn) {
        this.memory = memory;
        this.type = type;
        Launcher launcher = new Launcher(memory.device());
        layouts = new LayoutKernels(launcher);
        elementwise = new ElementwiseKernels(launcher);
        chains = new ChainKernels(launcher);
        scales = new ScaleKernels(launcher);
        batchNorms = new BatchNormKernels(launcher, type);
        groupNorms = new GroupNormKernels(launcher, type);
        pools = new PoolKernels(launcher, type);
        resizes = new ResizeKernels(launcher, type);
        fusions = new FusionKernels(launcher, type);
        concats = new ConcatKernels(launcher, type);
        losses = new LossKernels(launcher);
        cells = new CellKernels(launcher, type);
        slices = new SliceKernels(launcher, type);
        maximums = new MaximumKernels(launcher);
        blocks = new BlockKernels(launcher, type);
        channels = new ChannelKernels(launcher, type);
        classes = new ClassKernels(launcher);
        regions = new RegionKernels(launcher, type);
        boxes = new BoxKernels(launcher);
        depthwise = new DepthwiseKernels(launcher, type);
        convolutions = new ConvolutionKernels(launcher, type, cudnn);
        folds = new FoldKernels(launcher);
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public void enter() {
        memory.device().enter();
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        return step.instruction().accept(new StepChoices(this, step, inputs, wanted));
    }

    @Override
    public boolean owns(Format format) {
        return format instanceof DeviceLayout || format instanceof PoolKernels.Winners;
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        return layouts.convert(shape, from, to);
    }

    @Override
    public Kernel recorded(List<Kernel> kernels) {
        return memory.device().recorded(kernels);
    }

    @Override
    public void await() {
        memory.device().await();
    }

    /** Nothing: what kernels hold is freed with them, and the device belongs to the process. */
    @Override
    public void close() {}
}
