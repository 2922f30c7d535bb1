package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Operation.WeightedFusion;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Maps times learned factors: weighted fusion, and one factor for a whole map. A factor's gradient is a dot product. */
final class ShareKernels {
    private final Engine engine;
    private final Layouts layouts;
    private final ElementwiseKernels elementwise;

    ShareKernels(Engine engine, Layouts layouts, ElementwiseKernels elementwise) {
        this.engine = engine;
        this.layouts = layouts;
        this.elementwise = elementwise;
    }

    /** Factors that multiply maps, made anew from parameters at every run. */
    private interface Rule {
        void shares(FloatBuffer parameters, Floats shares);

        void gradient(FloatBuffer parameters, Floats shares, Floats dShares, FloatBuffer result);
    }

    private static final Rule FACTOR = new Rule() {
        @Override
        public void shares(FloatBuffer parameters, Floats shares) {
            shares.put(0, parameters.get(0));
        }

        @Override
        public void gradient(FloatBuffer parameters, Floats shares, Floats dShares, FloatBuffer result) {
            result.put(0, dShares.get(0));
        }
    };

    /** {@code relu(w_i) / (sum relu(w_j) + epsilon)}, or softmax. */
    private record FusionRule(WeightedFusion operation, int count) implements Rule {
        private boolean fast() {
            return operation.mode() == WeightedFusion.Mode.FAST;
        }

        private double total(FloatBuffer weights) {
            double total = fast() ? operation.epsilon() : 0;
            for (int i = 0; i < count; i++) {
                total += raw(weights, i);
            }
            return total;
        }

        private double raw(FloatBuffer weights, int index) {
            if (fast()) {
                return Math.max(weights.get(index), 0);
            }
            double largest = weights.get(0);
            for (int i = 1; i < count; i++) {
                largest = Math.max(largest, weights.get(i));
            }
            return Math.exp(weights.get(index) - largest);
        }

        @Override
        public void shares(FloatBuffer parameters, Floats shares) {
            double total = total(parameters);
            for (int i = 0; i < count; i++) {
                shares.put(i, (float) (raw(parameters, i) / total));
            }
        }

        @Override
        public void gradient(FloatBuffer parameters, Floats shares, Floats dShares, FloatBuffer result) {
            double mean = 0;
            for (int i = 0; i < count; i++) {
                mean += (double) shares.get(i) * dShares.get(i);
            }
            double total = total(parameters);
            for (int i = 0; i < count; i++) {
                double outer = fast() ? (parameters.get(i) > 0 ? 1 / total : 0) : shares.get(i);
                result.put(i, (float) (outer * (dShares.get(i) - mean)));
            }
        }
    }

    KernelChoice fuse(Step step, WeightedFusion fusion, List<Format> formats) {
        int maps = formats.size() - 1;
        return forward(step, new FusionRule(fusion, maps), maps, formats);
    }

    KernelChoice fuseBackward(Step step, WeightedFusion fusion, List<Format> formats) {
        int maps = formats.size() - 2;
        return backward(step, new FusionRule(fusion, maps), maps, formats);
    }

    KernelChoice scale(Step step, List<Format> formats) {
        return forward(step, FACTOR, 1, formats);
    }

    KernelChoice scaleBackward(Step step, List<Format> formats) {
        return backward(step, FACTOR, 1, formats);
    }

    private Layout common(Step step, List<Format> formats) {
        Format first =
                formats.stream().filter(Layout.class::isInstance).findFirst().orElse(Format.PLAIN);
        return layouts.ofMap(first, step.inputs().get(0).shape());
    }

