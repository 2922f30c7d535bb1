package org.fpn4j.core.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A static shape. Feature maps are {@code [N, C, H, W]}; predictions {@code [N, cells, values]}; a scalar has no
 * dimensions.
 *
 * @param dims every dimension; 0 where there is nothing, as of boxes of which there are none
 */
public record Shape(List<Integer> dims) {
    public Shape {
        dims = List.copyOf(dims);
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("shape" + dims + " has a dimension below 0");
            }
        }
    }

    /** A shape of these sizes; none for a scalar. */
    public static Shape of(int... dims) {
        return new Shape(Arrays.stream(dims).boxed().toList());
    }

    /** Number of dimensions. */
    public int rank() {
        return dims.size();
    }

    /** Size of a dimension, from 0 on. */
    public int dim(int index) {
        return dims.get(index);
    }

    /** N of {@code [N, C, H, W]}. */
    public int batch() {
        return dims.get(0);
    }

    /** C of {@code [N, C, H, W]}. */
    public int channels() {
        return dims.get(1);
    }

    /** H of {@code [N, C, H, W]}. */
    public int height() {
        return dims.get(2);
    }

    /** W of {@code [N, C, H, W]}. */
    public int width() {
        return dims.get(3);
    }

    /** Number of values. */
    public long size() {
        long size = 1;
        for (int dim : dims) {
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }

    /** The sizes as ND4J takes them. */
    public long[] toLongArray() {
        return dims.stream().mapToLong(Integer::longValue).toArray();
    }

    @Override
    public String toString() {
        return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
