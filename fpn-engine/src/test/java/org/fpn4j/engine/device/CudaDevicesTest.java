package org.fpn4j.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.engine.device.CudaDevice.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaDevicesTest {
    private static final CudaDevice VOLTA = new CudaDevice("Tesla V100-SXM2-16GB", new Capability(7, 0), "535.161.07");
    private static final CudaDevice BLACKWELL = new CudaDevice("NVIDIA B200", new Capability(10, 0), "570.86");

    @Test
    void readsEveryDeviceInOrder() {
        CudaDevices found =
                CudaDevices.parse(0, "Tesla V100-SXM2-16GB, 7.0, 535.161.07\r\nNVIDIA B200, 10.0, 570.86\n\n");

        assertThat(found).isEqualTo(new CudaDevices(List.of(VOLTA, BLACKWELL), ""));
    }

    @Test
    void aNameMayHoldCommas() {
        CudaDevices found = CudaDevices.parse(0, "  Board, second edition ,8.6,1.2\n");

        assertThat(found.devices())
                .containsExactly(new CudaDevice("Board, second edition", new Capability(8, 6), "1.2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | ''                                | nvidia-smi lists no device",
                "0 | No devices were found             | nvidia-smi said what is no name, compute capability and driver: No devices were found",
                "0 | NVIDIA H200, [N/A], 550.54        | nvidia-smi said what is no name, compute capability and driver: NVIDIA H200, [N/A], 550.54",
                "0 | NVIDIA H200, 9, 550.54            | nvidia-smi said what is no name, compute capability and driver: NVIDIA H200, 9, 550.54",
                "0 | NVIDIA H200, 9999.0, 550.54       | nvidia-smi said what is no name, compute capability and driver: NVIDIA H200, 9999.0, 550.54",
                "0 | , 9.0, 550.54                     | nvidia-smi said what is no name, compute capability and driver: , 9.0, 550.54",
                "2 | Field \"compute_cap\" is not valid  | nvidia-smi failed with exit code 2 and said: Field \"compute_cap\" is not valid",
                "9 | ''                                | nvidia-smi failed with exit code 9 and said: nothing",
            })
    void saysWhatItCouldNotRead(int exitCode, String output, String reason) {
        assertThat(CudaDevices.parse(exitCode, output)).isEqualTo(new CudaDevices(List.of(), reason));
    }

    @Test
    void keepsTheDevicesAmongLinesThatAreNone() {
        CudaDevices found =
                CudaDevices.parse(0, "Warning: infoROM is corrupted\nTesla V100-SXM2-16GB, 7.0, 535.161.07");

        assertThat(found.devices()).containsExactly(VOLTA);
        assertThat(found.reason())
                .isEqualTo(
                        "nvidia-smi said what is no name, compute capability and driver: Warning: infoROM is corrupted");
    }

    @Test
    void aMissingCommandMeansNoDriver() {
        assertThat(CudaDevices.ask(List.of("no-such-command-anywhere"), 5))
                .isEqualTo(new CudaDevices(
                        List.of(), "no command no-such-command-anywhere, which every NVIDIA driver brings"));
    }

    @Test
    void aCommandThatHangsIsGivenUp() {
        String java = System.getProperty("java.home") + "/bin/java"; // waits for a debugger's port for ever
        CudaDevices found =
                CudaDevices.ask(List.of(java, "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y", "-version"), 1);

        assertThat(found).isEqualTo(new CudaDevices(List.of(), java + " gave no answer within 1 s"));
    }
}
