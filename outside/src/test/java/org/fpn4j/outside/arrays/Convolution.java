package org.fpn4j.outside.arrays;

import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.plan.Instruction;

/**
 * A convolution with what is fused into it.
 *
 * @param in map, kernel {@code [out, in, kH, kW]}, and as the instruction says bias and residual
 */
record Convolution(Instruction.Convolve by, Shape x, Shape kernel, Shape y, List<Values> in, Values out)
        implements Kernel {
    @Override
    public void run() {
        for (int n = 0; n < y.batch(); n++) {
            for (int row = 0; row < y.height(); row++) {
                for (int column = 0; column < y.width(); column++) {
                    for (int channel = 0; channel < y.channels(); channel++) {
                        int at = ChannelsLast.index(y, n, channel, row, column);
                        double sum = products(n, channel, row, column);
                        if (by.bias()) {
                            sum += in.get(2).get(channel);
                        }
                        if (by.residual()) {
                            sum += in.get(in.size() - 1).get(at);
                        }
                        out.set(at, (float) (by.activation() == Activation.RELU ? Math.max(0, sum) : sum));
                    }
                }
            }
        }
    }

    private double products(int n, int channel, int row, int column) {
        Operation.Convolution moves = by.convolution();
        int inputs = kernel.dim(1);
        int window = kernel.dim(2) * kernel.dim(3);
        int first = channel / (y.channels() / moves.groups()) * inputs;
        float[] values = in.get(0).array();
        float[] weights = in.get(1).array();
        double sum = 0;
        for (int ky = 0; ky < kernel.dim(2); ky++) {
            int atRow = row * moves.stride() - moves.padding().top() + ky * moves.dilation();
            for (int kx = 0; kx < kernel.dim(3); kx++) {
                int atColumn = column * moves.stride() - moves.padding().left() + kx * moves.dilation();
                if (atRow >= 0 && atRow < x.height() && atColumn >= 0 && atColumn < x.width()) {
                    int value = in.get(0).offset() + ChannelsLast.index(x, n, first, atRow, atColumn);
                    int weight = in.get(1).offset() + channel * inputs * window + ky * kernel.dim(3) + kx;
                    for (int i = 0; i < inputs; i++) {
                        sum += (double) values[value + i] * weights[weight + i * window];
                    }
                }
            }
        }
        return sum;
    }
}