    private KernelChoice forward(Step step, Rule rule, int maps, List<Format> formats) {
        Layout map = common(step, formats);
        dnnl_memory_desc flat = elementwise.flat(map, step.inputs().get(0).shape());
        dnnl_memory_desc one = engine.plain(1);
        Primitive first = elementwise.binary(dnnl_binary_mul, flat, one, flat, engine.attributes());
        Primitive others = elementwise.binary(
                dnnl_binary_mul, flat, one, flat, PostOps.on(engine).sum().attributes());
        List<Format> inputs = new ArrayList<>(Collections.nCopies(maps, map));
        inputs.add(Format.PLAIN);
        return new KernelChoice(
                others.implementation(),
                inputs,
                List.of(map),
                Math.max(first.scratchBytes(), others.scratchBytes()),
                (in, out, scratch) -> {
                    Floats shares = engine.floats(maps);
                    FloatBuffer parameters = Host.floats(in.get(maps), maps);
                    List<Kernel> kernels = new ArrayList<>();
                    kernels.add(() -> rule.shares(parameters, shares));
                    for (int i = 0; i < maps; i++) {
                        kernels.add(engine.bind(i == 0 ? first : others, scratch)
                                .with(DNNL_ARG_SRC_0, flat, in.get(i))
                                .with(DNNL_ARG_SRC_1, one, shares.part(i, 1))
                                .with(DNNL_ARG_DST, flat, out.get(0))
                                .kernel());
                    }
                    return Kernel.sequence(kernels);
                });
    }

    private KernelChoice backward(Step step, Rule rule, int maps, List<Format> formats) {
        Layout map = common(step, formats);
        Shape shape = step.inputs().get(0).shape();
        dnnl_memory_desc flat = elementwise.flat(map, shape);
        dnnl_memory_desc one = engine.plain(1);
        Primitive scaled = elementwise.binary(dnnl_binary_mul, flat, one, flat, engine.attributes());
        Dot dot = new Dot(map, shape);
        List<Format> inputs = new ArrayList<>(Collections.nCopies(maps, map));
        inputs.add(Format.PLAIN);
        inputs.add(map);
        List<Format> outputs = new ArrayList<>(Collections.nCopies(maps, map));
        outputs.add(Format.PLAIN);
        return new KernelChoice(
                dot.primitive.implementation(),
                inputs,
                outputs,
                Math.max(scaled.scratchBytes(), dot.primitive.scratchBytes()),
                (in, out, scratch) -> {
                    Floats shares = engine.floats(maps);
                    Floats dShares = engine.floats(maps);
                    FloatBuffer parameters = Host.floats(in.get(maps), maps);
                    FloatBuffer result = Host.floats(out.get(maps), maps);
                    Block dy = in.get(maps + 1);
                    List<Kernel> kernels = new ArrayList<>();
                    kernels.add(() -> rule.shares(parameters, shares));
                    for (int i = 0; i < maps; i++) {
                        kernels.add(engine.bind(scaled, scratch)
                                .with(DNNL_ARG_SRC_0, flat, dy)
                                .with(DNNL_ARG_SRC_1, one, shares.part(i, 1))
                                .with(DNNL_ARG_DST, flat, out.get(i))
                                .kernel());
                        kernels.add(dot.kernel(in.get(i), dy, dShares.part(i, 1), scratch));
                    }
                    kernels.add(() -> rule.gradient(parameters, shares, dShares, result));
                    return Kernel.sequence(kernels);
                });
    }

    /** The dot product of two maps of one layout, padding included: it is zero. */
    private final class Dot {
        private final dnnl_memory_desc row;
        private final dnnl_memory_desc column;
        private final dnnl_memory_desc result = engine.plain(1, 1);
        private final Primitive primitive;

        Dot(Layout map, Shape shape) {
            int size = map.type() == dnnl_bf16 ? Short.BYTES : Float.BYTES;
            int type = map.type() == dnnl_bf16 ? dnnl_bf16 : dnnl_f32;
            long values = map.bytes(shape) / size;
            row = engine.strided(new long[] {1, values}, type, new long[] {values, 1});
            column = engine.strided(new long[] {values, 1}, type, new long[] {1, 1});
            dnnl_primitive_desc desc = new dnnl_primitive_desc();
            Engine.offered(
                    dnnl_matmul_primitive_desc_create(
                            desc, engine.handle(), row, column, null, result, engine.attributes()),
                    "a dot product");
            primitive = new Primitive(engine, desc);
        }

        Kernel kernel(Block first, Block second, Floats product, Block scratch) {
            return engine.bind(primitive, scratch)
                    .with(DNNL_ARG_SRC, row, first)
                    .with(DNNL_ARG_WEIGHTS, column, second)
                    .with(DNNL_ARG_DST, result, product)
                    .kernel();
        }
    }
}
