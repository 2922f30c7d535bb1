package org.fpn4j.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.cuda.driver.PretendedCard.Ended;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host does for a card, with libraries in NVIDIA's place that compute on the CPU. */
@EnabledIf(
        value = "org.fpn4j.cuda.driver.PretendedCard#isThere",
        disabledReason = "there is no gcc or g++ that could make libraries in place of NVIDIA's")
class PretendedCardTest {
    @TempDir
    private static Path libraries;

    @TempDir
    private Path directory;

    private PretendedCard card;

    @BeforeAll
    static void makeLibraries() throws IOException {
        PretendedCard.make(libraries);
    }

    @BeforeEach
    void makeCard() throws IOException {
        card = new PretendedCard(libraries, directory);
    }

    private void refused(String because) {
        Ended ended = card.run(ChoiceOfKernels.class, "cuda", "FLOAT32", "0");

        assertThat(ended.log()).doesNotContain("\tat ");
        assertThat(ended.output())
                .isEqualTo("execution: kernels[cuda] cannot be used: " + because + "\n    use auto or nd4j\n");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void aCardThatWorksIsTheBestThatThereIs() {
        Ended ended = card.run(ChoiceOfKernels.class, "auto", "FLOAT32", "0");

        assertThat(ended.log().lines())
                .as("kernels are compiled for the questions that a card is asked")
                .allMatch(line -> line.equals("compiled with --gpu-architecture=sm_90"));
        assertThat(ended.output())
                .isEqualTo("cuda: Pretended A, compute capability 9.0, 8,000 MB; driver for CUDA up to 13.0, NVRTC"
                        + " 13.0, cuDNN 9.24.0\n");
    }

    @Test
    void doctorHearsOfEveryCardAndWhereItsLibrariesAre() {
        card.with("PRETENDED_CARDS", "2").with("PRETENDED_CAPABILITY", "61");

        assertThat(card.run(ChoiceOfKernels.class, "findings").output().lines())
                .containsExactly(
                        "kernels for NVIDIA's cards; their tests have run on compute capability 9.0 (H200) alone",
                        "driver for CUDA up to 13.0, NVRTC 13.0, cuDNN 9.24.0",
                        "card 0: Pretended A, compute capability 6.1, 8,000 MB; card[Pretended A] has compute capability"
                                + " 6.1, and the kernels are for 7.5 (Turing) and later",
                        "card 1: Pretended B, compute capability 6.1, 8,000 MB; card[Pretended B] has compute capability"
                                + " 6.1, and the kernels are for 7.5 (Turing) and later",
                        "libraries in " + card.file("libcuda.so.1").getParent());
    }

    @Test
    void withoutItsDriverThereIsNoCard() throws IOException {
        assumeThat(LibraryFolders.of(Map.of(), Path.of("/")))
                .as("folders of a machine without a driver")
                .noneMatch(folder -> Files.exists(folder.resolve("libcuda.so.1")));
        card.without("libcuda.so.1");

        refused("there is no NVIDIA driver (no libcuda.so.1); install the card's, version 580 or later");
    }

    @Test
    void aLibraryThatIsNoneIsADriverThatCannotBeLoaded() throws IOException {
        Path driver = card.without("libcuda.so.1").file("libcuda.so.1");
        Files.writeString(driver, "no library");

        refused("the NVIDIA driver " + driver + " cannot be loaded: file too short");
    }

    @ParameterizedTest
    @CsvSource({"12040, 12.4", "11080, 11.8", "12999, 12.99"})
    void anOldDriverIsTold(String version, String cuda) {
        card.with("PRETENDED_VERSION", version);

        refused("the NVIDIA driver serves CUDA up to " + cuda
                + ", and CUDA 13 needs driver 580 or later; install that");
    }

    @Test
    void aDriverWithoutACardIsTold() {
        card.with("PRETENDED_CARDS", "0");
        refused("the NVIDIA driver finds no card");

        card.with("CUDA_VISIBLE_DEVICES", "-1");
        refused("the NVIDIA driver finds no card with CUDA_VISIBLE_DEVICES[-1]");
    }

    @ParameterizedTest
    @CsvSource({"61, 6.1", "70, 7.0", "72, 7.2"})
    void aCardBeforeTuringIsTold(String capability, String words) {
        card.with("PRETENDED_CAPABILITY", capability);

        refused("card[Pretended A] has compute capability " + words
                + ", and the kernels are for 7.5 (Turing) and later");
    }

    @Test
    void turingMultipliesNoBfloat16() {
        card.with("PRETENDED_CAPABILITY", "75");

        assertThat(card.run(ChoiceOfKernels.class, "cuda", "FLOAT32", "0").code())
                .isZero();
        Ended ended = card.run(ChoiceOfKernels.class, "cuda", "BFLOAT16", "0");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output())
                .isEqualTo(
                        "execution: dtype[bfloat16] needs CUDA, and card[Pretended A] has compute capability 7.5, and"
                                + " bfloat16 needs 8.0 (Ampere) or later\n    use float32\n");
    }

