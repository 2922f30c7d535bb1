package org.fpn4j.interop.dl4j;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;

/** Whether the numbers of a layer are those of a layer: a file may leave them out, or say anything. */
final class LayerNumbers {
    private static final int LARGEST = 1 << 12; // cells of a window, a step or a border; far above any network's
    private static final long MOST_CHANNELS = 1 << 20;

    private LayerNumbers() {}

    /** What is wrong with them; empty where nothing is. */
    static Optional<String> fault(Layer layer) {
        if (layer instanceof ConvolutionLayer convolution) {
            return window(
                            convolution.getKernelSize(),
                            convolution.getStride(),
                            convolution.getDilation(),
                            convolution.getPadding())
                    .or(() -> channels(convolution.getNIn()))
                    .or(() -> channels(convolution.getNOut()));
        }
        if (layer instanceof SubsamplingLayer pool) {
            return window(pool.getKernelSize(), pool.getStride(), pool.getDilation(), pool.getPadding());
        }
        return layer instanceof ZeroPaddingLayer zeros
                ? numbers("padding", zeros.getPadding(), 4, 0)
                : Optional.empty();
    }

    private static Optional<String> window(int[] kernel, int[] stride, int[] dilation, int[] padding) {
        if (kernel != null && kernel.length != 2) {
            return Optional.empty(); // of one dimension or three, which is told by its type
        }
        return numbers("kernel", kernel, 2, 1)
                .or(() -> numbers("stride", stride, 2, 1))
                .or(() -> numbers("dilation", dilation, 2, 1))
                .or(() -> numbers("padding", padding, 2, 0));
    }

    private static Optional<String> numbers(String name, int[] numbers, int count, int least) {
        boolean right = numbers != null
                && numbers.length == count
                && Arrays.stream(numbers).allMatch(number -> number >= least && number <= LARGEST);
        return right
                ? Optional.empty()
                : Optional.of("has " + name + (numbers == null ? "[null]" : Arrays.toString(numbers)) + "; it must be ["
                        + count + "] numbers from [" + least + "] to [" + LARGEST + "]");
    }

    private static Optional<String> channels(long count) {
        return count >= 1 && count <= MOST_CHANNELS
                ? Optional.empty()
                : Optional.of("has [" + count + "] channels; there must be 1 to [" + MOST_CHANNELS + "]");
    }
}
