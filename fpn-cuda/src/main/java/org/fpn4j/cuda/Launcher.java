package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.cuda.device.Arguments;
import org.fpn4j.cuda.device.Device;
import org.fpn4j.cuda.device.DeviceFunction;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.cuda.device.Launch;
import org.fpn4j.engine.kernel.Kernel;

/** Makes kernels of sources, bound to their arguments. */
record Launcher(Device device) {
    /**
     * A launch of {@code kernels/SOURCE.cu}.
     *
     * @param type what {@code T} is in it
     * @param arguments as {@link Arguments#of} takes them
     */
    Launch launch(String source, ElementType type, String kernel, Grid grid, Object... arguments) {
        return launch(new KernelSource(source, type), kernel, grid, arguments);
    }

    /** The same of any source. */
    Launch launch(KernelSource source, String kernel, Grid grid, Object... arguments) {
        DeviceFunction function = device.function(source, kernel);
        return new Launch(function, grid, Arguments.of(arguments));
    }

    /** Several in this order. */
    static Kernel sequence(List<? extends Kernel> kernels) {
        List<Kernel> all = new ArrayList<>(kernels);
        return new Kernel() {
            @Override
            public void run() {
                all.forEach(Kernel::run);
            }

            @Override
            public void close() {
                all.forEach(Kernel::close);
            }
        };
    }
}
