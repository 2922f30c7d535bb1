package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.engine.plan.Instruction;

/** Operations that a primitive runs on each value before it writes it, in order. */
final class PostOps {
    private static final String WHAT = "operations after another";

    private final Engine engine;
    private final dnnl_post_ops operations = new dnnl_post_ops();

    private PostOps(Engine engine) {
        this.engine = engine;
        Engine.check(dnnl_post_ops_create(operations), WHAT);
        engine.own(() -> dnnl_post_ops_destroy(operations));
    }

    static PostOps on(Engine engine) {
        return new PostOps(engine);
    }

    /**
     * What a step does to each value after its convolution.
     *
     * @param residual that is added, where one is
     */
    static dnnl_primitive_attr following(Engine engine, Instruction.Convolve convolve, dnnl_memory_desc residual) {
        PostOps operations = on(engine);
        if (convolve.residual()) {
            operations.binary(dnnl_binary_add, residual);
        }
        if (convolve.activation() != Activation.NONE) {
            operations.eltwise(Eltwise.forward(convolve.activation()));
        }
        return operations.attributes();
    }

    /** The argument that holds the second operand of the operation at an index. */
    static int operand(int index) {
        return DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1) | DNNL_ARG_SRC_1;
    }

    PostOps binary(int algorithm, dnnl_memory_desc operand) {
        Engine.offered(dnnl_post_ops_append_binary(operations, algorithm, operand), WHAT);
        return this;
    }

    PostOps eltwise(Eltwise function) {
        Engine.offered(
                dnnl_post_ops_append_eltwise(operations, function.algorithm(), function.alpha(), function.beta()),
                WHAT);
        return this;
    }

    /** Adds what stood there before. */
    PostOps sum() {
        Engine.offered(dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef), WHAT);
        return this;
    }

    dnnl_primitive_attr attributes() {
        dnnl_primitive_attr attributes = engine.attributes();
        Engine.offered(dnnl_primitive_attr_set_post_ops(attributes, operations), WHAT);
        return attributes;
    }
}
