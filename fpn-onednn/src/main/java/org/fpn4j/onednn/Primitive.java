package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_clone;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_next_impl;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_exec_arg_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** A primitive that oneDNN agreed to: what it chose, and later the primitive itself. */
final class Primitive {
    private final Engine engine;
    private final dnnl_primitive_desc desc;
    private dnnl_memory_desc scratch;

    /** Takes over a descriptor that was just made. */
    Primitive(Engine engine, dnnl_primitive_desc desc) {
        this.engine = engine;
        this.desc = desc;
        engine.own(() -> dnnl_primitive_desc_destroy(desc));
        scratch = dnnl_primitive_desc_query_md(desc, dnnl_query_scratchpad_md, 0);
    }

    /** Goes on to oneDNN's next way to compute the same; false, and as it was before, where there is none. */
    boolean next() {
        boolean found = dnnl_primitive_desc_next_impl(desc) == dnnl_success;
        if (found) {
            scratch = dnnl_primitive_desc_query_md(desc, dnnl_query_scratchpad_md, 0);
        }
        return found;
    }

    dnnl_primitive_desc desc() {
        return desc;
    }

    /** Compiles the kernel, or finds it in oneDNN's cache. */
    dnnl_primitive handle() {
        dnnl_primitive primitive = new dnnl_primitive();
        Engine.check(dnnl_primitive_create(primitive, desc), "a primitive");
        return primitive;
    }

    /** The layout that was chosen for an argument. */
    Layout layout(int argument) {
        dnnl_memory_desc copy = new dnnl_memory_desc();
        Engine.check(
                dnnl_memory_desc_clone(copy, dnnl_primitive_desc_query_md(desc, dnnl_query_exec_arg_md, argument)),
                "a layout");
        return new Layout(engine.own(copy));
    }

    long scratchBytes() {
        return dnnl_memory_desc_get_size(scratch);
    }

    dnnl_memory_desc scratchDesc() {
        return scratch;
    }

    /** Whether it is the loop that defines the operation, which is very slow. */
    boolean isReference() {
        return implementation().startsWith("ref");
    }

    /** As oneDNN names it: {@code jit:avx512_core}. */
    String implementation() {
        try (PointerPointer<BytePointer> result = new PointerPointer<>(1)) {
            Engine.check(dnnl_primitive_desc_query(desc, dnnl_query_impl_info_str, 0, result), "its name");
            return result.get(BytePointer.class).getString();
        }
    }
}
