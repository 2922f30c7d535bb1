package org.fpn4j.interop.torch;

import java.nio.ByteBuffer;

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
            case HALF -> half(data.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            case LONG -> data.getLong(at);
            case INT -> data.getInt(at);
            case SHORT -> data.getShort(at);
            case CHAR -> data.get(at);
            case BYTE, BOOL -> data.get(at) & 0xff;
        };
    }

    /** IEEE 754 binary16. */
    private static float half(short bits) {
        int sign = bits >> 15 == 0 ? 1 : -1;
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0x1f) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        double magnitude =
                exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1 + fraction / 1024.0, exponent - 15);
        return (float) (sign * magnitude);
    }
}
