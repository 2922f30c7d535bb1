package org.fpn4j.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.Loader;

/** The native library: whether it works here, and what the CPU offers it. */
public final class OneDnn {
    private static final String REASON = load();

    private OneDnn() {}

    private static String load() {
        try {
            Loader.load(org.bytedeco.dnnl.global.dnnl.class);
            return "";
        } catch (LinkageError e) {
            String message = String.valueOf(e.getMessage());
            return "oneDNN has no native library for " + Loader.getPlatform() + " on the class path ("
                    + message.lines().findFirst().orElse("").replaceFirst(" in java\\.library\\.path.*", "") + ")";
        }
    }

    /** Why oneDNN cannot be used, in one sentence; empty where it can. */
    public static Optional<String> unavailable() {
        return REASON.isEmpty() ? Optional.empty() : Optional.of(REASON);
    }

    /** As {@code 3.11.0}. */
    public static String version() {
        dnnl_version_t version = dnnl_version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    /** The widest instructions that oneDNN uses on this CPU. */
    public static String instructions() {
        if (has(dnnl_cpu_isa_avx512_core_amx)) {
            return "AVX-512 with AMX (float32 and bfloat16)";
        } else if (has(dnnl_cpu_isa_avx512_core_bf16)) {
            return "AVX-512 with bfloat16 dot products, no AMX";
        } else if (has(dnnl_cpu_isa_avx512_core)) {
            return "AVX-512, no bfloat16";
        }
        return has(dnnl_cpu_isa_avx2) ? "AVX2, no bfloat16" : "less than AVX2";
    }

    /** Whether the CPU multiplies {@code bfloat16} in hardware. */
    public static boolean hasBfloat16() {
        return has(dnnl_cpu_isa_avx512_core_bf16);
    }

    private static boolean has(int instructions) {
        return (dnnl_get_effective_cpu_isa() & instructions) == instructions;
    }
}
