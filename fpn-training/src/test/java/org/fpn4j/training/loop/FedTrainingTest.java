package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.engine.contract.ApartKernels;
import org.fpn4j.engine.contract.ArrayMemory;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.pretrained.StartingWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings whose next inputs are brought to a memory while a step is computed. */
class FedTrainingTest {
    /** Of the detector: images, and targets and weights of three losses. */
    private static final int INPUTS = 7;

    @TempDir
    private Path directory;

    private final List<ArrayMemory> memories = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    private record Copy(TrainingState state, Weights weights, Weights memory) implements Snapshot {}

    private final class Witness implements TrainingListener {
        @Override
        public void stepped(TrainingStep step) {
            heard.add("step " + step.step());
        }

        @Override
        public void reached(Snapshot snapshot) {
            heard.add("reached " + snapshot.state().position().step());
            snapshots.add(new Copy(snapshot.state(), snapshot.weights(), snapshot.memory()));
        }
    }

    private PlanExecutor fed() {
        return new PlanExecutor("fed", () -> {
            ApartKernels kernels = new ApartKernels(step -> true);
            memories.add(kernels.memory());
            return List.of(kernels, new Nd4jKernels());
        });
    }

    /** The same, whose networks are never told of the inputs that come next. */
    private Executor unfed() {
        PlanExecutor inner = fed();
        return new Executor() {
            @Override
            public String name() {
                return inner.name();
            }

            @Override
            public Network compile(NetworkDefinition definition, Purpose purpose, Weights initial) {
                Network network = inner.compile(definition, purpose, initial);
                return (Network) Proxy.newProxyInstance(
                        Network.class.getClassLoader(), new Class<?>[] {Network.class}, (proxy, method, arguments) -> {
                            try {
                                return method.getName().equals("prefetch") ? null : method.invoke(network, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        };
    }

    private TrainingData data(CheckedConfig config) {
        return TrainingData.open(config, PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
    }

    private Trainer trainer(Executor executor, String... sets) {
        CheckedConfig config = TinyConfig.load(directory, sets);
        TrainingData data = data(config);
        return new Trainer(config, data, executor, () -> StartingWeights.of(config, data.train()));
    }

    private long taken() {
        return memories.stream().mapToLong(ArrayMemory::taken).sum();
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.tensors().keySet()).isEqualTo(expected.tensors().keySet());
        actual.tensors().forEach((name, tensor) -> assertThat(tensor.values())
                .as(name)
                .isEqualTo(expected.tensors().get(name).values()));
    }

    /** Eight images an epoch, two epochs: runs but for the first of each epoch. */
    @ParameterizedTest
    @CsvSource({"8, 1, 0", "4, 1, 2", "3, 1, 4", "2, 2, 6", "1, 3, 14"})
    void everyRunButAnEpochsFirstFindsItsInputsAndTheBitsAreTheSame(int batch, int accumulation, int runs) {
        String[] sets = {
            "training.batch_size=" + batch, "training.accumulation=" + accumulation, "training.optimizer.momentum=0.9"
        };

        TrainingResult without = trainer(unfed(), sets).run();
        assertThat(taken()).isZero();
        TrainingResult with = trainer(fed(), sets).run();

        // an evaluation brings the images of all four but of its first batch, after each of two epochs
        int batches = (4 + batch - 1) / batch;
        assertThat(taken()).isEqualTo((long) INPUTS * runs + 2L * (batches - 1));
        assertSame(with.weights(), without.weights());
        assertThat(with.score()).isEqualTo(without.score());
        assertThat(memories).allSatisfy(memory -> assertThat(memory.allocated()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aBatchThatWasTakenAheadIsTakenAgainAfterAResumption(String accumulation) {
        String[] sets = {
            "training.batch_size=2",
            "training.accumulation=" + accumulation,
            "training.optimizer.type=adamw",
            "training.ema_decay=0.9"
        };
        TrainingResult whole = trainer(fed(), sets).heardBy(new Witness()).run();
        assertThat(snapshots).hasSizeGreaterThan(5);

        for (Snapshot snapshot : List.copyOf(snapshots)) {
            assertSame(trainer(fed(), sets).resume(snapshot).weights(), whole.weights());
        }
    }

    /** A picture that can be drawn as often as it is asked for while the training is prepared, and never after. */
    private record Breaking(PictureSource whole, AtomicInteger left) implements PictureSource {
        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public Picture read() {
            if (left.getAndDecrement() > 0) {
                return whole.read();
            }
            throw new UserInputException(name(), "the picture broke");
        }
    }

    private Trainer breaking(Executor executor) {
        CheckedConfig config = TinyConfig.load(directory, "training.batch_size=1", "training.optimizer.momentum=0.9");
        TrainingData whole = data(config);
        Dataset train = whole.train();
        List<ImageEntry> images = new ArrayList<>(train.images());
        ImageEntry image = images.get(0);
        images.set(
                0,
                new ImageEntry(
                        image.id(),
                        image.fileName(),
                        new Breaking(image.source(), new AtomicInteger()),
                        image.width(),
                        image.height(),
                        image.annotations()));
        Dataset broken = new Dataset(train.name(), train.categories(), images, train.reference(), train.report());
        TrainingData data = new TrainingData(broken, whole.validation(), whole.digest(), PictureCache.ofMegabytes(0));
        return new Trainer(config, data, executor, () -> StartingWeights.of(config, broken));
    }

    @Test
    void aBrokenPictureEndsTheTrainingAtItsOwnStep() {
        assertThatThrownBy(breaking(unfed()).heardBy(new Witness())::run).hasMessageContaining("the picture broke");
        List<String> without = List.copyOf(heard);
        heard.clear();
        snapshots.clear();

        assertThatThrownBy(breaking(fed()).heardBy(new Witness())::run).hasMessageContaining("the picture broke");

        assertThat(heard).isEqualTo(without).hasSizeBetween(2, 14).endsWith("reached " + snapshots.size());
    }

    @Test
    void aTrainingThatIsStoppedHasTakenWhatItComputed() {
        StopRequest stop = new StopRequest();
        String[] sets = {"training.batch_size=2", "training.optimizer.momentum=0.9"};
        TrainingListener stopping = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                assertThat(stop.ask()).isTrue();
            }
        };
        assertThatThrownBy(trainer(fed(), sets)
                        .heardBy(new Witness())
                        .heardBy(stopping)
                        .stoppedBy(stop)::run)
                .isInstanceOf(TrainingStopped.class);

        assertThat(snapshots).hasSize(1);
        assertThat(snapshots.get(0).state().position()).isEqualTo(new TrainingState.Position(1, 0, 1, -1));
        assertSame(
                trainer(fed(), sets).resume(snapshots.get(0)).weights(),
                trainer(fed(), sets).run().weights());
    }
}
