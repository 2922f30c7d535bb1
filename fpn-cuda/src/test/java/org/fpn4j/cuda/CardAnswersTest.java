package org.fpn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedConvolutions;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Emulated
class CardAnswersTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"}) // that convolutions are emulated in
    void theKernelsKnowTheAnswersInTheirType(Precision precision) {
        ElementType type = ElementType.valueOf(precision.name());
        CudaKernels kernels = new CudaKernels(EmulatedDevice.memory(), type, new EmulatedConvolutions(true));

        assertThat(CardAnswers.wrong(kernels, KernelOptions.of(precision, 1))).isEmpty();
    }
}
