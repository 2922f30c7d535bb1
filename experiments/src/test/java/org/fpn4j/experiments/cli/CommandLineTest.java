package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fpn4j.data.dataset.CocoReader;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.radiograph.RadiographsConfig;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that need no trained weights, and what all commands share. */
class CommandLineTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MODELS = Path.of(System.getProperty("fpn.root"), "configs", "models");

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void writeConfig() {
        config = TinyExperiment.write(directory);
    }

    @Test
    void theSecondRetinaNetCostsWhatIsPublished() throws IOException {
        JsonNode cost = json(CommandRun.of("cost", MODELS.resolve("retinanet_r50_fpn_v2.yaml"), "--json", "-"));

        assertThat(cost.at("/params/total").asLong()).isEqualTo(38_198_935);
        assertThat(cost.get("macs").asLong() / 1e9).isCloseTo(152.24, within(0.005)); // two digits are published
    }

    @Test
    void aNameThatTheSystemCannotWriteIsTheUsersToChange() {
        CommandRun run = CommandRun.of("train", config, "--set", "data={type: voc, root: \"a\\0b\"}");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains("is no path: Nul character not allowed").doesNotContain("\tat ");
    }

    @Test
    void aLocaleWithoutLettersIsNamed() {
        InvalidPathException exception = new InvalidPathException("L?we", "Malformed input");

        assertThat(Program.noPath(exception, "ANSI_X3.4-1968"))
                .hasMessage(
                        """
                        L?we: is no path: Malformed input
                            the locale says that names are in [ANSI_X3.4-1968]; LC_ALL=C.UTF-8 allows every letter""");
        assertThat(Program.noPath(exception, "UTF-8")).hasMessage("L?we: is no path: Malformed input");
    }

    @Test
    void retinaNetCostsWhatIsPublished() throws IOException {
        JsonNode cost = json(CommandRun.of("cost", MODELS.resolve("retinanet_r50_fpn.yaml"), "--json", "-"));

        assertThat(cost.fieldNames()).toIterable().contains("input", "params", "macs", "parts", "levels");
        assertThat(cost.get("input")).hasToString("[1,3,800,800]");
        assertThat(cost.at("/params/total").asLong()).isEqualTo(34_014_999);
        assertThat(cost.get("macs").asLong()).isEqualTo(151_540_437_248L);
        // by hand: torchvision's ResNet-50 without its classifier and norms; 1x1 and 3x3 convolutions of the neck with
        // the two strided ones of P6 and P7; two towers of four convolutions and their predictors on 13 343 cells
        assertPart(cost, "backbone", 23_454_912, 52_131_840_000L);
        assertPart(cost, "neck", 3_868_672, 10_163_781_632L);
        assertPart(cost, "extra_levels", 1_180_160, 128_581_632);
        assertPart(cost, "head", 6_691_415, 89_244_815_616L);
        List<String> levels = new ArrayList<>();
        cost.get("levels")
                .forEach(level -> levels.add(level.get("level").asText() + " " + level.get("stride") + " "
                        + level.get("channels") + " " + level.get("height") + "x" + level.get("width")));
        assertThat(levels)
                .containsExactly(
                        "P3 8 256 100x100", "P4 16 256 50x50", "P5 32 256 25x25", "P6 64 256 13x13", "P7 128 256 7x7");
    }

    @Test
    void fcosCostsWhatIsPublished() throws IOException {
        JsonNode cost = json(CommandRun.of("cost", MODELS.resolve("fcos_r50_fpn.yaml"), "--json", "-"));
        assertThat(cost.at("/params/total").asLong()).isEqualTo(32_269_600);
        assertThat(cost.get("macs").asLong()).isEqualTo(128_207_052_800L);
        assertThat(cost.at("/parts/head/params").asLong()).isEqualTo(4_946_016);
    }

    private static void assertPart(JsonNode cost, String part, long params, long macs) {
        assertThat(cost.at("/parts/" + part + "/params").asLong()).as(part).isEqualTo(params);
        assertThat(cost.at("/parts/" + part + "/macs").asLong()).as(part).isEqualTo(macs);
    }

    @Test
    void scoreMeasuresDetectionsOfAnyone() throws IOException {
        Path truth = Files.writeString(
                directory.resolve("truth.json"),
                """
                {"images": [{"id": 7, "width": 100, "height": 100, "file_name": "a.png"}],
                 "categories": [{"id": 3, "name": "cat"}, {"id": 9, "name": "dog"}],
                 "annotations": [
                   {"id": 1, "image_id": 7, "category_id": 3, "bbox": [10, 10, 40, 40], "area": 1600, "iscrowd": 0},
                   {"id": 2, "image_id": 7, "category_id": 9, "bbox": [60, 60, 10, 10], "area": 100, "iscrowd": 0}]}
                """);
        Path detections = Files.writeString(
                directory.resolve("detections.json"),
                """
                [{"image_id": 7, "category_id": 3, "bbox": [10, 10, 40, 40], "score": 0.9},
                 {"image_id": 7, "category_id": 4, "bbox": [10, 10, 40, 40], "score": 0.9}]
                """);
        CommandRun run = CommandRun.of("score", truth, detections, "--json", directory.resolve("scores.json"));
        assertThat(run.code()).as(run.log()).isZero();
        JsonNode metrics = JSON.readTree(directory.resolve("scores.json").toFile());
        assertThat(metrics.fieldNames())
                .toIterable()
                .containsExactly(
                        "AP",
                        "AP50",
                        "AP75",
                        "AP_S",
                        "AP_M",
                        "AP_L",
                        "AR1",
                        "AR10",
                        "AR100",
                        "AR_S",
                        "AR_M",
                        "AR_L",
                        "per_class",
                        "left_out",
                        "warnings");
        double rounding = 1e-9; // COCO adds an epsilon to the denominator of precision
        assertThat(metrics.get("AP").asDouble()).isCloseTo(0.5, within(rounding));
        assertThat(metrics.get("AP_S").asDouble()).isZero();
        assertThat(metrics.get("AP_M").asDouble()).isCloseTo(1, within(rounding));
        assertThat(metrics.get("AP_L").asDouble()).isEqualTo(-1);
        assertThat(metrics.at("/per_class/cat").asDouble()).isCloseTo(1, within(rounding));
        assertThat(metrics.at("/per_class/dog").asDouble()).isZero();
        String warning =
                "[1] of [2] detections have a category_id[4] that the ground truth does not have; they do not count";
        assertThat(metrics.at("/left_out/categories").asInt()).isEqualTo(1);
        assertThat(metrics.at("/warnings/0").asText()).isEqualTo(warning);
        assertThat(run.log()).isEqualTo("warning: " + warning + "\n");
        assertThat(run.results())
                .contains("AP_L                     -\n")
                .contains("AP of cat                1.0000")
                .endsWith("left out: 0 images, 1 categories\n");
        CommandRun agnostic =
                CommandRun.of("score", truth, detections, "--json", "-", "--max-detections", "7", "--class-agnostic");
        assertThat(JSON.readTree(agnostic.results()).at("/per_class").isEmpty()).isTrue();
        assertThat(JSON.readTree(agnostic.results()).has("AR7")).isTrue();
        CommandRun none = CommandRun.of("score", truth, detections, "--max-detections", "0");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.log()).startsWith("--max-detections 0: max-detections[0] must be 1 or more\n");
    }

    @Test
    void anUnknownOptionIsTheUsersFault() {
        CommandRun run = CommandRun.of("cost", config, "--jsn", "-");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.results()).isEmpty();
        assertThat(run.log()).startsWith("Unknown option").contains("--jsn");
    }

    @Test
    void aMissingFileIsNamedInOneSentence() {
        Path missing = directory.resolve("missing.yaml");
        for (String command : List.of("cost", "train", "ablate", "config", "weights")) {
            refused(CommandRun.of(command, missing), missing + ": config file does not exist\n1 problem.\n");
        }
        refused(
                CommandRun.of("predict", directory.resolve("run"), config),
                directory.resolve("run") + ": does not exist\n"
                        + "    expected the directory of a run, or a config and --weights FILE\n1 problem.\n");
    }

    @Test
    void aTypoInAConfigIsNamedWithItsPlace() throws IOException {
        Path file = Files.writeString(directory.resolve("typo.yaml"), "base: small.yaml\nneck:\n  out_chanels: 16\n");
        CommandRun run = CommandRun.of("cost", file);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.results()).isEmpty();
        assertThat(run.log())
                .startsWith(file + ":3:3: unknown key [out_chanels] in neck[fpn]\n")
                .contains("out_channels")
                .endsWith("\n1 problem.\n");
    }

    @Test
    void allProblemsAreListed() {
        CommandRun run = CommandRun.of("config", config, "--set", "input.height=1", "--set", "training.epochs=0");
        refused(
                run,
                """
                --set input.height=1: input height[1] must be between 32 and 8192
                --set training.epochs=0: training epochs[0] must be between 1 and 1000000
                2 problems.
                """);
    }

    @Test
    void configPrintsEachValueWithItsOrigin() {
        CommandRun run = CommandRun.of("config", config, "--set", "neck.out_channels=16");
        assertThat(run.code()).isZero();
        assertThat(run.results().lines())
                .anyMatch(line -> line.contains("neck.out_channels") && line.contains("16") && line.contains("--set"))
                .anyMatch(line -> line.contains("neck.max_level") && line.contains(config + ":4:"))
                .anyMatch(line -> line.contains("training.clip_norm") && line.contains("default"));
    }

    @Test
    void theEffectiveConfigLoadsToItself() throws IOException {
        CommandRun run = CommandRun.of("config", config, "--yaml", "--set", "training.schedule={type: cosine}");
        assertThat(run.code()).isZero();
        Path printed = Files.writeString(directory.resolve("printed.yaml"), run.results());
        assertThat(CommandRun.of("config", printed, "--yaml").results()).isEqualTo(run.results());
    }

    @Test
    void listNamesEveryVariantWithItsDefaults() throws IOException {
        JsonNode all = json(CommandRun.of("list", "--json"));
        assertThat(all.get("neck").fieldNames()).toIterable().contains("fpn", "panet", "bifpn");
        assertThat(all.get("head").fieldNames()).toIterable().contains("retina", "fcos");
        assertThat(all.get("backbone").fieldNames()).toIterable().contains("resnet");
        assertThat(all.get("extra_levels").fieldNames()).toIterable().contains("none", "last_level_p6p7");
        assertThat(all.get("kernels").fieldNames()).toIterable().contains("nd4j");
        assertThat(all.at("/neck/bifpn").has("repeats")).isTrue();
        assertThat(all.at("/training/epochs").asInt()).isEqualTo(12);
        assertThat(all.at("/training/optimizer/type").asText()).isEqualTo("sgd");
        assertThat(all.at("/training.optimizer/adamw/beta1").asDouble()).isEqualTo(0.9);
        assertThat(all.at("/augmentation/horizontal_flip").asDouble()).isZero();
        assertThat(all.get("experiment")).hasToString("{\"name\":\"\",\"seed\":0,\"base\":\"\"}");
        assertThat(all.get("ablation").fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "base",
                        "config",
                        "axes",
                        "seeds",
                        "folds",
                        "workers",
                        "baseline",
                        "compare",
                        "decide_by",
                        "margin",
                        "looks",
                        "match");
        assertThat(all.fieldNames()).toIterable().contains("input", "execution", "pretrained", "norm", "matcher");
        assertThat(all.at("/metrics/coco/AP").asText())
                .isEqualTo("mean precision over all points of recall, IoU thresholds and classes");
        assertThat(all.get("metrics").fieldNames())
                .toIterable()
                .containsExactly("ap", "coco", "froc", "rsna", "segm", "tide");
        for (JsonNode family : all.get("metrics")) {
            assertThat(family).isNotEmpty().allSatisfy(meaning -> assertThat(meaning.asText())
                    .isNotBlank()
                    .doesNotContain("\n"));
        }
        assertThat(CommandRun.of("list").results())
                .contains("metrics: coco\n  AP                       mean precision")
                .contains("metrics: froc\n");
        for (String option : new String[] {"", "--markdown"}) {
            CommandRun run = option.isEmpty() ? CommandRun.of("list") : CommandRun.of("list", option);
            assertThat(run.code()).isZero();
            assertThat(run.results()).contains("bifpn", "repeats", "last_level_p6p7");
        }
    }

    @Test
    void makeDataWritesTheSameFilesTwiceAndTheyOpenAsCoco() throws IOException {
        String[] sets = {"train_images=3", "val_images=2", "test_images=1", "height=64", "width=64", "seed=5"};
        List<Object> words = new ArrayList<>(List.of("make-data", "--out", ""));
        for (String set : sets) {
            words.addAll(List.of("--set", set));
        }
        List<Map<String, String>> written = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            words.set(2, directory.resolve(name));
            CommandRun run = CommandRun.of(words.toArray());
            assertThat(run.code()).as(run.log()).isZero();
            assertThat(run.log()).isEqualTo("6 images\n");
            assertThat(run.results()).isEqualTo(directory.resolve(name) + "\n");
            written.add(contents(directory.resolve(name)));
        }
        assertThat(written.get(0)).hasSize(9); // six pictures, three files of annotations
        assertThat(written.get(1)).isEqualTo(written.get(0));

        Path root = directory.resolve("first");
        Dataset read = new CocoReader(
                        root.resolve("annotations/instances_train.json"), root.resolve("train"), OrientationRule.AUTO)
                .read("set");
        Dataset drawn = new RadiographsConfig(3, 2, 1, 64, 64, 5, 8, 0.03, 1, 4, 2).open(Split.TRAIN);
        assertThat(read.classNames()).isEqualTo(drawn.classNames());
        assertThat(read.images()).hasSize(3);
        assertThat(read.annotationCount()).isEqualTo(drawn.annotationCount()).isPositive();
    }

    @Test
    void whatCannotBeWrittenIsSaidInOneSentence() throws IOException {
        Path file = Files.writeString(directory.resolve("taken"), "");
        CommandRun train = CommandRun.of("train", config, "--out", file);
        assertThat(train.code()).isEqualTo(2);
        assertThat(train.log())
                .contains(file + ": cannot be written: a file is in its place\n")
                .endsWith("1 problem.\n")
                .doesNotContain("\tat ");
        refusedAtEnd(CommandRun.of("make-data", "--out", file), file + ": data set cannot be written: ");
        Path nowhere = directory.resolve("nowhere/cost.json");
        refused(
                CommandRun.of("cost", config, "--json", nowhere),
                nowhere + ": cannot be written: its directory does not exist\n1 problem.\n");
        Path study = Files.writeString(
                directory.resolve("study.yaml"), "base: small.yaml\naxes: {neck.type: [fpn, panet]}\n");
        refused(
                CommandRun.of("ablate", study, "--out", file),
                file + ": cannot be written: a file is in its place\n1 problem.\n");
        assertThat(file).isEmptyFile();
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        CommandRun help = CommandRun.of("--help");
        assertThat(help.code()).isZero();
        assertThat(help.results()).startsWith("Usage: fpn").contains("ablate", "make-data");
        assertThat(CommandRun.of("--version").results()).startsWith("fpn4j ");
        CommandRun nothing = CommandRun.of();
        assertThat(nothing.code()).isEqualTo(2);
    }

    private static void refused(CommandRun run, String log) {
        assertThat(run).isEqualTo(new CommandRun(2, "", log));
    }

    private static void refusedAtEnd(CommandRun run, String start) {
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.results()).isEmpty();
        assertThat(run.log()).startsWith(start).endsWith("\n1 problem.\n").doesNotContain("\tat ");
        assertThat(run.log().lines()).hasSize(2);
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.code()).as(run.log()).isZero();
        return JSON.readTree(run.results());
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        root.relativize(file).toString(),
                        org.fpn4j.core.files.Digests.sha256(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
