package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunKey;
import org.fpn4j.experiments.run.RunKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/** An experiment whose backbone is a DL4J network in a file. */
class NetworkFileTest {
    @TempDir
    private Path directory;

    /** Five convolutions of stride 2. */
    private Path network(long seed, Activation last) throws IOException {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(64, 64, 3));
        String from = "images";
        for (int level = 1; level <= 5; level++) {
            ConvolutionLayer layer = new ConvolutionLayer.Builder(3, 3)
                    .stride(2, 2)
                    .nOut(8)
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(level == 5 ? last : Activation.RELU)
                    .build();
            builder.addLayer("conv" + level, layer, from);
            from = "conv" + level;
        }
        ComputationGraph network =
                new ComputationGraph(builder.setOutputs("conv5").build());
        network.init();
        Path file = directory.resolve("network.zip");
        ModelSerializer.writeModel(network, file.toFile(), false);
        return file;
    }

    private Experiment experiment(Path file) {
        return TinyExperiment.load(directory, "backbone.type=dl4j", "backbone.file=" + file);
    }

    @Test
    void itsWeightsAreTheInitialOnesWhateverTheSeed() throws IOException {
        CostGraph graph =
                experiment(network(1, Activation.RELU)).detector().cost(64, 64).graph();

        Weights one = Weights.initial(graph.parameters(), 1);
        Weights two = Weights.initial(graph.parameters(), 2);

        String backbone = "backbone.conv3.weight";
        String head = "head.cls_logits.weight";
        assertThat(one.tensors().get(backbone).values())
                .isEqualTo(two.tensors().get(backbone).values());
        assertThat(one.tensors().get(head).values())
                .isNotEqualTo(two.tensors().get(head).values());
    }

    /** On maps of even size the padding of these convolutions is not symmetric. */
    @Test
    void aRunTrainsItUnlessToldOtherwise() throws IOException {
        Path file = network(1, Activation.RELU);
        float[] given = Weights.initial(
                        experiment(file).detector().cost(64, 64).graph().parameters(), 0)
                .tensors()
                .get("backbone.conv3.weight")
                .values();

        assertThat(trained(file, "true")).isNotEqualTo(given);
        assertThat(trained(file, "false")).isEqualTo(given);
    }

    private float[] trained(Path file, String trainable) throws IOException {
        Experiment experiment = TinyExperiment.load(
                directory, "backbone.type=dl4j", "backbone.file=" + file, "backbone.trainable=" + trainable);
        RunDirectory run = new RunDirectory(directory.resolve("trainable_" + trainable));
        TinyExperiment.run(experiment, run).run();
        return Safetensors.read(run.finalWeights())
                .tensors()
                .get("backbone.conv3.weight")
                .values();
    }

    @Test
    void whatIsInTheFileTellsRunsApart() throws IOException {
        RunKey key = new RunKeys().of(experiment(network(1, Activation.RELU)), "data");

        assertThat(new RunKeys().of(experiment(directory.resolve("network.zip")), "data"))
                .isEqualTo(key);
        assertThat(new RunKeys().of(experiment(network(2, Activation.RELU)), "data"))
                .isNotEqualTo(key);
    }

    @Test
    void whatCannotBeConvertedIsToldAtItsKey() throws IOException {
        Path file = network(1, Activation.TANH);

        assertThatThrownBy(() -> experiment(file))
                .hasMessage("--set backbone.file=" + file + ": backbone file[" + file
                        + "] has vertex[conv5] ConvolutionLayer, which has activation[tanh]; known: identity, relu,"
                        + " leakyrelu of 0.01, swish, sigmoid");
    }

    @Test
    void aFileThatIsGoneIsTold() throws IOException {
        Path file = network(1, Activation.RELU);
        Experiment experiment = experiment(file);
        Files.delete(file);

        assertThatThrownBy(() -> new RunKeys().of(experiment, "data"))
                .hasMessage(file + ": cannot be read: it does not exist");
    }
}
