package org.fpn4j.cuda.driver;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Feed;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.cuda.CudaKernels;
import org.fpn4j.cuda.device.Arguments;
import org.fpn4j.cuda.device.Device;
import org.fpn4j.cuda.device.DeviceFunction;
import org.fpn4j.cuda.device.DeviceMemory;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.cuda.device.Launch;
import org.fpn4j.engine.contract.Agreement;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.contract.WholeModelTest;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.nd4j.Nd4jKernels;

/** {@code WorkOnDevice WHAT}: works on the first card in a process of its own; exit code 2 where the device refuses. */
final class WorkOnDevice {
    private WorkOnDevice() {}

    public static void main(String[] arguments) {
        try {
            DeviceMemory memory = Devices.here().memory(0, ElementType.FLOAT32);
            memory.device().enter();
            switch (arguments[0]) {
                case "copies" -> copies(memory.device());
                case "recording" -> recording(memory.device());
                case "models" -> models(memory);
                case "feeding" -> feeding(memory);
                case "steps" -> WholeSteps.run(memory);
                case "decisions" -> DecidedSteps.run(memory);
                case "allocation" -> {
                    memory.allocate(1).close();
                    memory.allocate(Long.parseLong(arguments[1]));
                    memory.allocate(Long.parseLong(arguments[1]));
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } catch (UserInputException e) {
            System.out.println(e.getMessage());
            System.exit(2);
        }
        System.exit(0); // threads of ND4J may go on
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("not so: " + what);
        }
    }

    /** Stretches shorter and longer than what is copied at once; the host's memory is written again at once. */
    private static void copies(Device device) {
        for (long bytes : new long[] {
            1, Staging.PIECE - 1, Staging.PIECE, Staging.PIECE + 1, 3L * Staging.PIECE + 5, 40L * Staging.PIECE
        }) {
            long address = device.allocate(bytes);
            long other = device.allocate(bytes);
            try (BytePointer host = new BytePointer(bytes);
                    BytePointer back = new BytePointer(bytes)) {
                for (int round = 1; round < 3; round++) {
                    for (long i = 0; i < bytes; i += i % 4099 + 1) {
                        host.put(i, (byte) (i * 31 + round));
                    }
                    device.upload(address, host, bytes);
                    Pointer.memset(host, 0, bytes);
                    device.copy(other, address, bytes);
                    device.clear(address, bytes);
                    device.download(back, other, bytes);
                    for (long i = 0; i < bytes; i += i % 4099 + 1) {
                        require(back.get(i) == (byte) (i * 31 + round), bytes + " bytes come back, also byte " + i);
                    }
                    device.download(back, address, bytes);
                    require(back.get(bytes - 1) == 0, "cleared to the end");
                }
            }
            device.free(other);
            device.free(address);
        }
        System.out.print("copied");
    }

    /** A counter that goes up by one in each of two launches. */
    private static void recording(Device device) {
        long counter = device.allocate(4);
        DeviceFunction add = device.function(new KernelSource("algebra", ElementType.FLOAT32), "add_number");
        List<Kernel> launches = List.of(
                new Launch(add, Grid.over(1), Arguments.of(counter, 1f, counter, 1L)),
                new Launch(add, Grid.over(1), Arguments.of(counter, 1f, counter, 1L)));
        Kernel recorded = device.recorded(launches);
        device.clear(counter, 4);
        try (FloatPointer host = new FloatPointer(1)) {
            for (int run = 1; run < 6; run++) {
                recorded.run();
                device.download(host, counter, 4);
                System.out.print((int) host.get() + " ");
            }
        }
        recorded.close();
        device.free(counter);
    }

    /** Values that are brought while those before them are still to be copied and read. */
    private static void feeding(DeviceMemory memory) {
        int count = 3 * Staging.PIECE / Float.BYTES + 5;
        try (FlatVector target = memory.zeros(count + 1);
                FlatVector sum = memory.zeros(count + 1);
                Feed feed = memory.feed(count)) {
            float[] values = new float[count];
            for (int round = 1; round < 5; round++) {
                Arrays.fill(values, round);
                feed.bring(values);
                Arrays.fill(values, Float.NaN); // it can be used again at once
                feed.put(target, 1);
                memory.algebra().add(sum, target, sum);
            }
            float[] total = sum.toArray();
            feed.bring(values); // what nobody takes
            System.out.print(total[0] + " " + total[1] + " " + total[count]);
        }
    }

    private static void models(DeviceMemory memory) {
        for (Sample model : WholeModelTest.models().toList()) {
            new Agreement(() -> List.of(new CudaKernels(memory, ElementType.FLOAT32), new Nd4jKernels()), 1e-3, 1e-3)
                    .training(model);
            System.out.println(model.name() + " agrees");
        }
    }
}
