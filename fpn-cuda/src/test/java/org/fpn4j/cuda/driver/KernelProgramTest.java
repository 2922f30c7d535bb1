package org.fpn4j.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.engine.device.CudaDevice.Capability;
import org.junit.jupiter.api.Test;

class KernelProgramTest {
    private static final KernelSource SOURCE = new KernelSource("sum", ElementType.FLOAT16);
    private static final int[] KNOWN = {75, 80, 90, 120};

    private static KernelProgram on(int major, int minor) {
        return KernelProgram.of(SOURCE, new Capability(major, minor), KNOWN);
    }

    @Test
    void aCardThatTheCompilerKnowsGetsMachineCode() {
        assertThat(on(9, 0).architecture()).isEqualTo("sm_90");
        assertThat(on(12, 0).architecture()).isEqualTo("sm_120");
        assertThat(on(9, 0).isMachineCode()).isTrue();
    }

    @Test
    void anotherGetsPtxOfTheLatestBeforeIt() {
        assertThat(on(8, 9).architecture()).isEqualTo("compute_80");
        assertThat(on(13, 0).architecture()).isEqualTo("compute_120");
        assertThat(on(13, 0).isMachineCode()).isFalse();
    }

    @Test
    void aCardBeforeAllOfThemGetsNothing() {
        assertThatThrownBy(() -> on(7, 0)).hasMessage("NVRTC has no code for compute capability 7.0");
    }

    @Test
    void nothingIsContracted() {
        assertThat(on(9, 0).options()).containsExactly("--gpu-architecture=sm_90", "--fmad=false", "--std=c++17");
    }

    @Test
    void theSourceKnowsItsTypeAndHowToConvertIt() {
        assertThat(on(9, 0).text())
                .contains("#define FPN_FLOAT16\n", "cvt.rn.f16.f32", "extern \"C\" __global__ void sum(");
    }
}
