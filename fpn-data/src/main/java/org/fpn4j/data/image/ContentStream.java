package org.fpn4j.data.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** The bytes of an array as a stream that decoders of Java's read, without a copy. Not thread-safe. */
public final class ContentStream extends ImageInputStreamImpl {
    private final byte[] content;

    /** @param content not copied, only to be read */
    public ContentStream(byte[] content) {
        this.content = content;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < content.length ? content[(int) streamPos++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
        bitOffset = 0;
        if (streamPos >= content.length && length > 0) {
            return -1;
        }
        int read = (int) Math.min(length, content.length - streamPos);
        System.arraycopy(content, (int) streamPos, bytes, from, read);
        streamPos += read;
        return read;
    }

    @Override
    public long length() {
        return content.length;
    }
}
