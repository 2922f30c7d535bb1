package org.fpn4j.cuda.device;

import org.fpn4j.core.execution.Feed;
import org.fpn4j.core.execution.FlatVector;

/**
 * Values that come into a vector of their own while the device computes, and are copied within the device to where a run reads
 * them: a stretch of an arena, in which other values stand until the run begins.
 */
final class DeviceFeed implements Feed {
    private final DeviceVector brought;
    private final Uploads uploads;

    DeviceFeed(DeviceVector brought) {
        this.brought = brought;
        try {
            this.uploads = brought.memory().device().uploads(brought.address(0), brought.size());
        } catch (RuntimeException e) {
            brought.close();
            throw e;
        }
    }

    @Override
    public DeviceMemory memory() {
        return brought.memory();
    }

    @Override
    public void bring(float[] values) {
        if (values.length != brought.size()) {
            throw new IllegalArgumentException(
                    "[" + values.length + "] values where [" + brought.size() + "] are expected");
        }
        memory().device().enter();
        uploads.begin(values);
    }

    @Override
    public void put(FlatVector target, long at) {
        memory().device().enter();
        uploads.join();
        target.copy(at, brought, 0, brought.size());
        uploads.done();
    }

    @Override
    public void close() {
        memory().device().enter();
        uploads.close();
        brought.close();
    }
}
