package org.fpn4j.interop.torch;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * All tensors of a saved value, wherever they stand in it. A name is the way to a tensor, its keys joined by dots: {@code
 * state_dict.model.conv1.weight}. What has a key that is no name (an optimizer counts its parameters) is passed over, and a
 * dictionary that is met again is taken where it was met first, so that one that holds itself comes to an end.
 */
final class SavedTensors {
    private static final int DEEPEST = 64; // nobody nests deeper; recursion has an end

    private final Map<String, NamedTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Collects. */
    SavedTensors(Object root) {
        collect("", root, 0);
    }

    /** Those of floating-point numbers, rounded to {@code float32}, in the file's order. */
    Map<String, NamedTensor> tensors() {
        return tensors;
    }

    /** What stands beside tensors in a dictionary and is none that a network learns: what it is, by name. */
    Map<String, String> others() {
        return others;
    }

    private void collect(String prefix, Object container, int depth) {
        if (!seen.add(container)) {
            return;
        }
        if (depth > DEEPEST) {
            throw new MalformedFileException("nests dictionaries deeper than [" + DEEPEST + "]");
        }
        if (container instanceof Map<?, ?> map) {
            boolean besideTensors = map.values().stream().anyMatch(PickleGlobals.TensorView.class::isInstance);
            map.forEach((key, value) -> {
                if (key instanceof String name) {
                    value(prefix + name, value, besideTensors, depth);
                }
            });
        } else if (container instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                value(prefix + i, list.get(i), false, depth);
            }
        }
    }

    private void value(String name, Object value, boolean besideTensors, int depth) {
        if (value instanceof PickleGlobals.TensorView view) {
            tensor(name, view);
        } else if (value instanceof Map || value instanceof List) {
            collect(name + ".", value, depth + 1);
        } else if (besideTensors) {
            others.put(name, value instanceof Opaque ? value.toString() : value == null ? "None" : "no tensor");
        }
    }

    private void tensor(String name, PickleGlobals.TensorView view) {
        Optional<Storage> found = view.storage() instanceof LegacyFormat.LaterStorage later
                ? later.storage()
                : Optional.of((Storage) view.storage());
        Storage storage =
                found.orElseThrow(() -> new MalformedFileException("tensor[" + name + "] has no values in the file"));
        if (!storage.type().isFloatingPoint()) {
            others.put(name, "whole numbers");
        } else if (view.sizes().contains(0L)) {
            others.put(name, "a tensor without values");
        } else if (tensors.put(name, values(name, view, storage)) != null) {
            throw new MalformedFileException("holds two tensors that are both called [" + name + "]");
        }
    }

    private static NamedTensor values(String name, PickleGlobals.TensorView view, Storage storage) {
        checkInside(name, view, storage);
        int rank = view.sizes().size();
        Shape shape = new Shape(view.sizes().stream().map(Math::toIntExact).toList());
        float[] values = new float[(int) shape.size()];
        long[] index = new long[rank];
        for (int i = 0; i < values.length; i++) {
            long at = view.offset();
            for (int d = 0; d < rank; d++) {
                at += index[d] * view.strides().get(d);
            }
            values[i] = storage.type().value(storage.data(), at);
            for (int d = rank - 1; d >= 0 && ++index[d] == view.sizes().get(d); d--) {
                index[d] = 0;
            }
        }
        return new NamedTensor(shape, values);
    }

    private static void checkInside(String name, PickleGlobals.TensorView view, Storage storage) {
        int rank = view.sizes().size();
        long size = 1;
        long last = view.offset();
        boolean inside = view.strides().size() == rank && view.offset() >= 0;
        for (int i = 0; i < rank && inside; i++) {
            long dim = view.sizes().get(i);
            long stride = view.strides().get(i);
            inside = dim >= 1 && dim <= storage.length() && stride >= 0 && stride <= storage.length();
            size = inside ? size * dim : size;
            last += inside ? (dim - 1) * stride : 0;
            inside &= size <= storage.length() && last < storage.length();
        }
        if (!inside || last >= storage.length()) {
            throw new MalformedFileException("tensor[" + name + "] has sizes" + view.sizes() + " and strides"
                    + view.strides() + " from value[" + view.offset() + "], which its storage of [" + storage.length()
                    + "] values does not hold");
        }
    }
}
