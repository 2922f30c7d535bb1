package org.fpn4j.interop.torch;

import java.nio.ByteBuffer;
import org.fpn4j.core.weights.HalfPrecision;

/** Element types of PyTorch's storages. */
enum StorageType {
    FLOAT(4),
    DOUBLE(8),
    HALF(2),
    BFLOAT16(2),
    LONG(8),
    INT(4),
    SHORT(2),
    CHAR(1),
    BYTE(1),
    BOOL(1);

    private final int bytes;

    StorageType(int bytes) {
        this.bytes = bytes;
    }

    /** Of {@code torch.FloatStorage} and the like. */
    static StorageType of(Object global) {
        if (global instanceof Pickle.Global known) {
            for (StorageType type : values()) {
                if (known.name().equalsIgnoreCase("torch." + type.name() + "Storage")) {
                    return type;
                }
            }
        }
        throw new MalformedFileException("a storage has a type that is none");
    }

    int bytes() {
        return bytes;
    }

    /** False for counters and masks, which are no weights. */
    boolean isFloatingPoint() {
        return this == FLOAT || this == DOUBLE || this == HALF || this == BFLOAT16;
    }

    /** One value, rounded to {@code float32}. */
    float value(ByteBuffer data, long index) {
        int at = Math.toIntExact(index * bytes);
        return switch (this) {
            case FLOAT -> data.getFloat(at);
            case DOUBLE -> (float) data.getDouble(at);
            case HALF -> HalfPrecision.toFloat(data.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            case LONG -> data.getLong(at);
            case INT -> data.getInt(at);
            case SHORT -> data.getShort(at);
            case CHAR -> data.get(at);
            case BYTE, BOOL -> data.get(at) & 0xff;
        };
    }
}
