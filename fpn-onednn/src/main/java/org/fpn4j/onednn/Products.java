package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nhwc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_sum;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Kernel;

/** oneDNN's products of a type on plain values, one by one, as the kernels of this package ask for them. */
final class Products implements KnownAnswers.Library, AutoCloseable {
    private final Engine engine = new Engine();
    private final Layouts layouts;
    private final int type;

    /**
     * Products of a type, with results in {@code float32}.
     *
     * @param type {@code dnnl_f32} or {@code dnnl_bf16}
     */
    Products(int type) {
        this.type = type;
        this.layouts = new Layouts(engine, type, dnnl_nhwc);
    }

    private void run(Engine.Arguments arguments) {
        try (Kernel kernel = arguments.kernel()) {
            kernel.run();
        }
    }

    /** Values in a layout. */
    private Pointer given(float[] values, dnnl_memory_desc plain, Layout layout) {
        Pointer memory = new BytePointer(layout.bytes());
        Primitive reorder = layouts.reorder(plain, layout.desc(), null);
        run(engine.bind(reorder, null)
                .with(DNNL_ARG_FROM, plain, new FloatPointer(values))
                .with(DNNL_ARG_TO, layout.desc(), memory));
        return memory;
    }

    private float[] read(Pointer memory, Layout layout, dnnl_memory_desc plain, int count) {
        FloatPointer values = new FloatPointer(count);
        Primitive reorder = layouts.reorder(layout.desc(), plain, null);
        run(engine.bind(reorder, null)
                .with(DNNL_ARG_FROM, layout.desc(), memory)
                .with(DNNL_ARG_TO, plain, values));
        float[] result = new float[count];
        values.get(result);
        return result;
    }

    private dnnl_memory_desc plain(long rows, long columns) {
        return engine.strided(new long[] {rows, columns}, type, new long[] {columns, 1});
    }

    @Override
    public float dot(float[] a, float[] b) {
        Layout row = new Layout(plain(1, a.length));
        Layout column = new Layout(plain(a.length, 1));
        dnnl_memory_desc result = engine.plain(1, 1);
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_matmul_primitive_desc_create(desc, engine.handle(), row.desc(), column.desc(), null, result, null),
                "a dot product");
        FloatPointer product = new FloatPointer(1);
        run(engine.bind(new Primitive(engine, desc), null)
                .with(DNNL_ARG_SRC, row.desc(), given(a, engine.plain(1, a.length), row))
                .with(DNNL_ARG_WEIGHTS, column.desc(), given(b, engine.plain(b.length, 1), column))
                .with(DNNL_ARG_DST, result, product));
        return product.get(0);
    }

    @Override
    public float[] rowSums(float[] table, int rows) {
        int columns = table.length / rows;
        dnnl_memory_desc whole = engine.plain(1, rows, 1, columns); // as the focal loss sums
        dnnl_memory_desc sums = engine.plain(1, rows, 1, 1);
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_reduction_primitive_desc_create(
                        desc, engine.handle(), dnnl_reduction_sum, whole, sums, 0, 0, null),
                "a sum over rows");
        FloatPointer result = new FloatPointer(rows);
        run(engine.bind(new Primitive(engine, desc), null)
                .with(DNNL_ARG_SRC, whole, new FloatPointer(table))
                .with(DNNL_ARG_DST, sums, result));
        float[] values = new float[rows];
        result.get(values);
        return values;
    }

    @Override
    public float[] convolution(float[] image, float[] kernel) {
        Shape in = Shape.of(1, KnownAnswers.IN, KnownAnswers.SIDE, KnownAnswers.SIDE);
        Shape weight = Shape.of(KnownAnswers.OUT, KnownAnswers.IN, 3, 3);
        Shape out = Shape.of(1, KnownAnswers.OUT, KnownAnswers.SIDE, KnownAnswers.SIDE);
        Primitive primitive = ConvolutionKernels.usual(engine, type, in, weight, out);
        Layout source = primitive.layout(DNNL_ARG_SRC);
        Layout weights = primitive.layout(DNNL_ARG_WEIGHTS);
        Layout result = primitive.layout(DNNL_ARG_DST);
        Pointer map = new BytePointer(result.bytes());
        run(engine.bind(primitive, null)
                .with(DNNL_ARG_SRC, source.desc(), given(image, engine.plain(in), source))
                .with(DNNL_ARG_WEIGHTS, weights.desc(), given(kernel, engine.plain(weight), weights))
                .with(DNNL_ARG_DST, result.desc(), map));
        return read(map, result, engine.plain(out), KnownAnswers.OUT * KnownAnswers.SIDE * KnownAnswers.SIDE);
    }

    @Override
    public void close() {
        engine.close();
    }
}
