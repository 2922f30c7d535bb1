package org.fpn4j.cuda.cudnn;

import static org.bytedeco.cuda.global.cudnn.cudnnBackendCreateDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendDestroyDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendFinalize;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendGetAttribute;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendSetAttribute;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudnn.cudnnBackendDescriptor_t;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** An object of cuDNN's backend with typed attributes; whoever made it closes it. */
final class Descriptor implements AutoCloseable {
    private final cudnnBackendDescriptor_t pointer = new cudnnBackendDescriptor_t();
    private final DescriptorKind kind;

    Descriptor(DescriptorKind kind) {
        this.kind = kind;
        CudnnException.check(cudnnBackendCreateDescriptor(kind.number, pointer), "make a descriptor[" + kind + "]");
    }

    cudnnBackendDescriptor_t pointer() {
        return pointer;
    }

    private Descriptor set(Attribute attribute, long count, Pointer values) {
        try (values) {
            CudnnException.check(
                    cudnnBackendSetAttribute(pointer, attribute.number, attribute.type, count, values),
                    "set " + attribute);
            return this;
        }
    }

    Descriptor longs(Attribute attribute, long... values) {
        return set(attribute, values.length, new LongPointer(values));
    }

    /** An enumerator of cuDNN's. */
    Descriptor choice(Attribute attribute, int value) {
        return set(attribute, 1, new IntPointer(1).put(value));
    }

    Descriptor real(Attribute attribute, float value) {
        return set(attribute, 1, new FloatPointer(1).put(value));
    }

    Descriptor flag(Attribute attribute, boolean value) {
        return set(attribute, 1, new BytePointer(1).put((byte) (value ? 1 : 0)));
    }

    Descriptor text(Attribute attribute, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return set(attribute, bytes.length, new BytePointer(bytes));
    }

    Descriptor handle(Attribute attribute, cudnnContext handle) {
        return longs(attribute, handle.address());
    }

    Descriptor of(Attribute attribute, List<Descriptor> values) {
        return longs(
                attribute,
                values.stream().mapToLong(value -> value.pointer.address()).toArray());
    }

    Descriptor of(Attribute attribute, Descriptor value) {
        return of(attribute, List.of(value));
    }

    /** Ends its making; attributes can be read from here on. */
    Descriptor complete() {
        CudnnException.check(cudnnBackendFinalize(pointer), "complete a descriptor[" + kind + "]");
        return this;
    }

    private void get(Attribute attribute, long most, LongPointer count, Pointer values) {
        CudnnException.check(
                cudnnBackendGetAttribute(pointer, attribute.number, attribute.type, most, count, values),
                "read " + attribute);
    }

    long number(Attribute attribute) {
        try (LongPointer count = new LongPointer(1).put(0);
                LongPointer value = new LongPointer(1).put(0)) {
            get(attribute, 1, count, value);
            return value.get();
        }
    }

    /** Enumerators of cuDNN's, at most as many. */
    List<Integer> choices(Attribute attribute, int most) {
        try (LongPointer count = new LongPointer(1).put(0);
                IntPointer values = new IntPointer(most)) {
            get(attribute, most, count, values);
            List<Integer> result = new ArrayList<>();
            for (int i = 0; i < Math.min(most, count.get()); i++) {
                result.add(values.get(i));
            }
            return result;
        }
    }

    String text(Attribute attribute) {
        try (LongPointer count = new LongPointer(1).put(0)) {
            get(attribute, 0, count, null);
            try (BytePointer bytes = new BytePointer(count.get() + 1)) {
                get(attribute, count.get(), count, bytes);
                byte[] result = new byte[Math.toIntExact(count.get())];
                bytes.get(result);
                return new String(result, StandardCharsets.UTF_8).replace("\0", "");
            }
        }
    }

    /** Descriptors that cuDNN fills, at most as many; they are the caller's. */
    List<Descriptor> inner(Attribute attribute, DescriptorKind of, int most) {
        List<Descriptor> made = new ArrayList<>();
        try (LongPointer count = new LongPointer(1).put(0);
                LongPointer addresses = new LongPointer(most)) {
            for (int i = 0; i < most; i++) {
                made.add(new Descriptor(of));
                addresses.put(i, made.get(i).pointer.address());
            }
            get(attribute, most, count, addresses);
            int filled = (int) Math.min(most, count.get());
            List<Descriptor> result = List.copyOf(made.subList(0, filled));
            made.subList(0, filled).clear();
            return result;
        } finally {
            made.forEach(Descriptor::close);
        }
    }

    @Override
    public void close() {
        cudnnBackendDestroyDescriptor(pointer);
    }
}
