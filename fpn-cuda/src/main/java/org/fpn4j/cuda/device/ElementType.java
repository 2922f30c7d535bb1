package org.fpn4j.cuda.device;

/** In what values stand on a device, and how many a thread takes at once; arithmetic is {@code float32} whatever it is. */
public enum ElementType {
    /** {@code float32} one by one, wherever it begins: values in {@link org.fpn4j.engine.kernel.Format#PLAIN}. */
    PLAIN(4, 1),
    FLOAT32(4, 4),
    BFLOAT16(2, 8),
    FLOAT16(2, 8);

    private final int bytes;
    private final int lanes;

    ElementType(int bytes, int lanes) {
        this.bytes = bytes;
        this.lanes = lanes;
    }

    /** Of one value. */
    public int bytes() {
        return bytes;
    }

    /** How many are read at once, and of what the channels of a map are a multiple. */
    public int lanes() {
        return lanes;
    }

    /** Channels, filled up to whole vectors. */
    public int padded(int channels) {
        return (channels + lanes - 1) / lanes * lanes;
    }
}
