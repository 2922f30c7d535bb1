package org.fpn4j.cuda.device;

/**
 * Memory on its way from the host to an address of a device, beside what the device computes. It is asked for by one thread at a
 * time.
 */
public interface Uploads extends AutoCloseable {
    /**
     * Begins to copy, after the last {@link #done}; nothing else is waited for.
     *
     * @param values as many as the memory has; they can be used again at once
     */
    void begin(float[] values);

    /** What the device is asked for from here on comes after the copy that was begun. */
    void join();

    /** What the device was asked for until here comes before the next copy: it may read what the last one brought. */
    void done();

    @Override
    void close();
}