    @Test
    void aWrongIndexIsToldWithHowManyCardsThereAre() {
        card.with("XDG_CACHE_HOME", libraries.resolve("cache").toString()); // what is compiled is no matter here
        Ended ended = card.run(ChoiceOfKernels.class, "cuda", "FLOAT32", "1");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output())
                .isEqualTo(
                        """
                        execution: device[1] is not there: kernels[cuda] find 1 device
                            must be 0
                        """);

        card.with("PRETENDED_CARDS", "2");
        assertThat(card.run(ChoiceOfKernels.class, "cuda", "FLOAT32", "1").code())
                .isZero();
        ended = card.run(ChoiceOfKernels.class, "cuda", "FLOAT32", "2");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output())
                .isEqualTo(
                        """
                        execution: device[2] is not there: kernels[cuda] find 2 devices
                            must be 0 to 1
                        """);
    }

    @Test
    void aCardThatCannotBeUsedIsRefusedBesideOneThatCan() {
        card.with("XDG_CACHE_HOME", libraries.resolve("cache").toString()); // what is compiled is no matter here
        card.with("PRETENDED_CARDS", "2").with("PRETENDED_CAPABILITY_OF_1", "61");

        assertThat(card.run(ChoiceOfKernels.class, "cuda", "FLOAT32", "0").code())
                .isZero();
        Ended ended = card.run(ChoiceOfKernels.class, "cuda", "FLOAT32", "1");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output())
                .isEqualTo(
                        """
                        execution: card[Pretended B] has compute capability 6.1, and the kernels are for 7.5 (Turing) and later
                            execution.device names another card where there is one
                        """);
    }

    @Test
    void cudnnForAnotherCudaIsTold() {
        card.with("PRETENDED_CUDNN_FOR", "12090");

        refused(
                "cuDNN 9.24.0 is one for CUDA 12, and one for CUDA 13 is needed; pip install nvidia-cudnn-cu13 gets it");
    }

    @Test
    void cudnnOfAnotherMajorVersionIsTold() throws IOException {
        assumeThat(CudaFiles.in(LibraryFolders.of(Map.of(), Path.of("/"))).files())
                .as("libraries of a machine without cuDNN 9")
                .doesNotContainKey("cudnn");
        card.without("libcudnn.so.9");
        Files.createFile(card.file("libcudnn.so.8"));

        refused("cuDNN 9 is needed, and no folder has all of its parts (libcudnn*.so.9), but there is "
                + card.file("libcudnn.so.8")
                + "; pip install nvidia-cudnn-cu13 gets it, or install cuDNN 9 for CUDA 13; FPN_CUDA_LIB names folders"
                + " to look in first");
    }

    @Test
    void autoUsesOtherKernelsWhereTheCardCannotBeUsed() {
        card.with("PRETENDED_CARDS", "0");

        Ended ended = card.run(ChoiceOfKernels.class, "auto", "FLOAT32", "0");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).startsWith("nd4j: ");
    }

    @Test
    void memoryThatDoesNotSufficeIsToldWithWhatIsFree() {
        card.with("PRETENDED_MEMORY", "2000000000");

        Ended ended = card.run(WorkOnDevice.class, "allocation", "350000000");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output())
                .isEqualTo("execution: arrays of 1,400 MB are needed beside 1,400 MB that are there; of the 2,000 MB of"
                        + " card[Pretended A], 599 MB are free\n    a smaller input or batch needs less; nvidia-smi names"
                        + " other programs that use the card\n");
    }

    @Test
    void aCardThatGivesNoContextIsTold() {
        card.with("PRETENDED_BUSY", "1");

        Ended ended = card.run(WorkOnDevice.class, "recording");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output())
                .isEqualTo(
                        """
                        execution: card[Pretended A] cannot be used: CUDA_ERROR_PRETENDED (pretended)
                            nvidia-smi names the programs that use it
                        """);
    }

    @Test
    void whatIsCopiedComesBack() {
        assertThat(card.run(WorkOnDevice.class, "copies")).isEqualTo(new Ended(0, "copied", ""));
    }

    @Test
    void kernelsAreRecordedWhenTheyRunForTheSecondTime() {
        Ended ended = card.run(WorkOnDevice.class, "recording");

        assertThat(ended.output()).isEqualTo("2 4 6 8 10 ");
        assertThat(ended.log()).isEqualTo("compiled with --gpu-architecture=sm_90\nrecorded\n");
    }

    @Test
    void kernelsThatCannotBeRecordedRunOneByOne() {
        card.with("PRETENDED_NO_GRAPHS", "1");

        Ended ended = card.run(WorkOnDevice.class, "recording");

        assertThat(ended.output()).isEqualTo("2 4 6 8 10 ");
        assertThat(ended.log()).isEqualTo("compiled with --gpu-architecture=sm_90\n");
    }

    @Test
    void kernelsAreCompiledOnceForACompilerAndACard() throws IOException {
        String compiled = "compiled with --gpu-architecture=";
        assertThat(card.run(WorkOnDevice.class, "recording").log()).startsWith(compiled + "sm_90\n");
        assertThat(card.run(WorkOnDevice.class, "recording").log()).doesNotContain("compiled");

        card.with("PRETENDED_CAPABILITY", "89");
        assertThat(card.run(WorkOnDevice.class, "recording").log()).startsWith(compiled + "compute_80\n");
        card.with("PRETENDED_NVRTC_MINOR", "1");
        assertThat(card.run(WorkOnDevice.class, "recording").log()).startsWith(compiled + "compute_80\n");

        try (Stream<Path> kept = Files.list(directory.resolve("cache/fpn4j/kernels"))) {
            for (Path file : kept.toList()) {
                Files.writeString(file, "damaged");
            }
        }
        Ended ended = card.run(WorkOnDevice.class, "recording");
        assertThat(ended.output()).isEqualTo("2 4 6 8 10 ");
        assertThat(ended.log()).contains(compiled);
    }

    @Test
    void aCacheThatCannotBeWrittenStopsNobody() throws IOException {
        card.with(
                "XDG_CACHE_HOME",
                Files.writeString(directory.resolve("file"), "").toString());

        Ended ended = card.run(WorkOnDevice.class, "recording");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).isEqualTo("2 4 6 8 10 ");
    }

    @Test
    void wholeModelsTrainAsSameDiffDoes() {
        Ended ended = card.run(WorkOnDevice.class, "models");

        assertThat(ended.code()).as(ended.log()).isZero();
        assertThat(ended.output().lines()).hasSizeGreaterThan(10).allMatch(line -> line.endsWith(" agrees"));
    }

    /** As late as possible, and as soon as nothing is waited for: both show where one stream does not wait for the other. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void whatIsBroughtBesideComesInItsOrder(String eager) {
        card.with("PRETENDED_EAGER", eager);

        assertThat(card.run(WorkOnDevice.class, "feeding"))
                .isEqualTo(new Ended(0, "0.0 10.0 10.0", "compiled with --gpu-architecture=sm_90\n"));
    }

    private Ended steps() {
        Ended ended = card.run(WorkOnDevice.class, "steps");

        assertThat(ended.code()).as(ended.log()).isZero();
        assertThat(ended.output().lines()).hasSize(2);
        assertThat(ended.output().lines().distinct()).hasSize(1);
        assertThat(ended.output()).doesNotContain("NaN");
        return ended;
    }

    @Test
    void stepsWhoseInputsAreBroughtBesideHaveTheSameBits() {
        steps();
    }

    @Test
    void aStepUploadsTheNextInputsBeforeItWaitsAndTakesNoMemory() {
        card.with("PRETENDED_EAGER", "1").with("PRETENDED_CALLS", "1");

        String log = steps().log();
        List<String> step = log.substring(log.lastIndexOf("step 5"), log.lastIndexOf("end"))
                .lines()
                .filter(call -> !call.contains("at once")) // waits for what is there
                .toList();

        List<String> expected = new ArrayList<>(List.of("step 5"));
        for (int input = 0; input < 3; input++) {
            expected.addAll(List.of("cuStreamWaitEvent", "cuMemcpyDtoDAsync"));
        }
        expected.add("cuGraphLaunch");
        for (int input = 0; input < 3; input++) {
            expected.addAll(List.of("cuStreamWaitEvent beside", "cuMemcpyHtoDAsync beside"));
        }
        expected.addAll(List.of("cuMemcpyDtoHAsync", "cuEventSynchronize")); // the loss
        expected.addAll(List.of("cuLaunchKernel", "cuLaunchKernel")); // the norm of the gradients
        expected.addAll(List.of("cuMemcpyDtoHAsync", "cuEventSynchronize"));
        expected.addAll(List.of("cuLaunchKernel", "cuLaunchKernel")); // the optimizer, the running mean
        assertThat(step).isEqualTo(expected);
    }

    /** The host decides, so that what a card records ends before a decision and begins again behind it. */
    @Test
    void aDecisionBetweenConvolutionsIsMadeOnTheHostBetweenTwoRecordings() {
        card.with("PRETENDED_EAGER", "1").with("PRETENDED_CALLS", "1");

        Ended ended = card.run(WorkOnDevice.class, "decisions");

        assertThat(ended.code()).as(ended.log()).isZero();
        List<double[]> losses = ended.output()
                .lines()
                .map(line -> Stream.of(line.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        // float32 sums of a dozen terms in another order
        assertThat(losses.get(0)).hasSize(4).containsExactly(losses.get(1), within(1e-5));
        List<String> step = ended.log()
                .substring(ended.log().indexOf("step 4 of cuda"), ended.log().indexOf("end of cuda"))
                .lines()
                .skip(1)
                .filter(call -> !call.contains("cuEvent"))
                .toList();
        assertThat(step)
                .containsExactly(
                        "cuMemcpyHtoDAsync",
                        "cuMemcpyHtoDAsync",
                        "cuMemcpyHtoDAsync", // the inputs
                        "cuGraphLaunch",
                        "cuMemcpyDtoHAsync", // what is decided on
                        "cuMemcpyHtoDAsync", // the decision
                        "cuGraphLaunch",
                        "cuMemcpyDtoHAsync"); // the loss
    }
}
