package org.fpn4j.experiments.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.TwoStages;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryCheckTest {
    private static final long MB = 1_000_000;
    private static final MachineMemory MACHINE = new MachineMemory(8000 * MB, 700 * MB, 200 * MB);

    @TempDir
    private Path directory;

    private String refusal(MachineMemory machine, String... sets) {
        MemoryCheck check = new MemoryCheck(TinyExperiment.load(directory, sets), machine);
        return catchThrowableOfType(UserInputException.class, check::training).getMessage();
    }

    @Test
    void whatFitsIsNotRefused() {
        MemoryCheck check = new MemoryCheck(TinyExperiment.load(directory), MACHINE);

        assertThatCode(check::training).doesNotThrowAnyException();
        assertThatCode(check::step).doesNotThrowAnyException();
        assertThatCode(() -> check.prediction(4)).doesNotThrowAnyException();
    }

    /**
     * Proposals alone read five values of each of 252 anchors and all anchors' corners, and give 60 of five; of 64 images 0.4 MB. All
     * decisions of the training hold more, and those of its evaluations besides.
     */
    @Test
    void decisionsTakeOfTheHeap() {
        Experiment two = TinyExperiment.load(directory, TwoStages.sets());
        PlanExecutor executor = two.checked().describingExecutor();
        BatchSize size = new BatchSize(64, 64, 64);
        long held;
        try (NetworkPlan plan = executor.plan(two.detector().training(64, 64, 64), Purpose.TRAINING)) {
            held = plan.describeGradients().heapBytes();
        }
        long without = 64L * Float.BYTES * 3 * 64 * 64; // images, of which a step has one batch

        assertThat(held).isGreaterThan(64 * Float.BYTES * (5 * 252 + 5 * 60));
        assertThat(Work.STEP.need(two, executor, size).heap()).isGreaterThan(held + without);
    }

    @Test
    void twoTrainingsThatAreComparedTakeAtLeastTwiceAsMuch() {
        Experiment small = TinyExperiment.load(directory, "training.batch_size=64");
        Matcher said = Pattern.compile("needs ([\\d,]+) MB for arrays")
                .matcher(catchThrowableOfType(
                                UserInputException.class,
                                () -> new MemoryCheck(small, new MachineMemory(8000 * MB, 700 * MB, 1 * MB)).training())
                        .getMessage());
        assertThat(said.find()).isTrue();
        long one = Long.parseLong(said.group(1).replace(",", "")) * MB;
        MachineMemory almostTwice = new MachineMemory(8000 * MB, 700 * MB, 2 * one - 2 * MB);
        MachineMemory more = new MachineMemory(8000 * MB, 700 * MB, 3 * one);

        assertThatCode(() -> new MemoryCheck(small, almostTwice).training()).doesNotThrowAnyException();
        assertThatThrownBy(() -> MemoryCheck.ofBoth(small, small, almostTwice).audit())
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("training.batch_size=");
        assertThatCode(() -> MemoryCheck.ofBoth(small, small, more).audit()).doesNotThrowAnyException();
    }

    @Test
    void aBatchThatIsTooLargeIsRefusedWithOneThatFits() {
        String refusal = refusal(MACHINE, "training.batch_size=4000");

        assertThat(refusal)
                .matches(Pattern.compile(
                        "training: batch_size\\[4000] at input\\[64x64] needs [\\d,]+ MB for arrays and [\\d,]+ MB of "
                                + "Java's heap; there are 200 MB for arrays, 700 MB of heap and 8,000 MB in all\n"
                                + "    training.batch_size=\\d+ fits; training.accumulation makes one step of several "
                                + "batches\n    FPN_OFFHEAP=\\d+m allows as much for arrays\n"
                                + "    FPN_HEAP=\\d+m allows as much heap",
                        Pattern.DOTALL));
    }

    @Test
    void theBatchThatFitsFitsAndIsNearlyTheLargest() {
        Matcher said = Pattern.compile("batch_size=(\\d+) fits").matcher(refusal(MACHINE, "training.batch_size=4000"));
        assertThat(said.find()).isTrue();
        int fitting = Integer.parseInt(said.group(1));

        assertThatCode(() -> new MemoryCheck(TinyExperiment.load(directory, "training.batch_size=" + fitting), MACHINE)
                        .training())
                .doesNotThrowAnyException();
        assertThat(refusal(MACHINE, "training.batch_size=" + (fitting + fitting / 10 + 2)))
                .contains("needs");
    }

    @Test
    void whereOneImageIsTooLargeASmallerInputIsNamed() {
        MachineMemory small = new MachineMemory(8000 * MB, 1000 * MB, 20 * MB);

        assertThat(refusal(small, "training.batch_size=1", "input.height=1024", "input.width=1024"))
                .containsPattern("not even one image fits; an input of (512x512|256x256|128x128) would");
    }

    @Test
    void whereTheNetworkIsTooLargeNoInputIsNamed() {
        MachineMemory tiny = new MachineMemory(8000 * MB, 1000 * MB, 1 * MB);

        assertThat(refusal(tiny, "training.batch_size=1"))
                .contains("not even one image fits, nor would a smaller one: the network itself is too large");
    }

    @Test
    void noLimitIsOfferedThatTheMachineHasNot() {
        MachineMemory machine = new MachineMemory(400 * MB, 1000 * MB, 300 * MB);

        assertThat(refusal(machine, "training.batch_size=4000"))
                .contains("and 400 MB in all")
                .doesNotContain("FPN_OFFHEAP", "FPN_HEAP");
    }

    @Test
    void theHeapAloneCanBeTooSmall() {
        MachineMemory machine = new MachineMemory(80_000 * MB, 100 * MB, 70_000 * MB);

        assertThat(refusal(machine, "training.batch_size=1000"))
                .contains("FPN_HEAP=")
                .doesNotContain("FPN_OFFHEAP");
    }

    private static PlannedDevice device(long megabytes) {
        return new PlannedDevice("card", OptionalLong.of(megabytes * MB), true);
    }

    private MemoryCheck onDevice(PlannedDevice device, String... sets) {
        return new MemoryCheck(TinyExperiment.load(directory, sets), device.executor(step -> true), MACHINE);
    }

    @Test
    void aDeviceIsAskedForWhatLiesThereAndTheHostForTheRest() {
        String[] sets = {"training.batch_size=1000"}; // arrays of the host would not do

        assertThat(refusal(MACHINE, sets)).contains("for arrays");
        assertThatCode(onDevice(device(80_000), sets)::step).doesNotThrowAnyException();
    }

    @Test
    void whatADeviceHasNotIsToldWithABatchThatFits() {
        MemoryCheck check = onDevice(device(200), "training.batch_size=1000");

        assertThat(catchThrowableOfType(UserInputException.class, check::step))
                .hasMessageMatching(
                        "training: batch_size\\[1000] at input\\[64x64] needs [\\d,]+ MB of memory\\[card], "
                                + "where 200 MB are free\n    training.batch_size=\\d+ fits; training.accumulation makes one "
                                + "step of several batches");
    }

    @Test
    void theBatchThatFitsADeviceFitsAndIsNearlyTheLargest() {
        MemoryCheck check = onDevice(device(200), "training.batch_size=1000");
        Matcher said = Pattern.compile("batch_size=(\\d+) fits")
                .matcher(catchThrowableOfType(UserInputException.class, check::step)
                        .getMessage());
        assertThat(said.find()).isTrue();
        int fitting = Integer.parseInt(said.group(1));

        assertThatCode(onDevice(device(200), "training.batch_size=" + fitting)::step)
                .doesNotThrowAnyException();
        assertThatThrownBy(onDevice(device(200), "training.batch_size=" + (fitting + fitting / 10 + 2))::step)
                .hasMessageContaining("memory[card]");
    }

    @Test
    void everyMemoryThatHasNotEnoughIsTold() {
        MachineMemory small = new MachineMemory(8000 * MB, 700 * MB, 1 * MB);
        MemoryCheck check = new MemoryCheck(
                TinyExperiment.load(directory, "training.batch_size=100"),
                device(1).executor(step -> step.label().startsWith("convolution")),
                small);

        assertThat(catchThrowableOfType(UserInputException.class, check::step))
                .hasMessageMatching(Pattern.compile(
                        "training: .* MB for arrays and .* in all; and it needs [\\d,]+ MB of memory\\[card], where 1 MB "
                                + "are free\n.*",
                        Pattern.DOTALL));
    }

    @Test
    void ofAMemoryThatDoesNotKnowItsLimitNothingIsRefused() {
        PlannedDevice unknown = new PlannedDevice("card", OptionalLong.empty(), true);

        assertThatCode(onDevice(unknown, "training.batch_size=1000")::step).doesNotThrowAnyException();
    }

    @Test
    void accumulationRunningMeanAndOptimizerCountWhereTheParametersLie() {
        PlanExecutor executor = device(1).executor(step -> true);
        long trained = trainedBytes();

        assertThat(onDeviceOnly(executor, "training.optimizer.type=adamw"))
                .isEqualTo(onDeviceOnly(executor, "training.optimizer.type=sgd") + trained + stretch());
        assertThat(onDeviceOnly(executor, "training.accumulation=2"))
                .isEqualTo(onDeviceOnly(executor, "training.accumulation=1") + trained);
        assertThat(onDeviceOnly(executor, "training.ema_decay=0.9"))
                .isEqualTo(onDeviceOnly(executor, "training.ema_decay=0") + trained + stretch());
    }

    private long onDeviceOnly(PlanExecutor executor, String... sets) {
        MemoryNeed need = Work.TRAINING.need(TinyExperiment.load(directory, sets), executor, new BatchSize(2, 64, 64));
        return need.devices().stream().mapToLong(need::of).sum();
    }

    private long trainedBytes() {
        return Float.BYTES
                * TinyExperiment.load(directory).checked().parameters().stream()
                        .filter(Parameter::trainable)
                        .mapToLong(parameter -> parameter.shape().size())
                        .sum();
    }

    /** What an update computes in, in the host's memory a part of the parameters. */
    private long stretch() {
        return Math.min(Float.BYTES * NativeMemory.shared().algebra().stretch(), trainedBytes());
    }

    @ParameterizedTest
    @EnumSource(Work.class)
    void needGrowsWithTheBatchInAStraightLine(Work work) {
        Experiment experiment = TinyExperiment.load(directory);
        long[] needs = new long[3];
        for (int i = 0; i < needs.length; i++) {
            needs[i] = work.need(experiment, experiment.checked().executor(), new BatchSize(100 * (i + 1), 64, 64))
                    .arrays();
        }

        double bend = (double) (needs[2] - needs[1]) / (needs[1] - needs[0]);
        assertThat(bend).isBetween(0.95, 1.05); // arenas have gaps
    }

    @Test
    void whereADevicePredictsTheNextImagesAreThereToo() {
        Experiment experiment = TinyExperiment.load(directory);
        BatchSize size = new BatchSize(3, 64, 64);
        PlannedDevice fed = new PlannedDevice("card", OptionalLong.empty(), true);
        PlannedDevice other = new PlannedDevice("card", OptionalLong.empty(), false);
        long images = 4L * 3 * 3 * 64 * 64;

        MemoryNeed with = Work.PREDICTION.need(experiment, fed.executor(step -> true), size);
        MemoryNeed without = Work.PREDICTION.need(experiment, other.executor(step -> true), size);

        assertThat(with.of(fed) - without.of(other)).isEqualTo(images);
        assertThat(with.arrays() - without.arrays()).isEqualTo(images);
        assertThat(with.heap() - without.heap()).isEqualTo(2 * images);
    }

    @Test
    void levelsThatAreLookedAtAreThereAtTheSameTime() {
        Experiment experiment = TinyExperiment.load(directory);
        PlanExecutor executor = experiment.checked().executor();
        Detector.Built built = experiment.detector().cost(1024, 1024).built();
        long levels = Stream.of(built.features(), built.pyramid())
                .flatMap(pyramid -> pyramid.tensors().stream())
                .mapToLong(level -> Float.BYTES * level.shape().size())
                .sum();

        MemoryNeed need = Work.LEVEL_MAPS.need(experiment, executor, new BatchSize(1, 1024, 1024));

        assertThat(need.arrays()).isGreaterThan(levels);
        assertThat(need.heap()).isGreaterThan(2L * Float.BYTES * 3 * 1024 * 1024);
    }

    @Test
    void aLookAtLevelsThatDoesNotFitIsToldWhereItsSizeWasSaid() {
        MemoryCheck check = new MemoryCheck(
                TinyExperiment.load(directory, "input.height=1024", "input.width=1024"),
                new MachineMemory(8000 * MB, 700 * MB, 10 * MB));

        assertThatThrownBy(() -> check.levelMaps("--sizes 1024"))
                .isInstanceOf(UserInputException.class)
                .hasMessageMatching(Pattern.compile(
                        "--sizes 1024: batch_size\\[1] at input\\[1024x1024] needs .*\n    not even one image fits; an input of "
                                + "(512x512|256x256) would.*",
                        Pattern.DOTALL));
    }

    @Test
    void evaluationsThatMeasureNoLossesTakeNoTargets() {
        BatchSize size = new BatchSize(3, 64, 64);
        PlannedDevice card = new PlannedDevice("card", OptionalLong.empty(), false);

        MemoryNeed with = Work.TRAINING.need(
                TinyExperiment.load(directory, "training.validation_loss=true"), card.executor(step -> true), size);
        MemoryNeed without = Work.TRAINING.need(
                TinyExperiment.load(directory, "training.validation_loss=false"), card.executor(step -> true), size);

        assertThat(with.heap()).isGreaterThan(without.heap());
        assertThat(with.of(card)).isGreaterThan(without.of(card));
    }

    @Test
    void whereADeviceComputesTheNextStepsInputsAreThereToo() {
        Experiment experiment = TinyExperiment.load(directory, "training.accumulation=2");
        BatchSize size = new BatchSize(3, 64, 64);
        PlannedDevice fed = new PlannedDevice("card", OptionalLong.empty(), true);
        PlannedDevice other = new PlannedDevice("card", OptionalLong.empty(), false);
        long inputs;
        try (NetworkPlan plan =
                fed.executor(step -> true).plan(experiment.detector().training(3, 64, 64), Purpose.TRAINING)) {
            inputs = plan.inputs().values().stream()
                    .mapToLong(shape -> Float.BYTES * shape.size())
                    .sum();
        }

        MemoryNeed with = Work.TRAINING.need(experiment, fed.executor(step -> true), size);
        MemoryNeed without = Work.TRAINING.need(experiment, other.executor(step -> true), size);

        assertThat(with.of(fed) - without.of(other))
                .as("of a step and of an evaluation")
                .isEqualTo(2 * inputs);
        assertThat(with.arrays() - without.arrays()).as("on their way").isEqualTo(2 * inputs);
        assertThat(with.heap() - without.heap())
                .as("two batches and one put together, and two of evaluations")
                .isEqualTo(5 * inputs);
        assertThat(Work.STEP.need(experiment, fed.executor(step -> true), size).of(fed))
                .isEqualTo(Work.STEP
                        .need(experiment, other.executor(step -> true), size)
                        .of(other));
    }
}
