package org.fpn4j.data.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.fpn4j.core.memory.HeapBudget;

/**
 * A PNG as nearly all are: grey or RGB of 8 or 16 bits, neither interlaced nor transparent. Its pixels are inflated once, to be
 * checked and decoded in one go. Java's decoder, which would inflate them again, is left the others, and what to say of a row
 * that cannot be.
 */
final class PlainPng implements EncodedPicture {
    private static final long MOST_PIXELS = 1 << 27;
    private static final int MOST_COLUMNS = 1 << 24; // Java's decoder counts the bits of a row
    private static final int MOST_RATIO = 1032; // of what Deflate can do

    private final byte[] content;
    private final PngHeader header;

    private PlainPng(byte[] content, PngHeader header) {
        this.content = content;
        this.header = header;
    }

    /**
     * The picture, where it is plain and there is room for it. Of the others it is seen whether they are whole before anybody
     * asks for memory.
     */
    static Optional<PlainPng> of(byte[] content) throws IOException {
        PngHeader header = PngHeader.of(content);
        long pixels = (long) header.width() * header.height();
        if (!header.isPlain()
                || pixels > MOST_PIXELS
                || header.width() > MOST_COLUMNS
                || header.rawBytes() / MOST_RATIO > content.length
                || !hasPlainChunks(ByteBuffer.wrap(content))) {
            return Optional.empty();
        }
        long planes = pixels * header.channels() * Float.BYTES;
        long decoded = pixels * header.bits() / Byte.SIZE;
        return HeapBudget.holds(decoded + planes, Math.max(decoded, planes))
                ? Optional.of(new PlainPng(content, header))
                : Optional.empty();
    }

    /** The header, then what changes no value and the pixels without anything between them, up to the end. */
    private static boolean hasPlainChunks(ByteBuffer png) {
        long at = PngChunks.SIGNATURE_BYTES;
        int runs = 0; // of pixels
        int before = 0;
        while (at <= png.limit() - PngChunks.FRAME_BYTES) {
            int length = png.getInt((int) at);
            int type = png.getInt((int) at + Integer.BYTES);
            if ((before == 0) != (type == PngChunks.IHDR)
                    || length < 0
                    || (before == 0 && length != PngHeader.LENGTH)) {
                return false;
            }
            if (type == PngChunks.IEND) {
                return runs == 1;
            }
            boolean ancillary = (type >>> 24 & 0x20) != 0;
            if (type == PngChunks.IDAT) {
                runs += before == type ? 0 : 1;
            } else if (type != PngChunks.IHDR && (!ancillary || type == PngChunks.TRNS)) {
                return false;
            }
            before = type;
            at += PngChunks.FRAME_BYTES + (long) length;
        }
        return false;
    }

    @Override
    public PictureSize size() {
        return new PictureSize(header.width(), header.height());
    }

    @Override
    public int channels() {
        return header.channels();
    }

    /** What Java's decoder needs, which may follow. */
    @Override
    public int bytesOfPixel() {
        return header.bits() / Byte.SIZE;
    }

    @Override
    public Picture decode() throws IOException {
        Optional<Picture> picture = rows();
        if (picture.isPresent()) {
            return picture.get();
        }
        try (EncodedPicture encoded = ImageIoPicture.of(content)) {
            return encoded.decode();
        }
    }

    private Optional<Picture> rows() throws IOException {
        PngRows rows = new PngRows(header);
        PngChunks.verify(content, rows);
        return rows.picture();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
