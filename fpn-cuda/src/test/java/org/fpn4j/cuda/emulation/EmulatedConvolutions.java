package org.fpn4j.cuda.emulation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.cudnn.ConvolutionGraph;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Following;
import org.fpn4j.cuda.cudnn.ConvolutionPlan;
import org.fpn4j.cuda.cudnn.Convolutions;
import org.fpn4j.cuda.device.Device;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.RefusedException;

/**
 * In cuDNN's place on the emulated device: convolutions by their definition, in {@code float64}, on maps of {@code float32} or {@code
 * bfloat16}. They leave rubbish in their workspace.
 *
 * @param fuses whether there are engines for what follows a convolution
 */
public record EmulatedConvolutions(boolean fuses) implements Convolutions {
    private static final int WORKSPACE = 64;
    private static final int ALIGNMENT = 256;

    @Override
    public ConvolutionPlan plan(ConvolutionGraph graph) {
        if (graph.following().isThere() && !fuses) {
            throw new RefusedException("nothing is fused here");
        }
        return new Plan(graph);
    }

    private record Plan(ConvolutionGraph graph) implements ConvolutionPlan {
        @Override
        public String words() {
            return "loops";
        }

        @Override
        public long workspace() {
            return WORKSPACE;
        }

        @Override
        public Kernel bind(Operands operands) {
            return () -> {
                if (operands.workspace() % ALIGNMENT != 0) {
                    throw new IllegalArgumentException("a workspace is where memory by the driver could not be");
                }
                write(operands.workspace() + WORKSPACE - Float.BYTES, ElementType.FLOAT32, new double[] {Float.NaN});
                switch (graph.direction()) {
                    case FORWARD -> {
                        double[] x = read(operands.x(), graph.type(), graph.x());
                        double[] weight = read(operands.weight(), graph.type(), graph.weight());
                        double[] y = new double[Math.toIntExact(graph.y().size())];
                        eachProduct((i, k, j) -> y[j] += x[i] * weight[k]);
                        follow(y, operands);
                        write(operands.y(), graph.type(), y);
                    }
                    case BACKWARD_DATA -> {
                        double[] weight = read(operands.weight(), graph.type(), graph.weight());
                        double[] dy = read(operands.y(), graph.type(), graph.y());
                        double[] dx = new double[Math.toIntExact(graph.x().size())];
                        eachProduct((i, k, j) -> dx[i] += weight[k] * dy[j]);
                        write(operands.x(), graph.type(), dx);
                    }
                    case BACKWARD_WEIGHTS -> {
                        double[] x = read(operands.x(), graph.type(), graph.x());
                        double[] dy = read(operands.y(), graph.type(), graph.y());
                        double[] dw = new double[Math.toIntExact(graph.weight().size())];
                        eachProduct((i, k, j) -> dw[k] += x[i] * dy[j]);
                        write(operands.weight(), graph.type(), dw);
                    }
                }
            };
        }

        private void follow(double[] y, Operands operands) {
            Following following = graph.following();
            int channels = graph.y().channels();
            double[] shift = following.shift()
                    ? read(operands.shift(), ElementType.FLOAT32, Shape.of(channels))
                    : new double[channels];
            double[] residual =
                    following.residual() ? read(operands.residual(), graph.type(), graph.y()) : new double[y.length];
            for (int i = 0; i < y.length; i++) {
                double sum = y[i] + shift[i % channels] + residual[i];
                y[i] = following.relu() ? Math.max(0, sum) : sum;
            }
        }

        private interface Product {
            void of(int x, int weight, int y);
        }

        /** All products of the convolution by their places in memory, channels innermost. */
        private void eachProduct(Product product) {
            Shape x = graph.x();
            Shape y = graph.y();
            Shape weight = graph.weight();
            Operation.Convolution by = graph.convolution();
            for (int n = 0; n < y.batch(); n++) {
                for (int p = 0; p < y.height(); p++) {
                    for (int q = 0; q < y.width(); q++) {
                        for (int r = 0; r < weight.dim(2); r++) {
                            for (int s = 0; s < weight.dim(3); s++) {
                                int row = p * by.stride() - by.padding().top() + r * by.dilation();
                                int column = q * by.stride() - by.padding().left() + s * by.dilation();
                                if (row < 0 || row >= x.height() || column < 0 || column >= x.width()) {
                                    continue;
                                }
                                int from = ((n * x.height() + row) * x.width() + column) * x.channels();
                                int to = ((n * y.height() + p) * y.width() + q) * y.channels();
                                for (int k = 0; k < y.channels(); k++) {
                                    int tap = ((k * weight.dim(2) + r) * weight.dim(3) + s) * x.channels();
                                    for (int c = 0; c < x.channels(); c++) {
                                        product.of(from + c, tap + c, to + k);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static Device device() {
        return EmulatedDevice.memory().device();
    }

    private static double[] read(long address, ElementType type, Shape shape) {
        double[] values = new double[Math.toIntExact(shape.size())];
        long bytes = (long) type.bytes() * values.length;
        try (BytePointer host = new BytePointer(bytes)) {
            device().download(host, address, bytes);
            ByteBuffer buffer = host.asByteBuffer().order(ByteOrder.nativeOrder());
            for (int i = 0; i < values.length; i++) {
                values[i] = type == ElementType.FLOAT32
                        ? buffer.getFloat(4 * i)
                        : Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
            }
            return values;
        }
    }

    private static void write(long address, ElementType type, double[] values) {
        long bytes = (long) type.bytes() * values.length;
        try (BytePointer host = new BytePointer(bytes)) {
            ByteBuffer buffer = host.asByteBuffer().order(ByteOrder.nativeOrder());
            for (int i = 0; i < values.length; i++) {
                int bits = Float.floatToRawIntBits((float) values[i]);
                if (type == ElementType.FLOAT32) {
                    buffer.putInt(4 * i, bits);
                } else {
                    buffer.putShort(2 * i, (short) ((bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16));
                }
            }
            device().upload(address, host, bytes);
        }
    }
}
