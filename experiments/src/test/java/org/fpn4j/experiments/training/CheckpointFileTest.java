package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.util.passthrough.PassthroughNDManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training leaves, read by a reader of safetensors that is not ours: the Deep Java Library's. */
class CheckpointFileTest {
    private static final String[] BIFPN = {
        "training.epochs=1",
        "training.checkpoint_seconds=0",
        "neck={type: bifpn, repeats: 1, out_channels: 8, min_level: 3, max_level: 6}",
        "head={type: fcos, num_classes: 3, per_level_scale: true, tower: {convs: 1, norm: {type: none}}}"
    };

    @TempDir
    private Path directory;

    private static final class Interruption extends RuntimeException {}

    @Test
    void weightsHaveTheDetectorsNamesAndShapes() throws IOException {
        Experiment experiment = TinyExperiment.load(directory, BIFPN);
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        TinyExperiment.run(experiment, run).run();

        Path file = run.checkpoints().resolve("final.safetensors");
        Map<String, NamedTensor> read = read(file);

        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Parameter parameter : experiment.detector().cost(64, 64).graph().parameters()) {
            shapes.put(parameter.name(), parameter.shape());
        }
        assertThat(read.keySet()).containsExactlyElementsOf(shapes.keySet());
        read.forEach((name, tensor) -> assertThat(tensor.shape()).as(name).isEqualTo(shapes.get(name)));
        // [out, in / groups, kH, kW], by the names of docs/conventions.md
        assertThat(read.get("backbone.conv1.weight").shape()).isEqualTo(Shape.of(8, 3, 7, 7));
        assertThat(read.get("backbone.layer2.0.downsample.0.weight").shape()).isEqualTo(Shape.of(16, 8, 1, 1));
        assertThat(read.get("backbone.bn1.weight").shape()).isEqualTo(Shape.of(8));
        assertThat(read.get("neck.input.P6.weight").shape()).isEqualTo(Shape.of(8, 64, 1, 1));
        assertThat(read.get("neck.cell0.P4_out.fusion").shape()).isEqualTo(Shape.of(3));
        assertThat(read.get("neck.cell0.P4_out.depthwise.weight").shape()).isEqualTo(Shape.of(8, 1, 3, 3));
        assertThat(read.get("neck.cell0.P5_td.P5_in.weight").shape()).isEqualTo(Shape.of(8, 64, 1, 1));
        assertThat(read.get("head.cls_logits.weight").shape()).isEqualTo(Shape.of(3, 8, 3, 3));
        assertThat(read.get("head.scale.P3").shape()).isEqualTo(Shape.of(1));
        assertSameValues(file, read);
    }

    @Test
    void aCheckpointInTheMiddleOfARunIsReadToo() throws IOException {
        Experiment experiment = TinyExperiment.load(directory, "training.checkpoint_seconds=0");
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        TrainingRun trainer = TinyExperiment.run(experiment, run, new TrainingListener() {
            @Override
            public void stepped(TrainingStep made) {
                if (made.step() == 3) {
                    throw new Interruption();
                }
            }
        });
        assertThatThrownBy(() -> trainer.run()).isInstanceOf(Interruption.class);

        List<Path> files;
        try (Stream<Path> found = Files.list(run.checkpoints())) {
            files = found.filter(path -> path.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
        assertThat(files)
                .extracting(path -> path.getFileName().toString())
                .contains("step-00000002.memory.safetensors", "step-00000002.safetensors");
        for (Path file : files) {
            assertSameValues(file, read(file));
        }
    }

    /** Compares with what our own reader finds. */
    private static void assertSameValues(Path file, Map<String, NamedTensor> read) {
        Map<String, NamedTensor> ours = Safetensors.read(file).tensors();
        assertThat(read.keySet()).containsExactlyElementsOf(ours.keySet());
        ours.forEach((name, tensor) -> {
            assertThat(read.get(name).shape()).as(name).isEqualTo(tensor.shape());
            assertThat(read.get(name).values()).as(name).containsExactly(tensor.values());
        });
    }

    private static Map<String, NamedTensor> read(Path file) throws IOException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file);
                NDList arrays = NDList.decode(PassthroughNDManager.INSTANCE, in)) {
            for (NDArray array : arrays) {
                float[] values = new float[Math.toIntExact(array.size())];
                array.toByteBuffer(true)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                int[] dims = LongStream.of(array.getShape().getShape())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                tensors.put(array.getName(), new NamedTensor(Shape.of(dims), values));
            }
        }
        return tensors;
    }
}
