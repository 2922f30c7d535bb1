package org.fpn4j.cuda.cudnn;

import static org.bytedeco.cuda.global.cudnn.cudnnBackendExecute;
import static org.bytedeco.cuda.global.cudnn.cudnnGetVersion;

import java.util.Optional;
import java.util.function.Consumer;

/** For whom plans are made: a card, or the description of one that need not be there and on which nothing runs. */
public final class CudnnTarget implements AutoCloseable {
    private final Optional<CudnnHandle> handle;
    private final Object lock;
    private final Optional<Descriptor> properties;

    private CudnnTarget(Optional<CudnnHandle> handle, Object lock, Optional<Descriptor> properties) {
        this.handle = handle;
        this.lock = lock;
        this.properties = properties;
    }

    /**
     * A card, which has been entered.
     *
     * @param lock held while cuDNN works with the handle: by whoever else uses its stream, too
     */
    public static CudnnTarget of(CudnnHandle handle, Object lock) {
        return new CudnnTarget(Optional.of(handle), lock, properties(handle));
    }

    /** What a card says of itself; early versions of cuDNN 9 cannot tell. */
    private static Optional<Descriptor> properties(CudnnHandle handle) {
        try {
            return Optional.of(described(descriptor -> descriptor.handle(Attribute.DEVICEPROP_HANDLE, handle.get())));
        } catch (CudnnException e) {
            return Optional.empty();
        }
    }

    /**
     * A card that need not be there.
     *
     * @param json as {@link #description} gives it
     */
    public static CudnnTarget described(String json) {
        return new CudnnTarget(
                Optional.empty(),
                new Object(),
                Optional.of(described(descriptor -> descriptor.text(Attribute.DEVICEPROP_JSON_REPRESENTATION, json))));
    }

    private static Descriptor described(Consumer<Descriptor> source) {
        Descriptor properties = new Descriptor(DescriptorKind.DEVICEPROP);
        try {
            source.accept(properties);
            return properties.complete();
        } catch (RuntimeException e) {
            properties.close();
            throw e;
        }
    }

    /** The card as JSON: with it, a machine without one can ask for the same plans. Empty where cuDNN cannot tell. */
    public Optional<String> description() {
        return properties.map(descriptor -> descriptor.text(Attribute.DEVICEPROP_JSON_REPRESENTATION));
    }

    /** As {@code CUDNN_VERSION}: 91900 is 9.19. */
    public long version() {
        return cudnnGetVersion();
    }

    /** Says which card a graph is for; a described one is said later. */
    void aimGraph(Descriptor graph) {
        handle.ifPresent(known -> graph.handle(Attribute.OPERATIONGRAPH_HANDLE, known.get()));
    }

    /** Says which card a heuristic is asked about; one with a handle knows it from the graph. */
    void aimHeuristic(Descriptor heuristic) {
        if (handle.isEmpty()) {
            heuristic.of(Attribute.ENGINEHEUR_DEVICEPROP, properties.orElseThrow());
        }
    }

    /** Says for which card a plan is made. */
    void aimPlan(Descriptor plan) {
        if (handle.isPresent()) {
            plan.handle(Attribute.EXECUTION_PLAN_HANDLE, handle.get().get());
        } else {
            plan.of(Attribute.EXECUTION_PLAN_DEVICEPROP, properties.orElseThrow());
        }
    }

    /**
     * Asks the card to run a plan; nothing is waited for.
     *
     * @throws IllegalStateException where the card is only described
     */
    void execute(Descriptor plan, Descriptor pack) {
        CudnnHandle known = handle.orElseThrow(
                () -> new IllegalStateException("nothing can be run on a card that is only described"));
        synchronized (lock) {
            int status = cudnnBackendExecute(known.get(), plan.pointer(), pack.pointer());
            CudnnException.check(status, "run a convolution");
        }
    }

    /** What is held while cuDNN works with the card's handle. */
    Object lock() {
        return lock;
    }

    @Override
    public void close() {
        properties.ifPresent(Descriptor::close);
    }
}
