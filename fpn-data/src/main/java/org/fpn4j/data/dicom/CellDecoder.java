package org.fpn4j.data.dicom;

import java.io.IOException;
import java.nio.ByteOrder;

/** From a file's pixel data to cells. */
final class CellDecoder {
    private final DicomFile file;
    private final PixelLayout layout;
    private final byte[] content;
    private final int from;

    /** @param content what the pixel data lie in */
    CellDecoder(DicomFile file, PixelLayout layout, byte[] content) {
        this.file = file;
        this.layout = layout;
        this.content = content;
        this.from = (int) file.pixelData().position();
    }

    /**
     * Decodes all samples.
     *
     * @throws IOException where they are broken, or more or fewer than declared
     */
    Cells decode() throws IOException {
        TransferSyntax.Pixels pixels = file.syntax().pixels();
        if (pixels == TransferSyntax.Pixels.NATIVE) {
            return plain();
        }
        if (file.pixelData().hasLength()) {
            throw new IOException("its pixels are " + file.syntax().title() + ", and lie in no fragments");
        }
        if (layout.bits().allocated() == 1) {
            throw new IOException("its pixels are " + file.syntax().title() + " with Bits Allocated[1]");
        }
        byte[] packed = Fragments.joined(content, from);
        return switch (pixels) {
            case RLE -> cells(
                    RleDecoder.decode(
                            packed, count(), layout.samples(), layout.bits().bytesOfCell()),
                    0,
                    /* bigEndian= */ false,
                    /* planar= */ true,
                    layout.bits());
            case JPEG -> jpeg(packed);
            default -> cells(
                    PluginDecoder.jpeg2000(packed, layout),
                    0,
                    /* bigEndian= */ false,
                    /* planar= */ false,
                    layout.bits().decoded());
        };
    }

    private Cells jpeg(byte[] packed) throws IOException {
        JpegFrame frame = JpegFrame.of(packed);
        frame.require(layout, packed.length);
        return new Cells(
                PluginDecoder.jpeg(packed, frame, layout),
                0,
                layout.bits().bytesOfCell(),
                /* bigEndian= */ false,
                /* planar= */ false,
                count(),
                layout.samples(),
                layout.bits().decoded(),
                frame.luminanceFirst(layout));
    }

    private Cells plain() throws IOException {
        boolean bigEndian = file.set().order() == ByteOrder.BIG_ENDIAN;
        if (layout.bits().allocated() == 1) {
            return cells(unpackedBits(), 0, bigEndian, false, layout.bits());
        }
        if (layout.photometric() == Photometric.YBR_FULL_422) {
            return cells(spreadColours(), 0, bigEndian, false, layout.bits());
        }
        boolean words = bigEndian
                && layout.bits().allocated() == Byte.SIZE
                && file.pixelData().vr().equals("OW");
        return words
                ? cells(exchanged(), 0, bigEndian, layout.planar(), layout.bits())
                : cells(content, from, bigEndian, layout.planar(), layout.bits());
    }

    /**
     * Looks whether pixels that are not compressed are all there.
     *
     * @param length bytes of what they lie in
     * @throws IOException where they are not
     */
    static void requireBytes(DicomFile file, PixelLayout layout, long length) throws IOException {
        if (!file.pixelData().hasLength()) {
            throw new IOException("its Pixel Data has no length");
        }
        long there =
                Math.min(file.pixelData().length(), length - file.pixelData().position());
        long needed = bytes(layout);
        if (there < needed) {
            throw new IOException(
                    "its Pixel Data has bytes[" + there + "], and Rows and Columns ask for [" + needed + "]");
        }
    }

    private static long bytes(PixelLayout layout) {
        if (layout.bits().allocated() == 1) {
            return (layout.pixels() + Byte.SIZE - 1) / Byte.SIZE;
        }
        return layout.photometric() == Photometric.YBR_FULL_422
                ? layout.pixels() * 2 * layout.bits().bytesOfCell()
                : layout.pixels() * layout.samples() * layout.bits().bytesOfCell();
    }

    /** Bytes that were written as words, big endian: every second one comes first. */
    private byte[] exchanged() {
        byte[] bytes = new byte[count() * layout.samples()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = content[Math.min(from + (i ^ 1), content.length - 1)];
        }
        return bytes;
    }

    /** A byte for each bit, the lowest first (PS3.5, 8.1.1 and D). */
    private byte[] unpackedBits() {
        byte[] bytes = new byte[count()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((content[from + i / Byte.SIZE] >> (i % Byte.SIZE)) & 1);
        }
        return bytes;
    }

    /** Two pixels share their colours: Y1, Y2, Cb, Cr (PS3.3, C.7.6.3.1.2). */
    private byte[] spreadColours() throws IOException {
        int cell = layout.bits().bytesOfCell();
        if (layout.size().width() % 2 == 1) {
            throw new IOException("its pixels are YBR_FULL_422 with an odd number of Columns["
                    + layout.size().width() + "]");
        }
        byte[] bytes = new byte[Math.multiplyExact(count(), 3 * cell)];
        for (int pixel = 0; pixel < count(); pixel++) {
            int pair = from + pixel / 2 * 4 * cell;
            System.arraycopy(content, pair + pixel % 2 * cell, bytes, pixel * 3 * cell, cell);
            System.arraycopy(content, pair + 2 * cell, bytes, (pixel * 3 + 1) * cell, 2 * cell);
        }
        return bytes;
    }

    private int count() {
        return Math.toIntExact(layout.pixels());
    }

    private Cells cells(byte[] bytes, int offset, boolean bigEndian, boolean planar, SampleBits bits) {
        return new Cells(
                bytes,
                offset,
                layout.bits().bytesOfCell(),
                bigEndian,
                planar,
                count(),
                layout.samples(),
                bits,
                layout.photometric().isLuminanceFirst());
    }
}
