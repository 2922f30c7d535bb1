package org.fpn4j.cuda.cudnn;

import org.bytedeco.cuda.cudnn.cudnnContext;

/**
 * cuDNN on a card: what {@code cudnnCreate} gave, whose stream is the one on which the card's other kernels run. It lives as long
 * as whatever is made with it.
 */
@FunctionalInterface
public interface CudnnHandle {
    /** The handle, for the thread that asks, in which the card has been entered. */
    cudnnContext get();
}
