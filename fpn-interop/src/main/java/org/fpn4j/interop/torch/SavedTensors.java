package org.fpn4j.interop.torch;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.memory.HeapBudget.Growth;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * All tensors of a saved value, wherever they stand in it. A name is the way to a tensor, its keys joined by dots: {@code
 * state_dict.model.conv1.weight}. What has a key that is no name (an optimizer counts its parameters) is passed over, and a
 * dictionary that is met again is taken where it was met first, so that one that holds itself comes to an end.
 */
final class SavedTensors {
    private static final int DEEPEST = 64; // nobody nests deeper; recursion has an end
    private static final NamedTensor NOT_READ = new NamedTensor(Shape.of(1), new float[1]);
    private static final long ENTRY = 128; // bytes of a name's object and of its place in a map

    private final String place;
    private final SavedFile file;
    private final Map<String, PickleGlobals.TensorView> views = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Growth names;

    /**
     * Collects.
     *
     * @param place of the file, for messages
     */
    SavedTensors(String place, SavedFile file) {
        this.place = place;
        this.file = file;
        this.names = new Growth(place, "names of tensors");
        collect("", file.root(), 0);
    }

    /**
     * Those of floating-point numbers, rounded to {@code float32}, in the file's order. Names of one and the same view share
     * its values.
     */
    Map<String, NamedTensor> tensors() {
        Map<Storage, Map<PickleGlobals.TensorView, NamedTensor>> byStorage = new LinkedHashMap<>();
        views.values().forEach(view -> byStorage
                .computeIfAbsent((Storage) view.storage(), key -> new LinkedHashMap<>())
                .put(view, NOT_READ));
        requireMemory(byStorage);
        byStorage.forEach((storage, ofStorage) -> {
            ByteBuffer data = file.values(storage);
            ofStorage.replaceAll((view, none) -> values(view, storage, data));
        });
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        views.forEach((name, view) ->
                tensors.put(name, byStorage.get((Storage) view.storage()).get(view)));
        return tensors;
    }

    /** For all values, and the bytes of one storage at a time. */
    private void requireMemory(Map<Storage, Map<PickleGlobals.TensorView, NamedTensor>> byStorage) {
        LongSummaryStatistics sizes = byStorage.values().stream()
                .flatMap(ofStorage -> ofStorage.keySet().stream())
                .mapToLong(SavedTensors::size)
                .summaryStatistics();
        long bytes = byStorage.keySet().stream().mapToLong(file::heap).max().orElse(0);
        HeapBudget.require(
                place,
                "tensors",
                Float.BYTES * sizes.getSum() + bytes,
                Math.max(bytes, Float.BYTES * Math.max(0, sizes.getMax())));
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
        names.add(ENTRY + 2L * name.length());
        if (value instanceof PickleGlobals.TensorView view) {
            tensor(name, view);
        } else if (value instanceof Map || value instanceof List) {
            collect(name + ".", value, depth + 1);
        } else if (besideTensors) {
            others.put(name, value instanceof Opaque ? value.toString() : value == null ? "None" : "no tensor");
        }
    }

    private void tensor(String name, PickleGlobals.TensorView view) {
        Storage storage = (Storage) view.storage();
        if (!storage.type().isFloatingPoint()) {
            others.put(name, "whole numbers");
        } else if (view.sizes().contains(0L)) {
            others.put(name, "a tensor without values");
        } else {
            checkInside(name, view, storage);
            if (views.put(name, view) != null) {
                throw new MalformedFileException("holds two tensors that are both called [" + name + "]");
            }
        }
    }

    /** Number of values. */
    private static long size(PickleGlobals.TensorView view) {
        return view.sizes().stream().reduce(1L, Math::multiplyExact);
    }

    private static NamedTensor values(PickleGlobals.TensorView view, Storage storage, ByteBuffer data) {
        int rank = view.sizes().size();
        Shape shape = new Shape(view.sizes().stream().map(Math::toIntExact).toList());
        float[] values = new float[(int) shape.size()];
        long[] index = new long[rank];
        for (int i = 0; i < values.length; i++) {
            long at = view.offset();
            for (int d = 0; d < rank; d++) {
                at += index[d] * view.strides().get(d);
            }
            values[i] = storage.type().value(data, at);
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
