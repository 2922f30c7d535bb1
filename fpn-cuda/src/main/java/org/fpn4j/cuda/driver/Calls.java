package org.fpn4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;

import java.util.function.BiFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** What calls of the driver answer. */
final class Calls {
    private Calls() {}

    /**
     * Goes on where a call succeeded.
     *
     * @throws IllegalStateException with the call's name and the driver's words where it did not
     */
    static void check(int code, String call) {
        if (code != CUDA_SUCCESS) {
            throw new IllegalStateException(call + ": " + words(code));
        }
    }

    /** An answer as the driver calls it: {@code CUDA_ERROR_NO_DEVICE (no CUDA-capable device is detected)}. */
    static String words(int code) {
        String name = text(code, (number, result) -> cuGetErrorName(number, result));
        String meaning = text(code, (number, result) -> cuGetErrorString(number, result));
        return (name.isEmpty() ? "error " + code : name) + (meaning.isEmpty() ? "" : " (" + meaning + ")");
    }

    private static String text(int code, BiFunction<Integer, PointerPointer<BytePointer>, Integer> call) {
        try (PointerPointer<BytePointer> result = new PointerPointer<>(1)) {
            result.put(0, new BytePointer());
            if (call.apply(code, result) != CUDA_SUCCESS) {
                return ""; // a code that this driver does not know
            }
            BytePointer text = result.get(BytePointer.class, 0);
            return text == null || text.isNull() ? "" : text.getString();
        }
    }
}
