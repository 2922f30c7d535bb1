package org.fpn4j.cuda.device;

import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.FusedUpdates;
import org.fpn4j.core.execution.VectorAlgebra;

/** Each operation one kernel of {@code algebra.cu}. */
final class DeviceAlgebra implements VectorAlgebra {
    private static final KernelSource SOURCE = new KernelSource("algebra", ElementType.FLOAT32);

    /** Of a sum of squares: fixed, because it decides the order of additions. */
    private static final int BLOCKS = 512;

    private final Device device;
    private final FusedUpdates fused;
    private final long sums; // of a sum of squares: one for each block, and their sum

    DeviceAlgebra(Device device) {
        this.device = device;
        this.fused = new DeviceUpdates(device);
        device.enter();
        this.sums = device.allocate((BLOCKS + 1L) * Double.BYTES);
    }

    private void launch(String name, FlatVector z, Object... operands) {
        if (z.size() == 0) {
            return; // a grid has a block at least
        }
        device.enter();
        DeviceFunction function = device.function(SOURCE, name);
        Object[] all = new Object[operands.length + 2];
        System.arraycopy(operands, 0, all, 0, operands.length);
        all[operands.length] = address(z);
        all[operands.length + 1] = z.size();
        try (Arguments arguments = Arguments.of(all)) {
            function.launch(Grid.over(z.size()), arguments);
        }
    }

    private static long address(FlatVector vector) {
        return DeviceVector.of(vector).address(0);
    }

    @Override
    public void fill(FlatVector z, double number) {
        launch("fill", z, (float) number);
    }

    @Override
    public void add(FlatVector x, FlatVector y, FlatVector z) {
        launch("add", z, address(x), address(y));
    }

    @Override
    public void add(FlatVector x, double number, FlatVector z) {
        launch("add_number", z, address(x), (float) number);
    }

    @Override
    public void subtract(FlatVector x, FlatVector y, FlatVector z) {
        launch("subtract", z, address(x), address(y));
    }

    @Override
    public void multiply(FlatVector x, FlatVector y, FlatVector z) {
        launch("multiply", z, address(x), address(y));
    }

    @Override
    public void multiply(FlatVector x, double factor, FlatVector z) {
        launch("multiply_number", z, address(x), (float) factor);
    }

    @Override
    public void divide(FlatVector x, FlatVector y, FlatVector z) {
        launch("divide", z, address(x), address(y));
    }

    @Override
    public void divide(FlatVector x, double divisor, FlatVector z) {
        launch("divide_number", z, address(x), (float) divisor);
    }

    @Override
    public void squareRoot(FlatVector x, FlatVector z) {
        launch("square_root", z, address(x));
    }

    /** In {@code float64} on the device, in the order of the values; only their sum comes back. */
    @Override
    public synchronized double sumOfSquares(FlatVector x) {
        device.enter();
        long sum = sums + (long) BLOCKS * Double.BYTES;
        try (Arguments ofBlocks = Arguments.of(address(x), x.size(), sums);
                Arguments ofAll = Arguments.of(sums, BLOCKS, sum);
                DoublePointer host = new DoublePointer(1)) {
            device.function(SOURCE, "squares").launch(Grid.blocks(BLOCKS), ofBlocks);
            device.function(SOURCE, "total").launch(Grid.blocks(1), ofAll);
            device.download(host, sum, Double.BYTES);
            return host.get();
        }
    }

    @Override
    public Optional<FusedUpdates> fused() {
        return Optional.of(fused);
    }

    /** Every operation over all values: there is no cache that a stretch should fit into. */
    @Override
    public long stretch() {
        return Long.MAX_VALUE;
    }
}
