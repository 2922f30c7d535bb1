package org.fpn4j.cuda.device;

import org.fpn4j.engine.kernel.Kernel;

/**
 * A kernel with its threads and arguments.
 *
 * @param arguments closed with this
 */
public record Launch(DeviceFunction function, Grid grid, Arguments arguments) implements Kernel {
    @Override
    public void run() {
        function.launch(grid, arguments);
    }

    @Override
    public void close() {
        arguments.close();
    }
}
