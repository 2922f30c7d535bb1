package org.fpn4j.cuda.device;

import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.engine.kernel.Kernel;

/**
 * What kernels run on. Everything that is copied, cleared or launched is computed in the order in which it was asked for, but for
 * {@link #uploads}; only {@link #download} and {@link #await} wait for it. Addresses are the device's own.
 */
public interface Device {
    /** For people: {@code NVIDIA H100 80GB HBM3}. */
    String name();

    /** Makes it the device of the calling thread; to be called before anything else here is, in every thread. */
    void enter();

    /**
     * Memory whose address is a multiple of 256.
     *
     * @param bytes 1 or more
     * @throws org.fpn4j.config.problem.UserInputException where the device has not as much
     */
    long allocate(long bytes);

    /** How many bytes can still be allocated, at this moment; empty where nobody knows. */
    default OptionalLong available() {
        return OptionalLong.empty();
    }

    /** Gives memory back, after what is under way on it. */
    void free(long address);

    /** Copies from the host; the host's memory can be used again at once. */
    void upload(long address, Pointer host, long bytes);

    /**
     * A way for values to come to an address beside what is computed.
     *
     * @param count number of {@code float32} values, 1 or more
     */
    Uploads uploads(long address, long count);

    /** Copies to the host, and waits for it. */
    void download(Pointer host, long address, long bytes);

    /** Copies within the device. */
    void copy(long to, long from, long bytes);

    /** Fills with zero bytes. */
    void clear(long address, long bytes);

    /** A kernel of a source, compiled when it is first asked for. */
    DeviceFunction function(KernelSource source, String name);

    /** Waits for everything that is under way. */
    void await();

    /**
     * Kernels that always run after each other, as one. Where the device can, it records what they launch when they run for
     * the second time, and asks for all of it at once from then on. They are closed with it.
     */
    Kernel recorded(List<Kernel> kernels);
}
