package org.fpn4j.cuda.cudnn;

/** Who computes dense convolutions on a device. */
@FunctionalInterface
public interface Convolutions {
    /**
     * How a convolution would be computed; the same plan for the same graph.
     *
     * @throws org.fpn4j.engine.kernel.RefusedException where there is no way that may be used, with the reason
     */
    ConvolutionPlan plan(ConvolutionGraph graph);
}
