package org.fpn4j.cuda.cudnn;

import org.fpn4j.engine.kernel.Kernel;

/** How a convolution is computed. */
public interface ConvolutionPlan {
    /** What computes it, for people: {@code cuDNN's engine 62 (tensor core)}. */
    String words();

    /** Bytes that it needs while it runs. */
    long workspace();

    /** The plan on memory. */
    Kernel bind(Operands operands);

    /**
     * Where a convolution's tensors are on the device, each at a multiple of 16; 0 for what the graph does not have.
     *
     * @param x the map, or its gradient
     * @param weight the kernel, or its gradient
     * @param y the result, or its gradient
     * @param workspace as many bytes as the plan asks for
     */
    record Operands(long x, long weight, long y, long shift, long residual, long workspace) {}
}
