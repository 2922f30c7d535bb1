package org.fpn4j.data.dicom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a JPEG stream says of itself before its pixels (ITU-T T.81, annex B).
 *
 * @param process of SOFn, 0 baseline, 3 lossless
 * @param colours how its three components are told to be coded; {@code UNSAID} where nothing tells
 * @param otherRestarts whether the stream has restarts and a lossless predictor of more than the sample on the left, which the
 *     decoder takes wrongly
 */
record JpegFrame(
        int process, int precision, int width, int height, int components, Colours colours, boolean otherRestarts) {
    /** What an APP14 or APP0 segment, or the components' names, say. */
    enum Colours {
        RGB,
        YCBCR,
        UNSAID
    }

    private static final int LOSSLESS = 3;

    static JpegFrame of(byte[] jpeg) throws IOException {
        Colours colours = Colours.UNSAID;
        boolean restarts = false;
        int frame = 0; // where its segment begins
        int at = 2;
        while (at + 4 <= jpeg.length) {
            if ((jpeg[at] & 0xFF) != 0xFF) {
                at++;
                continue;
            }
            int code = jpeg[at + 1] & 0xFF;
            if (code == 0xFF || code == 0x00 || code == 0x01 || (code >= 0xD0 && code <= 0xD9)) {
                at += code == 0xFF ? 1 : 2;
                continue;
            }
            int length = word(jpeg, at + 2);
            if (code == 0xEE && length >= 14 && hasText(jpeg, at + 4, "Adobe") && at + 15 < jpeg.length) {
                colours = jpeg[at + 15] == 0 ? Colours.RGB : Colours.YCBCR;
            } else if (code == 0xE0 && hasText(jpeg, at + 4, "JFIF") && colours == Colours.UNSAID) {
                colours = Colours.YCBCR;
            } else if (code == 0xDD) {
                restarts = word(jpeg, at + 4) > 0;
            } else if (isFrame(code) && at + 10 <= jpeg.length) {
                frame = at;
            } else if (code == 0xDA && frame > 0) {
                int predictor = at + 2 + length <= jpeg.length && length >= 6 ? jpeg[at + length - 1] & 0xFF : 0;
                return of(jpeg, frame, colours, restarts && predictor > 1);
            }
            at += 2 + Math.max(2, length);
        }
        throw new IOException("its JPEG stream has no frame with a scan");
    }

    private static JpegFrame of(byte[] jpeg, int at, Colours told, boolean otherRestarts) {
        int components = jpeg[at + 9] & 0xFF;
        boolean named = components == 3
                && at + 17 <= jpeg.length
                && jpeg[at + 10] == 'R'
                && jpeg[at + 13] == 'G'
                && jpeg[at + 16] == 'B';
        return new JpegFrame(
                (jpeg[at + 1] & 0xFF) - 0xC0,
                jpeg[at + 4] & 0xFF,
                word(jpeg, at + 7),
                word(jpeg, at + 5),
                components,
                named ? Colours.RGB : told,
                otherRestarts);
    }

    private static boolean isFrame(int code) {
        return code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
    }

    private static boolean hasText(byte[] jpeg, int at, String text) {
        return at + text.length() <= jpeg.length
                && new String(jpeg, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static int word(byte[] jpeg, int at) {
        return at + 1 < jpeg.length ? ((jpeg[at] & 0xFF) << 8) | (jpeg[at + 1] & 0xFF) : 0;
    }

    boolean lossless() {
        return process == LOSSLESS;
    }

    /**
     * Whether three samples are luminance and two differences of colour. Encoders that lose something often code so whatever the data
     * set says, and tell in the stream; others keep what the data set says.
     */
    boolean luminanceFirst(PixelLayout layout) {
        return (lossless() || colours == Colours.UNSAID)
                ? layout.photometric().isLuminanceFirst()
                : colours == Colours.YCBCR;
    }

    /**
     * Looks whether the stream is what the data set says, and something that is decoded.
     *
     * @param length bytes of the stream
     * @throws IOException where it is not
     */
    void require(PixelLayout layout, int length) throws IOException {
        int columns = layout.size().width();
        int rows = layout.size().height();
        if (width != columns || height != rows || components != layout.samples()) {
            throw new IOException("its JPEG stream has size[" + width + "x" + height + "] and components[" + components
                    + "], and its data set says size[" + columns + "x" + rows + "] and samples[" + layout.samples()
                    + "]");
        }
        if (!lossless() && (process > 2 || precision != Byte.SIZE)) {
            throw new IOException("its JPEG stream is of process[SOF" + process + "] with bits[" + precision
                    + "], and baseline, extended and progressive ones of [8] bits are read, and lossless ones");
        }
        if (lossless() && otherRestarts) {
            throw new IOException(
                    "its lossless JPEG stream has restarts and a predictor above [1], which are not read");
        }
        if (lossless() && layout.pixels() * components > (long) length * Byte.SIZE) { // a sample has a bit at least
            throw new IOException("its JPEG stream has bytes[" + length + "], too few for its pixels");
        }
        if (precision > layout.bits().allocated()) {
            throw new IOException("its JPEG stream has bits[" + precision + "], more than Bits Allocated["
                    + layout.bits().allocated() + "]");
        }
    }
}
