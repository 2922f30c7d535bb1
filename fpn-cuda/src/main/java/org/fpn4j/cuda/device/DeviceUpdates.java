package org.fpn4j.cuda.device;

import org.fpn4j.core.execution.AdamStep;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.FusedUpdates;
import org.fpn4j.core.execution.ParameterBuffers;

/** Each update one launch of the kernel of its name; numbers are arguments of the launch, so that they may change. */
final class DeviceUpdates implements FusedUpdates {
    private final Device device;

    DeviceUpdates(Device device) {
        this.device = device;
    }

    private void launch(String name, long size, Object... arguments) {
        if (size == 0) {
            return; // a grid has a block at least
        }
        device.enter();
        try (Arguments all = Arguments.of(arguments)) {
            device.function(new KernelSource(name, ElementType.FLOAT32), name).launch(Grid.over(size), all);
        }
    }

    private static long address(FlatVector vector) {
        return DeviceVector.of(vector).address(0);
    }

    @Override
    public void sgd(ParameterBuffers buffers, FlatVector velocity, double momentum, double decay, double rate) {
        launch(
                "sgd",
                buffers.length(),
                address(buffers.values()),
                address(buffers.gradients()),
                address(velocity),
                buffers.length(),
                decay > 0 ? buffers.decayed() : 0L,
                (float) momentum,
                (float) decay,
                (float) rate);
    }

    @Override
    public void adamW(ParameterBuffers buffers, FlatVector mean, FlatVector meanSquare, AdamStep step) {
        launch(
                "adamw",
                buffers.length(),
                address(buffers.values()),
                address(buffers.gradients()),
                address(mean),
                address(meanSquare),
                buffers.length(),
                step.decay() > 0 ? buffers.decayed() : 0L,
                (float) step.kept(),
                (float) step.beta1(),
                (float) (1 - step.beta1()),
                (float) step.beta2(),
                (float) (1 - step.beta2()),
                (float) step.squareBias(),
                (float) step.epsilon(),
                (float) step.meanRate());
    }

    @Override
    public void runningMean(FlatVector mean, FlatVector values, double kept) {
        launch("running_mean", mean.size(), address(mean), address(values), mean.size(), (float) kept, (float)
                (1 - kept));
    }
}
