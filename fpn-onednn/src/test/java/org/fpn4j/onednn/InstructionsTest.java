package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
        "linux-x86_64, 0xfef, brgconv:avx10_1_512_amx, true",
        "linux-x86_64, 0xe7, jit_bf16:avx512_core_bf16, true",
        "linux-x86_64, 0x27, jit_bf16:avx512_core, false", // makes float32 of every value
        "linux-x86_64, 0xe7, ref:any, false",
        "linux-arm64, 0x7, brgconv:sve_256, true",
        "linux-arm64, 0x27, ref:any, false",
        "macosx-arm64, 0x1, gemm:ref, false",
    })
    void bfloat16TakesInstructionsAndKernels(String platform, String number, String kernel, boolean multiplied) {
        Instructions instructions = new Instructions(platform, Integer.decode(number));

        assertThat(instructions.multiplyBfloat16(List.of("brgconv:sve_256", kernel)))
                .isEqualTo(multiplied);
    }

    @Test
    void whereThereIsNoKernelBfloat16IsNotMultiplied() {
        assertThat(new Instructions("linux-x86_64", 0xe7).multiplyBfloat16(List.of()))
                .isFalse();
    }
}
