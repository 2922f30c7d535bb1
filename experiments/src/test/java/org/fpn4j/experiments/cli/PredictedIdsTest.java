package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What predictions are called, of a detector whose head has two classes more than its data set. */
class PredictedIdsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TWELVE =
            List.of("AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L", "AR1", "AR10", "AR100", "AR_S", "AR_M", "AR_L");

    @TempDir
    private static Path directory;

    private static RenumberedSet set;
    private static Path config;
    private static Path run;

    @BeforeAll
    static void trainOnce() throws IOException {
        set = RenumberedSet.write(directory.resolve("set"));
        config = TinyExperiment.write(directory);
        run = directory.resolve("run");
        // long enough to find some of the large objects; every place is an object at first, of all five classes
        CommandRun training = run(
                "train",
                config,
                "--out",
                run,
                "--set",
                "head.prior=0.5",
                "--set",
                "head.postprocess.score_threshold=0.01",
                "--set",
                "training.epochs=30",
                "--set",
                "training.evaluate_every=30",
                "--set",
                "training.optimizer={type: adamw, learning_rate: 0.005}");
        assertThat(training.code()).as(training.log()).isZero();
        assertThat(run.resolve("report.html")).isNotEmptyFile();
    }

    /** With the set and a head of five classes. */
    private static CommandRun run(Object... arguments) {
        Object[] all = new Object[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--set";
        all[arguments.length + 1] = set.config();
        all[arguments.length + 2] = "--set";
        all[arguments.length + 3] = "head.num_classes=5";
        return CommandRun.of(all);
    }

    private static JsonNode json(Object... arguments) throws IOException {
        CommandRun command = CommandRun.of(arguments);
        assertThat(command.code()).as(command.log()).isZero();
        return JSON.readTree(command.results());
    }

    private static Map<String, Double> twelve(JsonNode metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        TWELVE.forEach(name -> values.put(name, metrics.get(name).asDouble()));
        return values;
    }

    @Test
    void predictionsOfASplitScoreAsItsEvaluation() throws IOException {
        Path found = directory.resolve("found.json");
        CommandRun predict = CommandRun.of("predict", run, "--split", "val", "--json", found);
        assertThat(predict.code()).as(predict.log()).isZero();

        JsonNode scored = json("score", set.annotations("val"), found, "--json", "-");

        Map<String, Double> evaluated = twelve(json("eval", run, "--json", "-"));
        assertThat(evaluated.get("AP")).isPositive();
        assertThat(twelve(scored)).isEqualTo(evaluated);
    }

    @Test
    void severalViewsAreFusedAlikeByEvalAndPredict() throws IOException {
        Path found = directory.resolve("views.json");
        CommandRun predict =
                CommandRun.of("predict", run, "--split", "val", "--tta-flip", "--tta-sizes", "64,96", "--json", found);
        assertThat(predict.code()).as(predict.log()).isZero();

        JsonNode scored = json("score", set.annotations("val"), found, "--json", "-");

        JsonNode evaluated = json("eval", run, "--tta-flip", "--tta-sizes", "64,96", "--json", "-");
        assertThat(predict.log())
                .contains(
                        "Looks at an input of 64x64, and in the mirror.",
                        "Looks at an input of 96x96, and in the mirror.");
        assertThat(twelve(scored)).isEqualTo(twelve(evaluated));
        assertThat(twelve(evaluated)).isNotEqualTo(twelve(json("eval", run, "--json", "-")));
    }

    @Test
    void viewsThatCannotBeAreNamed() {
        CommandRun small = CommandRun.of("eval", run, "--tta-sizes", "8");
        CommandRun beyond = CommandRun.of("predict", run, "a.png", "--tta-overlap", "2");
        CommandRun mirror =
                CommandRun.of("eval", run, "--tta-flip", "--set", "augmentation.swap_classes={left: right}");

        assertThat(small.log()).contains("--tta-sizes 8: size[8] leaves an input without a whole cell of C5");
        assertThat(beyond.log()).contains("--tta-overlap 2.0: tta-overlap[2.0] must lie in [0, 1]");
        assertThat(mirror.log())
                .contains("cannot be followed in the mirror: no class is named [left]", "the classes are [");
        assertThat(List.of(small.code(), beyond.code(), mirror.code())).containsOnly(2);
    }

    @Test
    void categoriesAreThoseOfTheFileAndNoOthers() throws IOException {
        TreeSet<Integer> categories = new TreeSet<>();
        json("predict", run, "--split", "val", "--json", "-")
                .forEach(one -> categories.add(one.get("category_id").asInt()));

        assertThat(categories).isNotEmpty().isSubsetOf(7, 14, 21);
    }

    @Test
    void aSweepSaysWhatEvalAndPredictDo() throws IOException {
        JsonNode sweep = json("sweep", run, "--nms", "0.2,0.6", "--json", "-");
        JsonNode usual = json("sweep", run, "--json", "-");
        double scored = json("eval", run, "--json", "-").get("AP").asDouble();

        JsonNode best = sweep.get("best");
        JsonNode used = json(
                "predict",
                run,
                "--split",
                "val",
                "--score",
                best.get("score").asText(),
                "--set",
                "head.postprocess.nms_threshold=" + best.get("nms_threshold"),
                "--json",
                "-");
        long wrong = Math.round(best.get("false_positives_per_image").asDouble()
                * sweep.get("images").asInt());
        assertThat(sweep.at("/suppressions").findValuesAsText("nms_threshold")).containsExactly("0.2", "0.6");
        assertThat(best.get("f1").asDouble()).isPositive();
        long right = Math.round(best.get("recall").asDouble()
                * sweep.at("/suppressions/0/objects").asInt());
        assertThat(used).hasSize((int) (right + wrong));
        assertThat(CommandRun.of("sweep", run, "--nms", "0.2,0.6").results())
                .contains(
                        "\nTo use it so:\n    ./fpn predict " + run + " --set head.postprocess.nms_threshold="
                                + best.get("nms_threshold").asText() + " --score ",
                        " IMAGE...\nor in the config: head: {postprocess: {nms_threshold: ")
                .endsWith(
                        "}}\nThe thresholds were chosen on val, so what they score there is too good; other images say"
                                + " how good they are.\n");
        assertThat(usual.at("/suppressions").findValuesAsText("nms_threshold"))
                .contains("0.3", "0.7")
                .isSorted();
        assertThat(usual.get("suppressions"))
                .filteredOn(one -> one.get("AP").asDouble() == scored)
                .isNotEmpty();
    }

    @Test
    void aListOfImagesGivesTheirIdsAndNames() throws IOException {
        JsonNode ofSplit = json("predict", run, "--split", "val", "--json", "-");

        JsonNode ofFile =
                json("predict", run, "--images-of", set.annotations("val"), "--root", set.images("val"), "--json", "-");

        assertThat(ofFile).isEqualTo(ofSplit);
        for (JsonNode one : ofFile) {
            int number = Integer.parseInt(one.get("file_name").asText().replace(".png", ""));
            assertThat(one.get("image_id").asLong()).isEqualTo(RenumberedSet.id(number));
        }
    }

    @Test
    void filesOfASetGetItsIds() throws IOException {
        Path second = set.images("val").resolve("000002.png");
        Path fifth = set.images("val").resolve("000005.png");

        JsonNode found = json("predict", run, second, fifth, "--images-of", set.annotations("val"), "--json", "-");

        TreeSet<Long> ids = new TreeSet<>();
        found.forEach(one -> ids.add(one.get("image_id").asLong()));
        assertThat(ids).containsExactly(RenumberedSet.id(5), RenumberedSet.id(2));
        assertThat(found.get(0).get("file_name").asText()).isEqualTo("000005.png");
    }

    @Test
    void filesWithoutASetAreNumbered() throws IOException {
        Path second = set.images("val").resolve("000002.png");

        JsonNode found = json("predict", run, second, second, "--json", "-");

        TreeSet<Long> ids = new TreeSet<>();
        found.forEach(one -> ids.add(one.get("image_id").asLong()));
        assertThat(ids).containsExactly(1L, 2L);
        assertThat(found.get(0).get("file_name").asText()).isEqualTo(second.toString());
    }

    @Test
    void filesThatAreNotInTheSetAreRefused() {
        Path strange = set.images("test").resolve("000001.png");
        Path known = set.images("val").resolve("000001.png");

        CommandRun twice = CommandRun.of(
                "predict", run, known, known, config, "--images-of", set.annotations("val"), "--json", "-");
        CommandRun missing = CommandRun.of(
                "predict", run, "--images-of", set.annotations("val"), "--root", directory, "--json", "-");

        assertThat(CommandRun.of("predict", run, strange, "--images-of", set.annotations("val"), "--json", "-")
                        .code())
                .isZero(); // its name is that of an image in the set
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.results()).isEmpty();
        assertThat(twice.log())
                .contains(
                        known + ": file and " + known + " both are image[000001.png] of " + set.annotations("val"),
                        config + ": file is none of the [6] images of " + set.annotations("val"));
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.log()).contains("000006.png").endsWith("6 problems.\n");
    }

    @Test
    void picturesAreNamedInOneWay() {
        CommandRun nothing = CommandRun.of("predict", run);
        CommandRun both = CommandRun.of("predict", run, config, "--split", "val", "--root", directory);

        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.log())
                .contains("predict: IMAGE is missing")
                .contains("name files, or a set with --split or --images-of");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.log())
                .contains(
                        "--split val: split[val] is all images of the split; it goes with no files and no --images-of",
                        "--root " + directory
                                + ": root is that of the images that --images-of lists, when no files are named");
    }

    @Test
    void weightsForAConfigHaveTheClassesOfItsDataSet() throws IOException {
        Path weights = run.resolve("checkpoints").resolve("final.safetensors");
        Path whole = run.resolve("config.yaml");

        JsonNode ofRun = json("predict", run, "--split", "val", "--json", "-");
        JsonNode ofWeights = json("predict", whole, "--weights", weights, "--split", "val", "--json", "-");

        assertThat(ofWeights).isEqualTo(ofRun);
        assertThat(json("eval", whole, "--weights", weights, "--json", "-"))
                .isEqualTo(json("eval", run, "--json", "-"));
    }

    @Test
    void classesOfAConfigThatNamesNoDataAreIndicesAndThatIsSaid() throws IOException {
        Path bare = Files.writeString(
                directory.resolve("bare.yaml"),
                Files.readString(config).replaceFirst("data: .*\n", "").replace("num_classes: 3", "num_classes: 5"));
        Path weights = run.resolve("checkpoints").resolve("final.safetensors");
        Path picture = set.images("val").resolve("000001.png");

        CommandRun predict = CommandRun.of("predict", bare, "--weights", weights, picture, "--json", "-");

        assertThat(predict.code()).as(predict.log()).isZero();
        assertThat(predict.log()).contains("The config names no data set, so category_id is the class index from 0;");
    }

    @Test
    void dataWithMoreClassesThanTheHeadAreRefused() {
        Path weights = run.resolve("checkpoints").resolve("final.safetensors");
        Path picture = set.images("val").resolve("000001.png");

        CommandRun predict = CommandRun.of(
                "predict", config, "--weights", weights, picture, "--set", set.config(), "--set", "head.num_classes=2");

        assertThat(predict.code()).isEqualTo(2);
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws IOException {
        CommandRun predict = CommandRun.of(
                "predict", run, "--weights", broken("backbone.conv1.weight", Float.NaN), "--split", "val");

        assertThat(predict.code()).isEqualTo(2);
        assertThat(predict.log())
                .contains("tensor[backbone.conv1.weight] holds values that are not finite, so nothing can be computed"
                        + " with it\n    a training that diverged leaves such weights\n")
                .endsWith("1 problem.\n");
    }

    @Test
    void outputsThatAreNotFiniteAreAnErrorAndNoBoxes() throws IOException {
        Path found = directory.resolve("nothing.json");
        Path weights = broken("neck.output.P4.bias", 3e38f); // which the head's convolutions multiply

        CommandRun predict = CommandRun.of("predict", run, "--weights", weights, "--split", "val", "--json", found);
        CommandRun eval = CommandRun.of("eval", run, "--weights", weights);

        assertThat(found).doesNotExist();
        for (CommandRun command : List.of(predict, eval)) {
            assertThat(command.code()).as(command.log()).isEqualTo(2);
            assertThat(command.log())
                    .contains(".png: outputs of the detector are not finite, so they say nothing about this image")
                    .contains("the first value that is not finite is at level[P4] in tensor[head/");
        }
    }

    /** The run's weights with one other value. */
    private static Path broken(String name, float value) throws IOException {
        Map<String, NamedTensor> tensors =
                new LinkedHashMap<>(Safetensors.read(run.resolve("checkpoints").resolve("final.safetensors"))
                        .tensors());
        NamedTensor tensor = tensors.get(name);
        float[] values = tensor.values().clone();
        values[0] = value;
        tensors.put(name, new NamedTensor(tensor.shape(), values));
        Path file = directory.resolve(name + ".safetensors");
        Safetensors.write(file, new Weights(tensors));
        return file;
    }
}
