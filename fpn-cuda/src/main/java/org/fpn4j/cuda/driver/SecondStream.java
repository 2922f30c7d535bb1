package org.fpn4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;
import static org.bytedeco.cuda.global.cudart.cuMemHostAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuStreamWaitEvent;
import static org.fpn4j.cuda.driver.Calls.check;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.fpn4j.cuda.device.Uploads;

/**
 * Uploads in a stream of their own, from memory of the host that the card reads by itself. Two events order them with the stream
 * in which everything else is: one that the copy is there, one that it was read. Both streams are guarded by the device's lock: what
 * goes into the first one while another thread records would be recorded, too.
 */
final class SecondStream implements Uploads {
    private final DriverDevice device;
    private final CUstream_st copies;
    private final long address;
    private final FloatPointer pinned;
    private final CUevent_st copied = new CUevent_st();
    private final CUevent_st read = new CUevent_st();

    /**
     * Makes it, with the device's lock held.
     *
     * @param copies the stream for copies
     * @param address on the card
     * @param count number of values
     */
    SecondStream(DriverDevice device, CUstream_st copies, long address, long count) {
        this.device = device;
        this.copies = copies;
        this.address = address;
        try (PointerPointer<Pointer> where = new PointerPointer<>(1)) {
            check(cuMemHostAlloc(where, count * Float.BYTES, 0), "cuMemHostAlloc");
            pinned = new FloatPointer(where.get(0)).capacity(count);
        }
        check(cuEventCreate(copied, CU_EVENT_DISABLE_TIMING), "cuEventCreate");
        check(cuEventCreate(read, CU_EVENT_DISABLE_TIMING), "cuEventCreate");
    }

    /** The host waits for the copy before, whose memory it fills again: that was begun a whole run ago. */
    @Override
    public void begin(float[] values) {
        check(cuEventSynchronize(copied), "cuEventSynchronize"); // at once where nothing was recorded
        pinned.put(values, 0, values.length);
        synchronized (device) {
            check(cuStreamWaitEvent(copies, read, 0), "cuStreamWaitEvent");
            check(cuMemcpyHtoDAsync(address, pinned, (long) values.length * Float.BYTES, copies), "cuMemcpyHtoDAsync");
            check(cuEventRecord(copied, copies), "cuEventRecord");
        }
    }

    @Override
    public void join() {
        synchronized (device) {
            check(cuStreamWaitEvent(device.stream(), copied, 0), "cuStreamWaitEvent");
        }
    }

    @Override
    public void done() {
        synchronized (device) {
            check(cuEventRecord(read, device.stream()), "cuEventRecord");
        }
    }

    @Override
    public void close() {
        synchronized (device) {
            check(cuEventSynchronize(copied), "cuEventSynchronize");
            check(cuEventSynchronize(read), "cuEventSynchronize");
            check(cuEventDestroy(copied), "cuEventDestroy");
            check(cuEventDestroy(read), "cuEventDestroy");
            check(cuMemFreeHost(pinned), "cuMemFreeHost");
        }
    }
}
