package org.fpn4j.data.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The orientation in a block of EXIF data, which is a TIFF header and a directory of entries (TIFF 6.0, section 2). A
 * block that is no such thing has none: pictures are whole without their EXIF data.
 */
final class ExifOrientation {
    private static final int TAG = 274;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY_BYTES = 12;
    private static final int MAGIC = 42;

    private ExifOrientation() {}

    static Optional<Orientation> of(byte[] block) {
        try {
            ByteBuffer tiff = ByteBuffer.wrap(block);
            switch (tiff.getShort()) {
                case 0x4949 -> tiff.order(ByteOrder.LITTLE_ENDIAN);
                case 0x4D4D -> tiff.order(ByteOrder.BIG_ENDIAN);
                default -> {
                    return Optional.empty();
                }
            }
            if (tiff.getShort() != MAGIC) {
                return Optional.empty();
            }
            int directory = tiff.getInt();
            int entries = tiff.getShort(directory) & 0xFFFF;
            for (int i = 0; i < entries; i++) {
                int entry = directory + Short.BYTES + i * ENTRY_BYTES;
                if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
                    return switch (tiff.getShort(entry + 2)) {
                        case SHORT -> Orientation.ofTag(tiff.getShort(entry + 8) & 0xFFFF);
                        case LONG -> Orientation.ofTag(tiff.getInt(entry + 8)); // against the standard, but seen
                        default -> Optional.empty();
                    };
                }
            }
            return Optional.empty();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return Optional.empty(); // offsets that lead out of the block
        }
    }
}
