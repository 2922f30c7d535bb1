package org.fpn4j.core.samediff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Hands arrays that a session no longer needs out again, for results of the same type and size. Frees them when
 * it is closed.
 */
final class RecyclingMemory extends AbstractMemoryMgr {
    private record Size(DataType type, long length) {}

    private final Map<Size, Deque<INDArray>> free = new HashMap<>();
    private final List<INDArray> allocated = new ArrayList<>();
    private final Set<Long> recyclable = new HashSet<>();

    @Override
    public INDArray allocate(boolean detached, DataType type, long... shape) {
        long length = 1;
        for (long dim : shape) {
            length *= dim;
        }
        Deque<INDArray> fitting = detached ? null : free.get(new Size(type, length));
        INDArray array = fitting == null || fitting.isEmpty() ? fresh(type, shape) : reshaped(fitting.pop(), shape);
        if (!detached) {
            recyclable.add(array.getId());
        }
        return array;
    }

    private INDArray fresh(DataType type, long... shape) {
        INDArray array = Nd4j.createUninitializedDetached(type, shape);
        allocated.add(array);
        return array;
    }

    private static INDArray reshaped(INDArray array, long... shape) {
        return Nd4j.create(array.data(), shape, Nd4j.getStrides(shape, 'c'), 0, 'c', array.dataType());
    }

    @Override
    public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
        if (descriptor.isEmpty()) {
            return Nd4j.create(descriptor);
        }
        return allocate(detached, descriptor.dataType(), descriptor.getShape());
    }

    @Override
    public void release(INDArray array) {
        if (recyclable.remove(array.getId())) {
            free.computeIfAbsent(new Size(array.dataType(), array.length()), size -> new ArrayDeque<>())
                    .push(array);
        }
    }

    @Override
    public void close() {
        free.clear();
        allocated.forEach(INDArray::close);
        allocated.clear();
    }
}
