package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.RefusedException;

/** oneDNN's CPU engine and one stream, and whoever owns what was made with them: all of it is freed at the end. */
final class Engine implements AutoCloseable {
    private final dnnl_engine engine = new dnnl_engine();
    private final dnnl_stream stream = new dnnl_stream();
    private final Deque<Runnable> owned = new ArrayDeque<>();

    Engine() {
        check(dnnl_engine_create(engine, dnnl_cpu, 0), "engine");
        owned.push(() -> dnnl_engine_destroy(engine));
        check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "stream");
        owned.push(() -> dnnl_stream_destroy(stream));
    }

    dnnl_engine handle() {
        return engine;
    }

    /**
     * Asked when a primitive is described, before anything depends on it.
     *
     * @throws RefusedException where oneDNN has no such primitive
     */
    static void offered(int status, String what) {
        if (status != dnnl_success) {
            throw new RefusedException("oneDNN refused " + what + " (status " + status + ")");
        }
    }

    static void check(int status, String what) {
        if (status != dnnl_success) {
            throw new IllegalStateException("oneDNN refused " + what + " (status " + status + ")");
        }
    }

    /** Memory of this shape for a primitive to choose the order of. */
    dnnl_memory_desc any(long[] dims, int type) {
        return tagged(dims, type, dnnl_format_tag_any);
    }

    dnnl_memory_desc tagged(long[] dims, int type, int tag) {
        dnnl_memory_desc desc = new dnnl_memory_desc();
        offered(dnnl_memory_desc_create_with_tag(desc, dims.length, dims, type, tag), "memory");
        return own(desc);
    }

    dnnl_memory_desc strided(long[] dims, int type, long[] strides) {
        dnnl_memory_desc desc = new dnnl_memory_desc();
        offered(dnnl_memory_desc_create_with_strides(desc, dims.length, dims, type, strides), "memory");
        return own(desc);
    }

    /** {@code float32}, last dimension fastest. */
    dnnl_memory_desc plain(long... dims) {
        long[] strides = new long[dims.length];
        long stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strided(dims, dnnl_f32, strides);
    }

    /** {@code float32}, last dimension fastest; a scalar has one value. */
    dnnl_memory_desc plain(Shape shape) {
        return plain(dims(shape));
    }

    static long[] dims(Shape shape) {
        return shape.rank() == 0 ? new long[] {1} : shape.toLongArray();
    }

    dnnl_memory_desc own(dnnl_memory_desc desc) {
        owned.push(() -> dnnl_memory_desc_destroy(desc));
        return desc;
    }

    /** Memory for a few values that kernels keep; freed with everything else. */
    Floats floats(long count) {
        Floats floats = Floats.at(new FloatPointer(count), count);
        owned.push(floats::close);
        return floats;
    }

    void own(Runnable free) {
        owned.push(free);
    }

    /** Attributes that let the caller give scratch memory. */
    dnnl_primitive_attr attributes() {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        check(dnnl_primitive_attr_create(attributes), "attributes");
        owned.push(() -> dnnl_primitive_attr_destroy(attributes));
        check(
                dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
                "scratch memory of the caller");
        return attributes;
    }

    /** Fills a block with zeros. */
    static Kernel cleared(Block block) {
        Pointer pointer = Host.pointer(block);
        return () -> Pointer.memset(pointer, 0, block.bytes());
    }

    dnnl_memory memory(dnnl_memory_desc desc, Pointer data) {
        dnnl_memory memory = new dnnl_memory();
        check(dnnl_memory_create(memory, desc, engine, data), "memory");
        return memory;
    }

    /** A primitive with its memory. */
    Arguments bind(Primitive primitive, Block scratch) {
        Arguments arguments = new Arguments(primitive);
        if (primitive.scratchBytes() > 0) {
            arguments.with(DNNL_ARG_SCRATCHPAD, primitive.scratchDesc(), scratch);
        }
        return arguments;
    }

    /** The arguments of one primitive, collected by their numbers. */
    final class Arguments {
        private final Primitive primitive;
        private final Deque<dnnl_memory> memories = new ArrayDeque<>();
        private final Deque<Integer> numbers = new ArrayDeque<>();

        private Arguments(Primitive primitive) {
            this.primitive = primitive;
        }

        Arguments with(int number, Layout layout, Block block) {
            return with(number, layout.desc(), block);
        }

        Arguments with(int number, dnnl_memory_desc desc, Block block) {
            return with(number, desc, Host.pointer(block));
        }

        Arguments with(int number, dnnl_memory_desc desc, Floats values) {
            return with(number, desc, values.pointer());
        }

        Arguments with(int number, dnnl_memory_desc desc, Pointer data) {
            memories.add(memory(desc, data));
            numbers.add(number);
            return this;
        }

        Kernel kernel() {
            int count = numbers.size();
            dnnl_exec_arg_t array = new dnnl_exec_arg_t(count);
            for (dnnl_memory memory : memories) {
                array.arg(numbers.remove()).memory(memory);
                array.position(array.position() + 1);
            }
            array.position(0);
            return new Bound(primitive.handle(), count, array, memories);
        }
    }

    /** A primitive that only has to be executed. */
    private final class Bound implements Kernel {
        private final dnnl_primitive primitive;
        private final int count;
        private final dnnl_exec_arg_t arguments;
        private final Deque<dnnl_memory> memories;

        Bound(dnnl_primitive primitive, int count, dnnl_exec_arg_t arguments, Deque<dnnl_memory> memories) {
            this.primitive = primitive;
            this.count = count;
            this.arguments = arguments;
            this.memories = memories;
        }

        @Override
        public void run() {
            check(dnnl_primitive_execute(primitive, stream, count, arguments), "to run a primitive");
        }

        @Override
        public void close() {
            memories.forEach(memory -> dnnl_memory_destroy(memory));
            dnnl_primitive_destroy(primitive);
            arguments.close();
        }
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            owned.pop().run();
        }
    }
}
