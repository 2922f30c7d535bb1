package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionsTest {
    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, 0xfef, AVX-512 with AMX",
        "linux-x86_64, 0x1fef, AVX-512 with AMX",
        "linux-x86_64, 0xe7, AVX-512 with BF16",
        "windows-x86_64, 0x67, AVX-512",
        "linux-x86_64, 0x27, AVX-512",
        "macosx-x86_64, 0xf, AVX2",
        "linux-x86_64, 0x7, AVX2",
        "linux-x86_64, 0x3, less than AVX2",
        "linux-arm64, 0x27, SVE of 512 bits",
        "linux-arm64, 0xf, SVE of 384 bits",
        "linux-arm64, 0x7, SVE of 256 bits",
        "linux-arm64, 0x3, SVE of 128 bits",
        "macosx-arm64, 0x1, NEON",
        "linux-arm64, 0x0, less than NEON",
    })
    void aNumberHasTheNameOfItsArchitecture(String platform, String number, String name) {
        assertThat(new Instructions(platform, Integer.decode(number)).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, 0xfef, brgconv:avx10_1_512_amx",
        "linux-x86_64, 0xe7, jit_bf16:avx512_core_bf16",
        "linux-arm64, 0x7, brgconv:sve_256",
        "linux-arm64, 0x3, brgconv:sve_128",
    })
    void bfloat16IsMultipliedByKernelsForIt(String platform, String number, String kernel) {
        assertThat(new Instructions(platform, Integer.decode(number)).withoutBfloat16(Optional.of(kernel)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, 0x27, jit_bf16:avx512_core, AMX or AVX512-BF16, AVX-512", // makes float32 of every value
        "linux-x86_64, 0xe7, ref:any, AMX or AVX512-BF16, AVX-512 with BF16",
        "linux-x86_64, 0x7, , AMX or AVX512-BF16, AVX2",
        "linux-arm64, 0x27, ref:any, SVE with BF16, SVE of 512 bits",
        "macosx-arm64, 0x1, gemm:ref, SVE with BF16, NEON",
        "linux-arm64, 0x1, , SVE with BF16, NEON",
    })
    void whatBfloat16NeedsIsSaid(String platform, String number, String kernel, String needs, String name) {
        assertThat(new Instructions(platform, Integer.decode(number)).withoutBfloat16(Optional.ofNullable(kernel)))
                .hasValue("it needs a CPU that multiplies bfloat16 (" + needs + "); oneDNN uses " + name + " here");
    }

    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, 0xfef, true", // AMX
        "linux-x86_64, 0xe7, true", // AVX-512 with BF16
        "linux-x86_64, 0x67, true", // AVX-512 with VNNI
        "linux-x86_64, 0xf, true", // AVX2 with VNNI
        "linux-x86_64, 0x27, false",
        "linux-x86_64, 0x7, false",
        "linux-x86_64, 0x1, false", // SSE4.1
        "linux-arm64, 0x1, true",
    })
    void productsOfBytesAreAddedInThirtyTwoBitsWhereThereIsAnInstruction(String platform, String number, boolean wide) {
        assertThat(new Instructions(platform, Integer.decode(number)).addsProductsWide())
                .isEqualTo(wide);
    }
}
