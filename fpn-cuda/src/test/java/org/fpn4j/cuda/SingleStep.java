package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/** Runs steps one by one on the emulated device, without a plan around them. */
final class SingleStep implements AutoCloseable {
    private final CudaKernels kernels;
    private final List<FlatVector> owned = new ArrayList<>();

    SingleStep(ElementType type) {
        kernels = new CudaKernels(EmulatedDevice.memory(), type);
    }

    /** A value in the device's memory. */
    record Held(Shape shape, Format format, Block block) {}

    Held held(Shape shape, float... values) {
        Held held = make(shape, Format.PLAIN);
        held.block.write(values);
        return held;
    }

    private Held make(Shape shape, Format format) {
        return new Held(shape, format, memory(format.bytes(shape)));
    }

    private Block memory(long bytes) {
        FlatVector vector = EmulatedDevice.memory().allocate((bytes + 3) / Float.BYTES);
        owned.add(vector);
        return new Block(vector, 0, bytes);
    }

    /** The outputs of a step; their shapes are given. */
    List<Held> run(Instruction instruction, List<Held> inputs, List<Shape> outputs) {
        return run(instruction, inputs, outputs, Format.PLAIN);
    }

    /** The same, where the first output will be read in a format. */
    List<Held> run(Instruction instruction, List<Held> inputs, List<Shape> outputs, Format wanted) {
        Step step = new Step(instruction, values(shapes(inputs)), values(outputs), List.of());
        KernelChoice choice = kernels.choose(
                        step, inputs.stream().map(Held::format).toList(), wanted)
                .orElseThrow();
        List<Held> made = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            made.add(make(outputs.get(i), choice.outputs().get(i)));
        }
        run(choice, inputs, made);
        return made;
    }

    /** A step that changes its outputs in place. */
    void change(Instruction instruction, List<Held> inputs, List<Held> outputs) {
        Step step = new Step(instruction, values(shapes(inputs)), values(shapes(outputs)), List.of());
        run(
                kernels.choose(step, inputs.stream().map(Held::format).toList(), Format.PLAIN)
                        .orElseThrow(),
                inputs,
                outputs);
    }

    private void run(KernelChoice choice, List<Held> inputs, List<Held> outputs) {
        List<Held> taken = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            taken.add(as(inputs.get(i), choice.inputs().get(i)));
        }
        launch(choice, taken, outputs);
    }

    private void launch(KernelChoice choice, List<Held> inputs, List<Held> outputs) {
        Block scratch = choice.scratch() == 0 ? null : memory(choice.scratch());
        try (Kernel kernel = choice.binding()
                .bind(
                        inputs.stream().map(Held::block).toList(),
                        outputs.stream().map(Held::block).toList(),
                        scratch)) {
            kernel.run();
        }
    }

    /** A value in another format. */
    Held as(Held held, Format format) {
        if (held.format.equals(format)) {
            return held;
        }
        Held other = make(held.shape, format);
        launch(kernels.convert(held.shape, held.format, format), List.of(held), List.of(other));
        return other;
    }

    private static List<Shape> shapes(List<Held> held) {
        return held.stream().map(Held::shape).toList();
    }

    private static List<Value> values(List<Shape> shapes) {
        return shapes.stream()
                .map(shape -> new Value("value", shape, new Value.Input()))
                .toList();
    }

    float[] values(Held held) {
        float[] values = new float[Math.toIntExact(held.shape.size())];
        as(held, Format.PLAIN).block.read(0, values, 0, values.length);
        return values;
    }

    /** A map in the layout of maps. */
    Held map(Shape shape, float... values) {
        return as(held(shape, values), DeviceLayout.maps(kernels.type));
    }

    /** What is left of a map's values in that layout. */
    float[] rounded(Shape map, float... values) {
        return values(map(map, values));
    }

    /** Whether what fills up a value is what fills up one that was made of plain values. */
    boolean isFilledUpWithZeros(Held held) {
        return Arrays.equals(raw(as(held(held.shape, values(held)), held.format)), raw(held));
    }

    private static float[] raw(Held held) {
        float[] values = new float[Math.toIntExact(held.block.bytes() / Float.BYTES)];
        held.block.read(0, values, 0, values.length);
        return values;
    }

    /** Looks at what fills up the channels of a map as if it were channels of their own. */
    void assertFilledUpWithZeros(Held map) {
        if (map.format.equals(Format.PLAIN)) {
            return;
        }
        Shape shape = map.shape;
        int padded = kernels.type.padded(shape.channels());
        Shape all = Shape.of(shape.batch(), padded, shape.height(), shape.width());
        float[] values = values(new Held(all, map.format, map.block));
        int area = shape.height() * shape.width();
        for (int i = 0; i < values.length; i++) {
            if (i / area % padded >= shape.channels()) {
                assertThat(values[i]).as("what fills up " + shape + ", at " + i).isZero();
            }
        }
    }

    @Override
    public void close() {
        owned.forEach(FlatVector::close);
        kernels.close();
    }
}
