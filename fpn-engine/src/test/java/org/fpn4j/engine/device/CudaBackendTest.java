package org.fpn4j.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.engine.device.CudaDevice.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaBackendTest {
    private static final CudaDevice AMPERE = new CudaDevice("NVIDIA A100", new Capability(8, 0), "550.54");
    private static final CudaDevice HOPPER = new CudaDevice("NVIDIA H200", new Capability(9, 0), "550.54");
    private static final String REFUSAL =
            "device[NVIDIA H200] has compute capability[9.0], but ND4J's CUDA 11.6 backend has machine code for compute"
                    + " capability 3.7 to 8.9 only; compute on the CPU: run ./fpn without FPN_PROFILES=nd4j-cuda,"
                    + " or with FPN_PROFILES=cuda, whose kernels are for compute capability 7.5 and later";

    /** Machine code of 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0 and 8.6, each for its generation from there on. */
    @ParameterizedTest
    @CsvSource({
        "2, 1, false", "3, 0, false", "3, 5, false", "3, 6, false", "3, 7, true", "5, 0, true", "5, 3, true",
        "6, 1, true", "7, 0, true", "7, 5, true", "8, 0, true", "8, 6, true", "8, 9, true", "9, 0, false",
        "10, 0, false", "12, 0, false",
    })
    void servesWhatItHasMachineCodeFor(int major, int minor, boolean served) {
        assertThat(CudaBackend.serves(new Capability(major, minor))).isEqualTo(served);
    }

    @Test
    void aDeviceThatIsServedIsNoProblem() {
        assertThat(CudaBackend.problems(new CudaDevices(List.of(AMPERE), ""), true, false))
                .isEmpty();
    }

    @Test
    void aDeviceThatIsTooNewIsNamedWithWhatToUseInstead() {
        assertThat(CudaBackend.problems(new CudaDevices(List.of(AMPERE, HOPPER), ""), true, false))
                .containsExactly(Problem.of("cuda device 1", REFUSAL));
    }

    @Test
    void whoChoosesDevicesNeedsOneThatIsServed() {
        assertThat(CudaBackend.problems(new CudaDevices(List.of(AMPERE, HOPPER), ""), true, true))
                .isEmpty();
        assertThat(CudaBackend.problems(new CudaDevices(List.of(HOPPER), ""), true, true))
                .containsExactly(Problem.of("cuda device 0", REFUSAL));
    }

    @Test
    void noDeviceIsAProblemUnlessThereIsADriverWithoutItsCommand() {
        CudaDevices none = new CudaDevices(List.of(), "no command nvidia-smi");

        assertThat(CudaBackend.problems(none, false, false))
                .containsExactly(Problem.of(
                        "cuda",
                        "no NVIDIA device for ND4J's CUDA 11.6 backend: no command nvidia-smi; compute on the CPU: run"
                                + " ./fpn without FPN_PROFILES=nd4j-cuda"));
        assertThat(CudaBackend.problems(none, true, false)).isEmpty();
    }
}
