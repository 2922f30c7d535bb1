package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands in a process that has a class of the CUDA backend's name before everything else on its class path, and a
 * command of the driver's name that tells of a Hopper. Loading ND4J would go well there, so what fails is the check alone.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the driver's command is a shell script here")
class CudaCommandsTest {
    private static final String REFUSAL =
            "device[NVIDIA H200] has compute capability[9.0], but ND4J's CUDA 11.6 backend has machine code for compute"
                    + " capability 3.7 to 8.9 only; compute on the CPU: run ./fpn without FPN_PROFILES=nd4j-cuda,"
                    + " or with FPN_PROFILES=cuda, whose kernels are for compute capability 7.5 and later\n";

    @TempDir
    private static Path directory;

    private static Path backend;

    @BeforeAll
    static void pretendToHaveAHopper() throws IOException {
        backend = directory.resolve("classes");
        Path packages = Files.createDirectories(backend.resolve("org/nd4j/linalg/jcublas"));
        Files.createFile(packages.resolve("JCublasBackend.class"));
        Path driver =
                Files.writeString(directory.resolve("nvidia-smi"), "#!/bin/sh\necho 'NVIDIA H200, 9.0, 550.54.15'\n");
        assertThat(driver.toFile().setExecutable(true)).isTrue();
    }

    private record Ended(int code, String output, String log) {}

    private static Ended run(String... arguments) throws IOException, InterruptedException {
        Path output = directory.resolve("standard-output");
        Path log = directory.resolve("standard-error");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                backend + File.pathSeparator + classPath,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(log.toFile());
        builder.environment().put("PATH", directory + File.pathSeparator + System.getenv("PATH"));
        builder.environment().remove("CUDA_VISIBLE_DEVICES");
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(log));
    }

    @Test
    void trainingRefusesADeviceThatCannotBeServedAndWritesNothing() throws Exception {
        Path out = directory.resolve("run");

        Ended ended = run("train", TinyExperiment.write(directory).toString(), "--out", out.toString());

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.log())
                .endsWith("cuda device 0: " + REFUSAL + "1 problem.\n")
                .doesNotContain("\tat ");
        assertThat(out).doesNotExist();
    }

    @Test
    void measuringRefusesItToo() throws Exception {
        Ended ended = run("bench", TinyExperiment.write(directory).toString(), "--only", "forward");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.log()).isEqualTo("cuda device 0: " + REFUSAL + "1 problem.\n");
    }

    @Test
    void doctorNamesTheDeviceAndLoadsNothing() throws Exception {
        Ended ended = run("doctor");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output())
                .contains("cuda device 0   NVIDIA H200, compute capability 9.0, driver 550.54.15\n", REFUSAL)
                .contains("nd4j kernels    not tried: ")
                .contains("cuda            its kernels are not on the class path; FPN_PROFILES=cuda ./fpn doctor builds"
                        + " with them, for compute capability 7.5 and later with CUDA 13 and cuDNN 9;"
                        + " FPN_PROFILES=nd4j-cuda with ND4J's CUDA 11.6 backend, for 3.7 to 8.9\n")
                .contains("cuda            ND4J's CUDA 11.6 backend stands in for the CPU one; it serves compute"
                        + " capability 3.7 to 8.9\n");
        assertThat(ended.log()).isEmpty();
    }

    @Test
    void whatDoesNotComputeNeedsNoDevice() throws Exception {
        assertThat(run("cost", TinyExperiment.write(directory).toString()).code())
                .isZero();
    }
}
