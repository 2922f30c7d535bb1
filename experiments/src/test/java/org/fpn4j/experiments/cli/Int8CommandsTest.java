package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code execution.dtype: int8}: predicted with, never trained in. */
class Int8CommandsTest {
    private static final String INT8 = "execution.dtype=int8";

    /** Sums of a kernel's steps are off by a few hundredths of a logit, and a score moves by a quarter of that. */
    private static final double METRIC = 0.05;

    @TempDir
    private static Path directory;

    private static Path config;
    private static Path run;

    static boolean hasInt8() {
        return KernelLibraries.onClassPath().unavailable(Precision.INT8).isEmpty();
    }

    @BeforeAll
    static void trainOnce() {
        config = TinyExperiment.write(directory);
        run = directory.resolve("run");
        CommandRun training = CommandRun.of("train", config, "--out", run, "--set", "head.prior=0.5");
        assertThat(training.code()).as(training.log()).isZero();
    }

    private static CommandRun int8(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--set", INT8));
        return CommandRun.of(all.toArray());
    }

    private static JsonNode json(CommandRun command) throws IOException {
        assertThat(command.code()).as(command.log()).isZero();
        return new ObjectMapper().readTree(command.results());
    }

    @Test
    @EnabledIf("hasInt8")
    void anEvaluationIsCalibratedOnceAndScoresNearlyTheSame() throws IOException {
        JsonNode float32 = json(CommandRun.of("eval", run, "--json", "-"));

        JsonNode first = json(int8("eval", run, "--json", "-"));
        String kept = Files.readString(run.resolve("calibration.json"));
        JsonNode second = json(int8("eval", run, "--json", "-"));

        assertThat(first.get("AP").asDouble()).isCloseTo(float32.get("AP").asDouble(), within(METRIC));
        assertThat(second).isEqualTo(first);
        assertThat(run.resolve("calibration.json")).content().isEqualTo(kept);
    }

    @Test
    @EnabledIf("hasInt8")
    void whatIsPredictedOfASplitIsWhatIsEvaluated() throws IOException {
        Path evaluated = directory.resolve("evaluated.json");
        CommandRun eval = int8("eval", run, "--detections", evaluated);
        assertThat(eval.code()).as(eval.log()).isZero();

        JsonNode predicted = json(int8("predict", run, "--split", "val", "--json", "-"));

        assertThat(predicted).hasSameSizeAs(new ObjectMapper().readTree(evaluated.toFile()));
    }

    @Test
    @EnabledIf("hasInt8")
    void everyMapCanBeTraced() throws IOException {
        Path out = directory.resolve("trace.safetensors");

        CommandRun trace = int8("trace", run, "--input", picture(), "--out", out);

        assertThat(trace.code()).as(trace.log()).isZero();
        assertThat(trace.results()).contains("pyramid/P3");
    }

    private static Path picture() throws IOException {
        Path file = directory.resolve("picture.png");
        ImageIO.write(new BufferedImage(80, 40, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
        return file;
    }

    @Test
    @EnabledIf("hasInt8")
    void aPlanShowsWhichStepsAreInWholeNumbers() throws IOException {
        JsonNode plan = json(int8("plan", config, "--inference", "--json", "-"));

        assertThat(plan.findValuesAsText("format")).anyMatch(format -> format.startsWith("u8:"));
    }

    @Test
    @EnabledIf("hasInt8")
    void aPlanIsTimedOnRandomImages() {
        CommandRun plan = int8("plan", config, "--inference", "--time", 1);

        assertThat(plan.code()).as(plan.log()).isZero();
        assertThat(plan.results()).contains("u8:", "Time by kind, of ");
    }

    @Test
    @EnabledIf("hasInt8")
    void aForwardPassIsMeasured() throws IOException {
        JsonNode measured =
                json(int8("bench", config, "--only", "forward", "--repeats", 1, "--warmup", 0, "--json", "-"));

        assertThat(measured.get("dtype").asText()).isEqualTo("int8");
        assertThat(measured.get("forward_ms").get("min").asDouble()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "bench", "plan"})
    void nothingIsTrainedInIt(String command) {
        CommandRun refused = int8(command, config);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .isEqualTo("--set " + INT8 + ": execution.dtype[int8] is for inference\n"
                        + "    train in float32 or bfloat16 and predict in int8\n1 problem.\n");
    }

    @Test
    void noCellOfAnAblationIsTrainedInIt() throws IOException {
        Path ablation = Files.writeString(
                directory.resolve("ablation.yaml"),
                "name: types\nbase: small.yaml\naxes: {execution.dtype: [float32, int8]}\nseeds: [0]\n");

        CommandRun refused = CommandRun.of("ablate", ablation, "--out", directory.resolve("cells"));

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log()).contains("execution.dtype[int8] is for inference\n");
        assertThat(directory.resolve("cells")).doesNotExist();
    }

    @Test
    void otherKernelsThanOneDnnHaveNone() {
        CommandRun refused = int8("eval", run, "--set", "execution.kernels=nd4j");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .contains("dtype[int8] must be float32 with kernels: nd4j; int8 needs kernels: onednn");
    }

    @Test
    @EnabledIf("hasInt8")
    void aConfigWithoutDataLacksImages() throws IOException {
        Path nameless = Files.writeString(
                directory.resolve("nameless.yaml"), Files.readString(config).replaceAll("(?m)^data: .*$", ""));
        Path weights = run.resolve("checkpoints/final.safetensors");

        CommandRun refused = int8("predict", nameless, picture(), "--weights", weights);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.log())
                .endsWith(
                        "--set " + INT8 + ": execution.dtype[int8] needs images of a training split, of which it takes "
                                + "how large values become\n    name one by data, or predict in float32 or bfloat16\n1 problem.\n");
    }
}
