package org.fpn4j.cuda.driver;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.fpn4j.core.files.DiskCache;

/** NVRTC, and what it made before. */
final class KernelCompiler {
    private final DiskCache cache;

    KernelCompiler(DiskCache cache) {
        this.cache = cache;
    }

    /** Compute capabilities that the compiler knows, as {@code 90}. */
    static int[] known() {
        int[] count = new int[1];
        check(nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
        int[] known = new int[count[0]];
        check(nvrtcGetSupportedArchs(known), "nvrtcGetSupportedArchs");
        return known;
    }

    /** Machine code or PTX, as the program asks. */
    byte[] compile(KernelProgram program) {
        String key = String.join("\n", Driver.compiler(), String.join(" ", program.options()), program.text());
        Optional<byte[]> kept = cache.get(key);
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] made = make(program);
        cache.put(key, made);
        return made;
    }

    private static byte[] make(KernelProgram program) {
        _nvrtcProgram made = new _nvrtcProgram();
        List<Pointer> used = new ArrayList<>();
        try {
            BytePointer text = used(used, program.text());
            BytePointer name = used(used, program.name());
            PointerPointer<Pointer> none = null;
            check(nvrtcCreateProgram(made, text, name, 0, none, none), "nvrtcCreateProgram");
            BytePointer[] options =
                    program.options().stream().map(option -> used(used, option)).toArray(BytePointer[]::new);
            PointerPointer<BytePointer> all = new PointerPointer<>(options);
            used.add(all);
            int code = nvrtcCompileProgram(made, options.length, all);
            if (code != NVRTC_SUCCESS) {
                throw new IllegalStateException(program.name() + " for " + program.architecture() + ": " + words(code)
                        + System.lineSeparator() + log(made));
            }
            byte[] result = result(program, made);
            check(nvrtcDestroyProgram(made), "nvrtcDestroyProgram");
            return result;
        } finally {
            used.forEach(Pointer::close);
        }
    }

    private static BytePointer used(List<Pointer> used, String text) {
        BytePointer pointer = new BytePointer(text);
        used.add(pointer);
        return pointer;
    }

    private static byte[] result(KernelProgram program, _nvrtcProgram made) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            if (program.isMachineCode()) {
                check(nvrtcGetCUBINSize(made, size), "nvrtcGetCUBINSize");
                byte[] result = new byte[(int) size.get()];
                check(nvrtcGetCUBIN(made, result), "nvrtcGetCUBIN");
                return result;
            }
            check(nvrtcGetPTXSize(made, size), "nvrtcGetPTXSize");
            byte[] result = new byte[(int) size.get()]; // with a zero at its end, as the driver wants it
            check(nvrtcGetPTX(made, result), "nvrtcGetPTX");
            return result;
        }
    }

    private static String log(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check(nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
            try (BytePointer log = new BytePointer(size.get() + 1)) {
                check(nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
                return log.getString();
            }
        }
    }

    private static void check(int code, String call) {
        if (code != NVRTC_SUCCESS) {
            throw new IllegalStateException(call + ": " + words(code));
        }
    }

    private static String words(int code) {
        return nvrtcGetErrorString(code).getString();
    }
}
