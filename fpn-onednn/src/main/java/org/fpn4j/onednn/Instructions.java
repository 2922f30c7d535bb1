package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;

import java.util.List;
import java.util.Optional;

/**
 * A set of instructions by the number that oneDNN gives it. Each architecture has its own numbers, and the same one means
 * something else on another: 0x27 is AVX-512 on x86 and SVE with 512 bits on Arm.
 *
 * @param platform as JavaCPP names it: {@code linux-arm64}
 * @param number as oneDNN gives it; a set has the bits of those that it contains
 */
record Instructions(String platform, int number) {
    private record Named(int number, String name) {}

    private static final List<Named> X86 = List.of(
            new Named(dnnl_cpu_isa_avx512_core_amx, "AVX-512 with AMX"),
            new Named(dnnl_cpu_isa_avx512_core_bf16, "AVX-512 with BF16"),
            new Named(dnnl_cpu_isa_avx512_core, "AVX-512"),
            new Named(dnnl_cpu_isa_avx2, "AVX2"));

    /** oneDNN has no public names for these. */
    private static final List<Named> ARM = List.of(
            new Named(0x27, "SVE of 512 bits"),
            new Named(0xf, "SVE of 384 bits"),
            new Named(0x7, "SVE of 256 bits"),
            new Named(0x3, "SVE of 128 bits"),
            new Named(0x1, "NEON"));

    private boolean isArm() {
        return platform.endsWith("-arm64");
    }

    private boolean has(int other) {
        return (number & other) == other;
    }

    /** Whether they are those of x86, 512 bits wide. */
    boolean hasAvx512() {
        return !isArm() && has(dnnl_cpu_isa_avx512_core);
    }

    /** Whether products of eight bits are added in 32 at once: on x86 with VNNI, on Arm always. */
    boolean addsProductsWide() {
        return isArm() || has(dnnl_cpu_isa_avx2_vnni) || has(dnnl_cpu_isa_avx512_core_vnni);
    }

    /** The widest of them. */
    String name() {
        return (isArm() ? ARM : X86)
                .stream()
                        .filter(named -> has(named.number()))
                        .findFirst()
                        .map(Named::name)
                        .orElse(isArm() ? "less than NEON" : "less than AVX2");
    }

    /**
     * Why {@code bfloat16} is not multiplied in hardware, in one sentence; empty where it is.
     *
     * @param kernel that oneDNN would use for a convolution in it; empty where it has none. On x86 it also has some that make
     *     {@code float32} of every value first, on Arm only those of its reference
     */
    Optional<String> withoutBfloat16(Optional<String> kernel) {
        boolean fast = kernel.filter(name -> !name.startsWith("ref") && !name.contains("gemm"))
                .isPresent();
        return fast && (isArm() || has(dnnl_cpu_isa_avx512_core_bf16))
                ? Optional.empty()
                : Optional.of("it needs a CPU that multiplies bfloat16 ("
                        + (isArm() ? "SVE with BF16" : "AMX or AVX512-BF16") + "); oneDNN uses " + name() + " here");
    }
}
