package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_data_type;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dims;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_blks;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_idxs;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_inner_nblks_s32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_ndims_s32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_s8;
import static org.bytedeco.dnnl.global.dnnl.dnnl_u8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;

/** A memory descriptor of oneDNN: the order of values, blocks within it, and the type; and what one step of a whole number is. */
final class Layout implements Format {
    private static final Map<Integer, String> PREFIXES = Map.of(dnnl_bf16, "bf16:", dnnl_u8, "u8:", dnnl_s8, "s8:");

    private final dnnl_memory_desc desc;
    private final long bytes;
    private final float step;

    /** A layout of floating-point numbers. */
    Layout(dnnl_memory_desc desc) {
        this(desc, 1);
    }

    /**
     * A layout of whole numbers.
     *
     * @param step what a value of 1 stands for
     */
    Layout(dnnl_memory_desc desc, float step) {
        this.desc = desc;
        this.bytes = dnnl_memory_desc_get_size(desc);
        this.step = step;
    }

    dnnl_memory_desc desc() {
        return desc;
    }

    /** What a value of 1 stands for. */
    float step() {
        return step;
    }

    /** Whether its values are whole numbers of eight bits. */
    boolean isQuantized() {
        return type() == dnnl_u8 || type() == dnnl_s8;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public long bytes(Shape shape) {
        return bytes;
    }

    @Override
    public boolean holdsParameters(Shape shape) {
        return type() == dnnl_f32 && bytes == shape.size() * Float.BYTES;
    }

    int type() {
        return number(dnnl_query_data_type);
    }

    boolean isBlocked() {
        return number(dnnl_query_inner_nblks_s32) > 0;
    }

    int rank() {
        return number(dnnl_query_ndims_s32);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layout layout
                && bytes == layout.bytes
                && step == layout.step
                && dnnl_memory_desc_equal(desc, layout.desc) != 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bytes);
    }

    /** This layout as the others see it: {@link Format#PLAIN} where it is nothing else. */
    Format format() {
        int rank = rank();
        long[] dims = numbers(dnnl_query_dims, rank);
        long[] strides = numbers(dnnl_query_strides, rank);
        boolean plain = type() == dnnl_f32 && !isBlocked();
        long stride = 1;
        for (int i = rank - 1; i >= 0; i--) {
            plain &= dims[i] == 1 || strides[i] == stride;
            stride *= dims[i];
        }
        return plain ? PLAIN : this;
    }

    /** oneDNN's notation: {@code aBcd16b} is {@code [N, C / 16, H, W, 16]}. */
    @Override
    public String toString() {
        int rank = rank();
        int blocks = number(dnnl_query_inner_nblks_s32);
        StringBuilder inner = new StringBuilder();
        boolean[] blocked = new boolean[rank];
        List<Integer> order = new ArrayList<>();
        long[] strides = numbers(dnnl_query_strides, rank);
        long[] sizes = numbers(dnnl_query_inner_blks, blocks);
        long[] axes = numbers(dnnl_query_inner_idxs, blocks);
        for (int i = 0; i < blocks; i++) {
            blocked[(int) axes[i]] = true;
            inner.append(sizes[i]).append((char) ('a' + axes[i]));
        }
        for (int i = 0; i < rank; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong((Integer axis) -> strides[axis]).reversed());
        StringBuilder outer = new StringBuilder(PREFIXES.getOrDefault(type(), ""));
        order.forEach(axis -> outer.append((char) ((blocked[axis] ? 'A' : 'a') + axis)));
        return outer.append(inner).toString();
    }

    private int number(int query) {
        try (IntPointer result = new IntPointer(1)) {
            Engine.check(dnnl_memory_desc_query(desc, query, result), "a property of a layout");
            return result.get();
        }
    }

    private long[] numbers(int query, int count) {
        long[] numbers = new long[count];
        if (count > 0) {
            try (PointerPointer<LongPointer> result = new PointerPointer<>(1)) {
                Engine.check(dnnl_memory_desc_query(desc, query, result), "a property of a layout");
                result.get(LongPointer.class).get(numbers);
            }
        }
        return numbers;
    }
}
