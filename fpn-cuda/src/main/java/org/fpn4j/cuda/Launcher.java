package org.fpn4j.cuda;

import org.fpn4j.cuda.device.Arguments;
import org.fpn4j.cuda.device.Device;
import org.fpn4j.cuda.device.DeviceFunction;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.cuda.device.Launch;

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
}
