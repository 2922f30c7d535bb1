package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.TinyExperiment;

/** Small files for those that documents name and a reader has, each made by the command or the library it comes from. */
final class StandIns {
    private final Path directory;

    StandIns(Path directory) {
        this.directory = directory;
    }

    private static void run(Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.code()).as(run.log()).isZero();
    }

    /** An experiment that takes a second. */
    Path experiment() {
        return TinyExperiment.write(directory);
    }

    /** Two cells of it. */
    Path ablation() throws IOException {
        return Files.writeString(
                directory.resolve("ablation.yaml"),
                "name: two\nbase: " + experiment() + "\naxes: {neck.type: [fpn, panet]}\nseeds: [0]\n"
                        + "config: {training: {epochs: 1}}\n");
    }

    /** A finished run. */
    Path run() {
        Path run = directory.resolve("runs").resolve("small-0");
        run("train", experiment(), "--out", run);
        return run;
    }

    /** A data set in COCO's format whose files have the names of README's example. */
    Path dataset() throws IOException {
        Path root = directory.resolve("cxr");
        run("make-data", "--out", root, "--set", "train_images=4", "--set", "val_images=2", "--set", "test_images=1");
        for (String split : new String[] {"train", "val"}) {
            Files.move(root.resolve("annotations/instances_" + split + ".json"), root.resolve(split + ".json"));
            Files.move(root.resolve(split), root.resolve(split + "2017"));
        }
        return root;
    }

    /** What a run finds in its validation set, and the set's annotations. */
    Path detections(Path run, Path annotations) {
        Path detections = directory.resolve("found.json");
        run(
                "predict",
                run,
                "--images-of",
                annotations,
                "--root",
                annotations.resolveSibling("val2017"),
                "--json",
                detections);
        return detections;
    }

    /** Initial weights of the experiment. */
    Path weights() {
        Path weights = directory.resolve("initial.safetensors");
        run("weights", experiment(), "--out", weights);
        return weights;
    }

    /** A detector as torchvision has them, and its weights under torchvision's names. */
    Path torchvision() throws IOException {
        return Files.writeString(
                directory.resolve("torchvision.yaml"),
                """
                input: {height: 64, width: 64}
                backbone: {type: resnet, depth: 18, width: 0.125}
                neck: {type: fpn, out_channels: 8, min_level: 3, max_level: 5}
                extra_levels: {type: none}
                head: {type: retina, num_classes: 2, tower: {convs: 1, norm: {type: none}}}
                """);
    }

    Path state() throws IOException {
        Path ours = directory.resolve("ours.safetensors");
        run("weights", torchvision(), "--out", ours);
        Map<String, NamedTensor> theirs = new LinkedHashMap<>();
        Safetensors.read(ours).tensors().forEach((name, tensor) -> theirs.put(theirName(name), tensor));
        Path state = directory.resolve("state.safetensors");
        Safetensors.write(state, new Weights(theirs));
        return state;
    }

    private static String theirName(String name) {
        return name.replaceFirst("^backbone\\.", "backbone.body.")
                .replace("neck.lateral.C3.", "backbone.fpn.inner_blocks.0.0.")
                .replace("neck.lateral.C4.", "backbone.fpn.inner_blocks.1.0.")
                .replace("neck.lateral.C5.", "backbone.fpn.inner_blocks.2.0.")
                .replace("neck.output.P3.", "backbone.fpn.layer_blocks.0.0.")
                .replace("neck.output.P4.", "backbone.fpn.layer_blocks.1.0.")
                .replace("neck.output.P5.", "backbone.fpn.layer_blocks.2.0.")
                .replace("head.cls_tower.0.", "head.classification_head.conv.0.0.")
                .replace("head.cls_logits.", "head.classification_head.cls_logits.")
                .replace("head.box_tower.0.", "head.regression_head.conv.0.0.")
                .replace("head.box_deltas.", "head.regression_head.bbox_reg.");
    }

    /** A network of DL4J with strides from 2 to 32. */
    Path network() throws IOException {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(64, 64, 3));
        String before = "images";
        for (int level = 1; level <= 5; level++) {
            ConvolutionLayer layer = new ConvolutionLayer.Builder(3, 3)
                    .stride(2, 2)
                    .nOut(4)
                    .convolutionMode(ConvolutionMode.Same)
                    .build();
            builder.addLayer("c" + level, layer, before);
            before = "c" + level;
        }
        ComputationGraph network =
                new ComputationGraph(builder.setOutputs(before).build());
        network.init();
        Path file = directory.resolve("network.zip");
        ModelSerializer.writeModel(network, file.toFile(), false);
        return file;
    }
}
