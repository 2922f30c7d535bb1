package org.fpn4j.cuda.cudnn;

import java.util.ArrayDeque;
import java.util.Deque;

/** Descriptors that live together: what refers to others is closed before them. */
final class DescriptorScope implements AutoCloseable {
    private final Deque<Descriptor> descriptors = new ArrayDeque<>();

    /** A fresh descriptor. */
    Descriptor create(DescriptorKind kind) {
        return keep(new Descriptor(kind));
    }

    /** Takes over one that was made elsewhere. */
    Descriptor keep(Descriptor descriptor) {
        descriptors.push(descriptor);
        return descriptor;
    }

    /** Closes one before the others. */
    void drop(Descriptor descriptor) {
        descriptors.remove(descriptor);
        descriptor.close();
    }

    @Override
    public void close() {
        descriptors.forEach(Descriptor::close);
        descriptors.clear();
    }
}
