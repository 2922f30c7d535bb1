package org.fpn4j.data.dicom;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** How a file's data set and pixels are written (PS3.5, annex A; PS3.6, table A-1). */
enum TransferSyntax {
    IMPLICIT("1.2.840.10008.1.2", "Implicit VR Little Endian", Pixels.NATIVE),
    EXPLICIT("1.2.840.10008.1.2.1", "Explicit VR Little Endian", Pixels.NATIVE),
    DEFLATED("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", Pixels.NATIVE),
    BIG_ENDIAN("1.2.840.10008.1.2.2", "Explicit VR Big Endian", Pixels.NATIVE),
    RLE("1.2.840.10008.1.2.5", "RLE Lossless", Pixels.RLE),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG Baseline", Pixels.JPEG),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG Extended", Pixels.JPEG),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG Lossless", Pixels.JPEG),
    JPEG_LOSSLESS_FIRST("1.2.840.10008.1.2.4.70", "JPEG Lossless, First-Order Prediction", Pixels.JPEG),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", Pixels.JPEG_2000),
    JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", Pixels.JPEG_2000),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Pixels.UNKNOWN),
    JPEG_LS("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", Pixels.UNKNOWN),
    JPEG_2000_PART_2_LOSSLESS("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Lossless", Pixels.UNKNOWN),
    JPEG_2000_PART_2("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2", Pixels.UNKNOWN),
    JPIP("1.2.840.10008.1.2.4.94", "JPIP Referenced", Pixels.UNKNOWN),
    JPIP_DEFLATED("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", Pixels.UNKNOWN),
    MPEG_2("1.2.840.10008.1.2.4.100", "MPEG2", Pixels.UNKNOWN),
    MPEG_4("1.2.840.10008.1.2.4.102", "MPEG-4", Pixels.UNKNOWN),
    HEVC("1.2.840.10008.1.2.4.107", "HEVC", Pixels.UNKNOWN),
    JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", "JPEG XL Lossless", Pixels.UNKNOWN),
    JPEG_XL("1.2.840.10008.1.2.4.112", "JPEG XL", Pixels.UNKNOWN),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless", Pixels.UNKNOWN),
    HTJ2K_RPCL("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 Lossless with RPCL", Pixels.UNKNOWN),
    HTJ2K("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Pixels.UNKNOWN);

    /** How the pixels are coded. */
    enum Pixels {
        NATIVE,
        RLE,
        JPEG,
        JPEG_2000,
        UNKNOWN
    }

    private final String uid;
    private final String title;
    private final Pixels pixels;

    TransferSyntax(String uid, String title, Pixels pixels) {
        this.uid = uid;
        this.title = title;
        this.pixels = pixels;
    }

    /**
     * The syntax that a file names.
     *
     * @throws IOException with its name, where pixels cannot be decoded
     */
    static TransferSyntax of(String uid) throws IOException {
        return of(uid, PluginDecoder.knowsJpeg2000());
    }

    /** As with a plug-in for JPEG 2000 on the class path, or without. */
    static TransferSyntax of(String uid, boolean readsJpeg2000) throws IOException {
        Optional<TransferSyntax> known =
                Arrays.stream(values()).filter(one -> one.uid.equals(uid)).findFirst();
        if (known.isEmpty()) {
            boolean shown = uid.matches("[0-9.]{1,64}");
            throw new IOException("its transfer syntax" + (shown ? "[" + uid + "]" : "") + " is none that is known");
        }
        TransferSyntax syntax = known.get();
        boolean lacksPlugin = syntax.pixels == Pixels.JPEG_2000 && !readsJpeg2000;
        if (syntax.pixels == Pixels.UNKNOWN || lacksPlugin) {
            throw new IOException("its pixels are " + syntax.title + ", transfer syntax[" + uid + "], which is not read"
                    + (lacksPlugin ? " without a plug-in for it on the class path" : ""));
        }
        return syntax;
    }

    /** As messages call it. */
    String title() {
        return title;
    }

    Pixels pixels() {
        return pixels;
    }
}
