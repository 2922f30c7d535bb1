package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scales_mask;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;

/** A stored norm in a convolution's kernel, and its gradient: reorders that scale each output channel. */
final class FoldKernels {
    private final Engine engine;
    private final Layouts layouts;

    FoldKernels(Engine engine, Layouts layouts) {
        this.engine = engine;
        this.layouts = layouts;
    }

    private Primitive scaling(dnnl_memory_desc from, dnnl_memory_desc to) {
        dnnl_primitive_attr attributes = engine.attributes();
        Engine.offered(dnnl_primitive_attr_set_scales_mask(attributes, DNNL_ARG_SRC, 1), "a scale per output channel");
        return layouts.reorder(from, to, attributes);
    }

    /** From the format in which the kernel is kept to the one in which it is read. */
    KernelChoice fold(Step step, NormInstruction.Fold fold, Format kept, Format wanted) {
        Shape weight = step.inputs().get(0).shape();
        int channels = weight.dim(0);
        dnnl_memory_desc from = layouts.desc(kept, weight, wanted);
        dnnl_memory_desc to = layouts.desc(wanted, weight, kept);
        Primitive scaling = scaling(from, to);
        List<Format> inputs = new ArrayList<>(Collections.nCopies(step.inputs().size(), Format.PLAIN));
        inputs.set(0, kept);
        int norm = fold.bias() ? 2 : 1;
        return new KernelChoice(
                scaling.implementation(),
                inputs,
                List.of(wanted, Format.PLAIN),
                scaling.scratchBytes(),
                (in, out, scratch) -> {
                    Floats factors = engine.floats(channels);
                    Kernel scale = engine.bind(scaling, scratch)
                            .with(DNNL_ARG_FROM, from, in.get(0))
                            .with(DNNL_ARG_TO, to, out.get(0))
                            .with(DNNL_ARG_ATTR_SCALES | DNNL_ARG_SRC, engine.plain(channels), factors)
                            .kernel();
                    FloatBuffer bias = fold.bias() ? Host.floats(in.get(1), channels) : FloatBuffer.allocate(channels);
                    FloatBuffer shift = Host.floats(in.get(norm + 1), channels);
                    FloatBuffer mean = Host.floats(in.get(norm + 2), channels);
                    FloatBuffer foldedBias = Host.floats(out.get(1), channels);
                    Kernel vectors = new Factors(in.get(norm), in.get(norm + 3), fold.epsilon(), channels, factors);
                    Kernel shifts = () -> {
                        for (int i = 0; i < channels; i++) {
                            float factor = factors.get(i);
                            foldedBias.put(i, shift.get(i) + factor * (bias.get(i) - mean.get(i)));
                        }
                    };
                    return Kernel.sequence(List.of(vectors, shifts, scale));
                });
    }

    KernelChoice foldBackward(Step step, NormInstruction.FoldBackward fold, List<Format> formats) {
        Shape weight = step.outputs().get(0).shape();
        int channels = weight.dim(0);
        Format given = formats.get(2);
        dnnl_memory_desc from = layouts.desc(given, weight, Format.PLAIN);
        Format made = given.holdsParameters(weight) ? given : Format.PLAIN; // a scale for each output and nothing else
        dnnl_memory_desc to = layouts.desc(made, weight, given);
        Primitive scaling = scaling(from, to);
        List<Format> outputs =
                new ArrayList<>(Collections.nCopies(step.outputs().size(), Format.PLAIN));
        outputs.set(0, made);
        List<Format> inputs = new ArrayList<>(Collections.nCopies(formats.size(), Format.PLAIN));
        inputs.set(2, given);
        return new KernelChoice(
                scaling.implementation(), inputs, outputs, scaling.scratchBytes(), (in, out, scratch) -> {
                    Floats factors = engine.floats(channels);
                    List<Kernel> kernels = new ArrayList<>();
                    kernels.add(new Factors(in.get(0), in.get(1), fold.epsilon(), channels, factors));
                    kernels.add(engine.bind(scaling, scratch)
                            .with(DNNL_ARG_FROM, from, in.get(2))
                            .with(DNNL_ARG_TO, to, out.get(0))
                            .with(DNNL_ARG_ATTR_SCALES | DNNL_ARG_SRC, engine.plain(channels), factors)
                            .kernel());
                    if (fold.bias()) {
                        FloatBuffer gradient = Host.floats(in.get(3), channels);
                        FloatBuffer result = Host.floats(out.get(1), channels);
                        kernels.add(() -> {
                            for (int i = 0; i < channels; i++) {
                                result.put(i, gradient.get(i) * factors.get(i));
                            }
                        });
                    }
                    return Kernel.sequence(kernels);
                });
    }

    /** {@code scale / sqrt(variance + epsilon)} of each channel. */
    private record Factors(FloatBuffer scale, FloatBuffer variance, double epsilon, int channels, Floats factors)
            implements Kernel {
        Factors(Block scale, Block variance, double epsilon, int channels, Floats factors) {
            this(Host.floats(scale, channels), Host.floats(variance, channels), epsilon, channels, factors);
        }

        @Override
        public void run() {
            for (int i = 0; i < channels; i++) {
                factors.put(i, (float) (scale.get(i) / Math.sqrt(variance.get(i) + epsilon)));
            }
        }

        @Override
        public void close() {
            factors.close();
        }
    }
}
