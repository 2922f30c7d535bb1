package org.fpn4j.engine.execution;

import java.util.List;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;

/**
 * Brings a parameter's values from the format in which they are kept to the order of its shape, and back.
 *
 * @param provider whose formats they are
 */
record ParameterOrder(ParameterFormats formats, KernelProvider provider) {
    /** The values of a parameter, or of its gradient, that stand in a block; in the order of its shape. */
    float[] read(Parameter parameter, Block kept) {
        float[] values = new float[Math.toIntExact(parameter.shape().size())];
        Format format = formats.of(parameter.name());
        if (format == Format.PLAIN) {
            kept.read(0, values, 0, values.length);
        } else {
            try (FlatVector plain = kept.memory().memory().allocate(values.length)) {
                convert(parameter, format, Format.PLAIN, kept, new Block(plain, 0, kept.bytes()));
                plain.read(0, values, 0, values.length);
            }
        }
        return values;
    }

    /** Replaces them. */
    void write(Parameter parameter, float[] values, Block kept) {
        Format format = formats.of(parameter.name());
        if (format == Format.PLAIN) {
            kept.write(values);
        } else {
            try (FlatVector plain = kept.memory().memory().allocate(values.length)) {
                plain.write(values);
                convert(parameter, Format.PLAIN, format, new Block(plain, 0, kept.bytes()), kept);
            }
        }
    }

    private void convert(Parameter parameter, Format from, Format to, Block source, Block target) {
        provider.enter();
        KernelChoice choice = provider.convert(parameter.shape(), from, to);
        long scratch = choice.scratch();
        try (FlatVector memory = source.memory().memory().allocate(scratch / Float.BYTES + 1);
                Kernel kernel = choice.binding()
                        .bind(List.of(source), List.of(target), scratch > 0 ? new Block(memory, 0, scratch) : null)) {
            kernel.run();
        }
    }
}
