package org.fpn4j.cuda.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cuDNN, where this machine has it, would use on cards that it has not. */
@EnabledIf(
        value = "org.fpn4j.cuda.cudnn.NoCard#isThere",
        disabledReason = "there is no gcc, or no folder of FPN_CUDA_LIB or the system has cuDNN 9 and CUDA 13")
class DescribedCardsTest {
    private static final Map<String, Map<String, String>> ENGINES = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    /** Which engine comes first for each kind of graph; asked once for each card. */
    private static Map<String, String> engines(String card) {
        return ENGINES.computeIfAbsent(card, name -> ask("engines", name));
    }

    private static Map<String, String> ask(String... arguments) {
        Map<String, String> answers = new LinkedHashMap<>();
        NoCard.run(CardQuestions.class, arguments).forEach(line -> {
            String[] parts = line.split("\t", 2);
            answers.put(parts[0], parts[1]);
        });
        return answers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"turing", "ampere_80", "ampere_86", "ada", "hopper", "blackwell_100", "blackwell_120"})
    void everyGenerationConvolvesInStrictFloat32AndInFloat16(String card) {
        Map<String, String> engines = engines(card);

        for (String kind : List.of(
                "FORWARD",
                "BACKWARD_DATA",
                "BACKWARD_WEIGHTS",
                "SAME FORWARD",
                "SAME BACKWARD_DATA",
                "SAME BACKWARD_WEIGHTS",
                "shift, relu")) {
            assertThat(engines.get("FLOAT32 " + kind))
                    .as(kind)
                    .startsWith("engine ")
                    .doesNotContain("tensor core");
            assertThat(engines.get("FLOAT16 " + kind)).as(kind).contains("tensor core");
        }
        assertThat(engines.get("FLOAT32 shift, residual, relu")).isEqualTo("none");
        assertThat(engines.get("FLOAT16 shift, residual, relu")).contains("tensor core", "runtime compilation");
        assertThat(engines.values()).noneMatch(engine -> engine.contains("nondeterministic"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ampere_80", "ampere_86", "ada", "hopper", "blackwell_100", "blackwell_120"})
    void fromAmpereOnThereAreBfloat16AndTf32(String card) {
        Map<String, String> engines = engines(card);

        for (String kind :
                List.of("FORWARD", "BACKWARD_DATA", "BACKWARD_WEIGHTS", "shift, relu", "shift, residual, relu")) {
            assertThat(engines.get("BFLOAT16 " + kind)).as(kind).contains("tensor core");
        }
        assertThat(engines.get("TF32")).contains("tensor core");
    }

    @Test
    void turingHasNeitherBfloat16NorTf32() {
        Map<String, String> engines = engines("turing");

        assertThat(engines)
                .containsEntry("BFLOAT16 FORWARD", "none")
                .containsEntry("BFLOAT16 BACKWARD_DATA", "none")
                .containsEntry("BFLOAT16 shift, relu", "none");
        assertThat(engines.get("TF32")).startsWith("engine ").doesNotContain("tensor core");
    }

    @ParameterizedTest
    @CsvSource({
        "turing, FLOAT32", "turing, FLOAT16", "ampere_80, FLOAT32", "ampere_86, BFLOAT16", "ada, FLOAT32",
        "hopper, FLOAT32", "hopper, BFLOAT16", "hopper, FLOAT16", "blackwell_100, FLOAT32", "blackwell_100, BFLOAT16",
        "blackwell_120, BFLOAT16"
    })
    void everyConvolutionOfRetinaNetHasADeterministicPlan(String card, String type) {
        Map<String, String> kernels = ask("retinanet", card, type);

        assertThat(kernels).hasSizeGreaterThan(150);
        assertThat(kernels.values()).allMatch(kernel -> kernel.startsWith("cuDNN's engine "));
        assertThat(kernels.values()).noneMatch(kernel -> kernel.contains("nondeterministic"));
        if (type.equals("FLOAT32")) {
            assertThat(kernels.values()).noneMatch(kernel -> kernel.contains("tensor core"));
        }
    }

    @Test
    void whatCudnnCompiledIsTakenUpByTheNextProcess() throws IOException {
        Map<String, String> first = ask("plan", "hopper", folder.toString());
        long written = modified();
        Map<String, String> second = ask("plan", "hopper", folder.toString());

        assertThat(first)
                .containsEntry("compiled", "cuDNN's engine 4 (tensor core, runtime compilation)")
                .containsEntry("again", "true")
                .containsEntry("kept", "1");
        assertThat(second).isEqualTo(first);
        assertThat(modified()).isEqualTo(written);
    }

    @Test
    void aPlanThatIsDamagedIsMadeAgain() throws IOException {
        Map<String, String> first = ask("plan", "hopper", folder.toString());
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));

        Map<String, String> second = ask("plan", "hopper", folder.toString());

        assertThat(second).isEqualTo(first);
        assertThat(Files.size(file())).isGreaterThan(whole.length / 2);
    }

    @Test
    void cardsDoNotShareFiles() {
        ask("plan", "hopper", folder.toString());

        assertThat(ask("plan", "ada", folder.toString())).containsEntry("kept", "2");
    }

    @Test
    void whyNoEngineMayBeUsedIsSaid() {
        assertThat(ask("plan", "hopper", folder.toString()).get("strict"))
                .matches("cuDNN has no engine for this convolution that may be used: its \\d+ are of TF32's precision,"
                        + " or slower than a convolution and a pass behind it");
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().get(0);
        }
    }

    private long modified() throws IOException {
        return Files.getLastModifiedTime(file()).toMillis();
    }
}
