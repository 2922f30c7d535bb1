package org.fpn4j.interop.torch;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
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

    /** Of {@code torch.FloatStorage} and the like; empty where a name stands for another type. */
    static Optional<StorageType> of(Object name) {
        return Arrays.stream(values())
                .filter(type -> name instanceof PickleGlobals.Global known
                        && known.name().equalsIgnoreCase("torch." + type.name() + "Storage"))
                .findFirst();
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
