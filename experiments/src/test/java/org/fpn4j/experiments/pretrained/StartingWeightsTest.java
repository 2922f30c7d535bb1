package org.fpn4j.experiments.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunKey;
import org.fpn4j.experiments.run.RunKeys;
import org.fpn4j.training.pretrained.StartingWeights;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingWeightsTest {
    @TempDir
    private Path directory;

    private Path checkpoint;

    /** Weights of the same detector from another seed. */
    @BeforeEach
    void writeCheckpoint() throws IOException {
        checkpoint = directory.resolve("other.safetensors");
        Safetensors.write(checkpoint, start(load("seed=7")).weights());
    }

    @Test
    void whatTheScopesNameComesFromTheFile() {
        Weights initial = start(load()).weights();
        Weights other = Safetensors.read(checkpoint);

        StartingWeights starting = start(load(file(), "pretrained.scopes=[backbone, head.cls_tower]"));

        assertThat(starting.taken()).hasSize(62); // 20 convolutions, 20 norms of two, one convolution with its bias
        starting.weights().tensors().forEach((name, tensor) -> {
            boolean taken = name.startsWith("backbone.") || name.startsWith("head.cls_tower.");
            assertThat(tensor.values())
                    .as(name)
                    .isEqualTo((taken ? other : initial).tensors().get(name).values());
        });
        assertThat(starting.remarks())
                .containsExactly("62 of 82 tensors start from " + checkpoint + ": backbone, head.cls_tower");
    }

    @Test
    void anIncompleteScopeIsRefusedByName() throws IOException {
        rewrite(tensors -> {
            tensors.remove("backbone.conv1.weight");
            tensors.put("backbone.bn1.weight", new NamedTensor(Shape.of(2), new float[2]));
            tensors.put("backbone.bn1.running_mean", new NamedTensor(Shape.of(8), new float[8]));
            tensors.remove("neck.lateral.C3.weight"); // nobody asks for it
            return tensors;
        });

        assertThatThrownBy(() -> start(load(file())))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        %1$s: tensor[backbone.bn1.weight -> backbone.bn1.weight: expected [8], got [2]]
                        %1$s: tensor for parameter[backbone.conv1.weight] is missing
                        %1$s: tensor[backbone.bn1.running_mean] has no place in this detector
                        %1$s: 58 tensors fit
                            pretrained.scopes[backbone] says what must come from this file"""
                                .formatted(checkpoint));
    }

    @Test
    void aScopeWithoutParametersIsAProblemAtItsKey() {
        assertThatThrownBy(() -> start(load(file(), "pretrained.scopes=[backbone, nek]")))
                .isInstanceOf(UserInputException.class)
                .hasMessage("--set pretrained.scopes=[backbone, nek]: pretrained scopes[nek] names no parameter;"
                        + " ./fpn weights lists them");
    }

    /** Radiographs have the categories 1, 2 and 3; torchvision's head for them has an output 0 that nobody uses. */
    @Test
    void outputsThatAreCategoryIdsGoToTheirClasses() throws IOException {
        float[] bias = torchvisionHead(4);
        String[] sets = {file(), "pretrained.from=torchvision", "pretrained.scopes=[head.cls_logits]"};

        StartingWeights starting = start(load(sets));

        assertThat(starting.weights().tensors().get("head.cls_logits.bias").values())
                .containsExactly(bias[1], bias[2], bias[3]);
        assertThat(starting.remarks())
                .contains("the file's head has [4] outputs, one more than the largest category id: each class takes the"
                        + " output of its id [1, 2, 3]");
    }

    @Test
    void outputsThatSayNothingAreAskedFor() throws IOException {
        float[] bias = torchvisionHead(6);
        String[] sets = {file(), "pretrained.from=torchvision", "pretrained.scopes=[head.cls_logits]", ""};

        sets[3] = "pretrained.classes=auto";
        assertThatThrownBy(() -> start(load(sets)))
                .isInstanceOf(UserInputException.class)
                .hasMessage(checkpoint + ": head has [6] outputs, the data has [3] categories of ids [1, 2, 3]: which"
                        + " output is which class cannot be known\n    --classes by_index or by_category_id says it"
                        + " (pretrained.classes), or --output NAME=N for each class (pretrained.outputs)");
        sets[3] = "pretrained.classes=by_index";
        assertThat(start(load(sets))
                        .weights()
                        .tensors()
                        .get("head.cls_logits.bias")
                        .values())
                .containsExactly(bias[0], bias[1], bias[2]);
        sets[3] = "pretrained.outputs={heart: 5, consolidation: 0, nodule: 2}";
        assertThat(start(load(sets))
                        .weights()
                        .tensors()
                        .get("head.cls_logits.bias")
                        .values())
                .containsExactly(bias[2], bias[0], bias[5]); // in the order of ids
    }

    /** Replaces the file by one of torchvision's predictor; gives its bias. */
    private float[] torchvisionHead(int outputs) throws IOException {
        float[] bias = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            bias[i] = i + 0.5f;
        }
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        tensors.put(
                "head.classification_head.cls_logits.weight",
                new NamedTensor(Shape.of(outputs, 8, 3, 3), new float[outputs * 72]));
        tensors.put("head.classification_head.cls_logits.bias", new NamedTensor(Shape.of(outputs), bias));
        Safetensors.write(checkpoint, new Weights(tensors));
        return bias;
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> start(load("pretrained.file=nowhere.pth", "pretrained.from=torchvision")))
                .isInstanceOf(UserInputException.class)
                .hasMessage("nowhere.pth: does not exist\n    expected a checkpoint of torchvision");
    }

    @Test
    void whatAFileGivesDecidesTheKeyAndNotWhereItLies() throws IOException {
        Path copy = Files.copy(checkpoint, directory.resolve("copy.safetensors"));
        RunKey key = new RunKeys().of(load(file()), "data");

        assertThat(new RunKeys().of(load("pretrained.file=" + copy), "data")).isEqualTo(key);
        assertThat(new RunKeys().of(load(), "data")).isNotEqualTo(key);
        rewrite(tensors -> {
            tensors.get("backbone.conv1.weight").values()[0] += 1;
            return tensors;
        });
        assertThat(new RunKeys().of(load(file()), "data")).isNotEqualTo(key);
    }

    @Test
    void trainingStartsFromTheFileAndLeavesFrozenPartsAlone() {
        Experiment experiment = load(file(), "backbone.freeze_at=5");
        RunDirectory run = new RunDirectory(directory.resolve("run"));

        TinyExperiment.run(experiment, run).run();

        Weights trained = Safetensors.read(run.finalWeights());
        Weights start = Safetensors.read(checkpoint);
        assertThat(trained.tensors().get("backbone.layer1.0.conv1.weight").values())
                .isEqualTo(start.tensors().get("backbone.layer1.0.conv1.weight").values());
        assertThat(trained.tensors().get("neck.lateral.C3.weight").values())
                .isNotEqualTo(start(experiment)
                        .weights()
                        .tensors()
                        .get("neck.lateral.C3.weight")
                        .values());
    }

    private interface Change {
        Map<String, NamedTensor> of(Map<String, NamedTensor> tensors);
    }

    private void rewrite(Change change) throws IOException {
        Map<String, NamedTensor> tensors =
                new LinkedHashMap<>(Safetensors.read(checkpoint).tensors());
        Safetensors.write(checkpoint, new Weights(change.of(tensors)));
    }

    private static StartingWeights start(Experiment experiment) {
        return StartingWeights.of(
                experiment.checked(), experiment.config().data().open(Split.TRAIN));
    }

    private String file() {
        return "pretrained.file=" + checkpoint;
    }

    private Experiment load(String... sets) {
        return Experiment.load(TinyExperiment.write(directory), List.of(sets));
    }
}
