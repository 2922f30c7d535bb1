package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_hardsigmoid;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_hardswish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;

import org.fpn4j.core.graph.Activation;

/** A function of single values in oneDNN's terms. */
record Eltwise(int algorithm, float alpha, float beta) {
    private static final float LEAK = 0.01f;
    private static final float SIXTH = 1f / 6;

    Eltwise(int algorithm, float alpha) {
        this(algorithm, alpha, 0);
    }

    /** {@code factor x + offset}. */
    static Eltwise linear(double factor, double offset) {
        return new Eltwise(dnnl_eltwise_linear, (float) factor, (float) offset);
    }

    /** x where it is between the two, else the nearer of them. */
    static Eltwise clip(double least, double most) {
        return new Eltwise(dnnl_eltwise_clip, (float) least, (float) most);
    }

    static Eltwise forward(Activation activation) {
        return switch (activation) {
            case NONE -> linear(1, 0);
            case RELU -> new Eltwise(dnnl_eltwise_relu, 0);
            case LEAKY_RELU -> new Eltwise(dnnl_eltwise_relu, LEAK);
            case SWISH -> new Eltwise(dnnl_eltwise_swish, 1);
            case SIGMOID -> new Eltwise(dnnl_eltwise_logistic, 0);
            case EXP -> new Eltwise(dnnl_eltwise_exp, 0);
            case HARD_SIGMOID -> new Eltwise(dnnl_eltwise_hardsigmoid, SIXTH, 0.5f);
            case HARD_SWISH -> new Eltwise(dnnl_eltwise_hardswish, SIXTH, 0.5f);
            case RELU6 -> clip(0, 6);
        };
    }

    /** The gradient from what went in or what came out, as {@link Activation#slopeIsKnownByInput} says. */
    static Eltwise backward(Activation activation) {
        return switch (activation) {
            case NONE, SWISH, HARD_SIGMOID, HARD_SWISH, RELU6 -> forward(activation);
            case RELU -> new Eltwise(dnnl_eltwise_relu_use_dst_for_bwd, 0);
            case LEAKY_RELU -> new Eltwise(dnnl_eltwise_relu_use_dst_for_bwd, LEAK);
            case SIGMOID -> new Eltwise(dnnl_eltwise_logistic_use_dst_for_bwd, 0);
            case EXP -> new Eltwise(dnnl_eltwise_exp_use_dst_for_bwd, 0);
        };
    }
}
