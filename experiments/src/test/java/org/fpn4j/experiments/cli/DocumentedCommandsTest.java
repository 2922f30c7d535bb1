package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.experiments.ablation.Ablation;
import org.fpn4j.experiments.cli.Documents.Block;
import org.fpn4j.experiments.cli.Documents.Typed;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that the documents show to write or to type is written and typed, with small files in the place of a reader's
 * own. What needs a download or hours is listed, and its arguments and configs are read.
 */
class DocumentedCommandsTest {
    /** Commands that are shown and not run, by what they begin with, and why. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "./fpn ablate configs/quickstart.yaml", "trains for minutes",
            "./fpn ablate configs/ablations/", "trains for minutes or hours, some after a download",
            "./fpn plan configs/models/retinanet_r50_fpn.yaml",
                    "eight steps of a ResNet-50 detector take half a minute",
            "./fpn classify", "needs 95 MB of weights",
            "./fpn serve", "goes on until a signal",
            "curl ", "asks what goes on until a signal",
            "./fpn train configs/models/retinanet_r50_keras_fpn.yaml", "needs 95 MB of weights, and trains for hours",
            "npm pack ", "downloads",
            "mvn ", "Maven, which runs this test",
            "java -cp ", "a program that a test of examples runs, or the command line with a class path of examples");

    /** Commands that are named where they need arguments that are not told. */
    private static final List<String> NAMED_ALONE = List.of(
            "ablate",
            "audit",
            "bench",
            "classify",
            "compare",
            "cost",
            "data",
            "eval",
            "explain",
            "export",
            "import",
            "levels",
            "make-data",
            "plan",
            "predict",
            "runs",
            "score",
            "serve",
            "sweep",
            "trace",
            "train",
            "weights");

    /** Commands that write into the current directory where no {@code --out} names another. */
    private static final List<String> WRITING = List.of("ablate", "heatmaps", "predict", "train");

    /** What a YAML block stands upon where it is a part of a file. */
    private static final Map<String, String> BASES = Map.of(
            "docs/interchange.md yaml 1", "configs/models/retinanet_r50_fpn.yaml",
            "docs/interchange.md yaml 2", "small.yaml");

    /** Names that other blocks know a YAML block by. */
    private static final Map<String, String> NAMES = Map.of("README.md yaml 1", "my_experiment.yaml");

    /** YAML whose types lie in examples, where a test compares it with the file that another one loads. */
    private static final List<String> OF_EXAMPLES = List.of("docs/adding-a-neck.md yaml 1");

    /** Its commands follow each other; {@link TutorialTest} walks it. */
    private static final String TUTORIAL = "docs/tutorial.md";

    @TempDir
    private static Path directory;

    @TempDir
    private Path place;

    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    private static Set<String> around;

    /** Names in the working directory, where a word that nobody mapped would become a file. */
    private static Set<String> workingDirectory() {
        return Set.of(new File("").getAbsoluteFile().list());
    }

    @AfterAll
    static void nothingIsWrittenWhereTheTestsRun() {
        assertThat(workingDirectory()).isEqualTo(around);
    }

    @BeforeAll
    static void makeStandIns() throws IOException {
        around = workingDirectory();
        Files.createSymbolicLink(directory.resolve("configs"), Documents.ROOT.resolve("configs"));
        StandIns standIns = new StandIns(directory);
        Path experiment = standIns.experiment();
        Path run = standIns.run();
        Path dataset = standIns.dataset();
        Path weights = standIns.weights();
        Path state = standIns.state();
        WORDS.put("FILE", experiment.toString());
        WORDS.put("CONFIG", experiment.toString());
        WORDS.put("FILE...", experiment.toString());
        WORDS.put("ablate FILE", standIns.ablation().toString());
        WORDS.put("RUN", run.toString());
        WORDS.put("runs --why", run.toString());
        WORDS.put("runs B", run.toString());
        WORDS.put("[DIR]", run.getParent().toString());
        WORDS.put("IMAGE", dataset.resolve("val2017/000001.png").toString());
        WORDS.put("IMAGE...", dataset.resolve("val2017").toString());
        WORDS.put("photo.jpg", dataset.resolve("val2017/000001.png").toString());
        WORDS.put("/data/cxr", dataset.toString());
        WORDS.put("GT.json", dataset.resolve("val.json").toString());
        Path detections = standIns.detections(run, dataset.resolve("val.json"));
        WORDS.put("DETECTIONS.json", detections.toString());
        WORDS.put("score RUN/detections.json", detections.toString());
        WORDS.put("RUN/detections.json", directory.resolve("detections.json").toString());
        Path other = Files.copy(detections, directory.resolve("other.json"));
        WORDS.put("compare --baseline", detections.toString());
        WORDS.put("compare --other", other.toString());
        WORDS.put("compare RUN...", twoRuns(run).toString());
        WORDS.put("A.safetensors", weights.toString());
        WORDS.put("B.safetensors", weights.toString());
        WORDS.put("STATE.pth", state.toString());
        WORDS.put("retinanet.pth", state.toString());
        WORDS.put("import FILE", state.toString());
        WORDS.put("export --onnx", directory.resolve("model.onnx").toString());
        WORDS.put("import --config", standIns.torchvision().toString());
        WORDS.put("resnet50.zip", standIns.network().toString());
        WORDS.put("DIR", directory.resolve("made").toString());
        WORDS.put("COMMAND", "cost");
        WORDS.put("bench ...", experiment.toString());
        WORDS.put("execution.threads=N", "execution.threads=1");
        for (String made : List.of("W", "w", "paper", "mmdet")) {
            WORDS.put(
                    made + ".safetensors",
                    directory.resolve("made-" + made + ".safetensors").toString());
        }
        WORDS.put("data=...", "data={type: synthetic_radiographs}");
        WORDS.put("pretrained.file=package/ResNet50", "pretrained.file=" + state);
        WORDS.put("data.root=/path/to/bccd/BCCD", "data.root=" + dataset);
    }

    /** A run under two names, as of two variants. */
    private static Path twoRuns(Path run) throws IOException {
        Path folder = directory.resolve("pair");
        for (String name : List.of("fpn-0", "bifpn-0")) {
            Files.createDirectories(folder.resolve(name));
            for (String file : List.of("config.yaml", "provenance.json", "result.json", "detections.json")) {
                Files.copy(run.resolve(file), folder.resolve(name).resolve(file));
            }
        }
        return folder;
    }

    static List<Typed> typed() {
        return Documents.typed().stream()
                .filter(typed -> !typed.document().equals(TUTORIAL))
                .toList();
    }

    static List<Block> yaml() {
        return Documents.blocks().stream()
                .filter(block ->
                        block.language().equals("yaml") && !block.document().equals(TUTORIAL))
                .filter(block -> !OF_EXAMPLES.contains(block.toString()))
                .toList();
    }

    static List<Typed> files() {
        return Documents.files();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void typed(Typed typed) {
        String text = typed.text()
                .replaceFirst("^source <\\((.*)\\)$", "$1")
                .replaceFirst("^([A-Z_]+=\\S+ )+", "")
                .replaceFirst(" > .*", "");
        Optional<String> excuse =
                NOT_RUN.keySet().stream().filter(text::startsWith).findFirst();
        if (text.equals("./fpn") || text.equals("./fpn ...")) {
            assertThat(typed.fenced()).as("any command").isFalse();
        } else if (text.startsWith("./fpn ")) {
            String[] words = text.substring("./fpn ".length()).split(" ");
            if (words.length == 1 && NAMED_ALONE.contains(words[0]) && !typed.fenced()) {
                assertThat(Main.commandLine().getSubcommands()).containsKey(words[0]);
            } else if (excuse.isPresent()) {
                read(arguments(words));
            } else {
                CommandRun run = CommandRun.of((Object[]) withPlace(arguments(words)));
                assertThat(run.code()).as(typed + "\n" + run.log()).isZero();
            }
        } else {
            assertThat(excuse)
                    .as(typed + " is run, or has its reason not to be")
                    .isPresent();
        }
    }

    /** Where a command writes into the current directory, it is told another. */
    private String[] withPlace(String... arguments) {
        if (!WRITING.contains(arguments[0]) || List.of(arguments).contains("--out")) {
            return arguments;
        }
        String[] placed = Arrays.copyOf(arguments, arguments.length + 2);
        placed[arguments.length] = "--out";
        placed[arguments.length + 1] = place.toString();
        return placed;
    }

    /** A shell's words, with what a reader has in the place of what the documents say. */
    private static String[] arguments(String... words) {
        String[] arguments = words.clone();
        for (int i = 1; i < words.length; i++) {
            String of = words[i - 1].startsWith("--") ? words[i - 1] : words[i];
            String meant = words[i].startsWith("--") ? words[i] : WORDS.getOrDefault(words[0] + " " + of, "");
            String own = meant.isEmpty() ? WORDS.getOrDefault(words[i], words[i]) : meant;
            arguments[i] =
                    own.startsWith("configs/") ? Documents.ROOT.resolve(own).toString() : own;
        }
        return arguments;
    }

    /** Reads the arguments, and the config among them with what they set. */
    private static void read(String... arguments) {
        Main.commandLine().parseArgs(arguments);
        List<String> sets = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i - 1].equals("--set")) {
                sets.add(arguments[i]);
            }
        }
        Path file = Path.of(arguments[1]);
        if (arguments[0].equals("ablate")) {
            assertThat(Ablation.load(file, sets).cells()).isNotEmpty();
        } else if (!List.of("classify", "serve").contains(arguments[0])) {
            assertThat(Experiment.load(file, sets).config()).isNotNull();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void yaml(Block block) throws IOException {
        Path file = write(block);

        if (block.text().contains("axes:")) {
            write(blockOf("README.md yaml 1"));
            assertThat(Ablation.load(file, List.of()).cells()).isNotEmpty();
        } else {
            CommandRun run = CommandRun.of("config", file);
            assertThat(run.code()).as(run.log()).isZero();
        }
    }

    private static Block blockOf(String name) {
        return yaml().stream()
                .filter(block -> block.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Path write(Block block) throws IOException {
        String text = block.text();
        for (String word : List.of("/data/cxr", "retinanet.pth", "resnet50.zip")) {
            text = text.replace(word, WORDS.get(word));
        }
        if (BASES.containsKey(block.toString())) {
            text = "base: " + BASES.get(block.toString()) + "\n" + text;
        }
        String name = NAMES.getOrDefault(block.toString(), "block.yaml");
        return Files.writeString(directory.resolve(name), text);
    }

    /** For one epoch, at a size that takes seconds. */
    @Test
    void theReadersOwnExperimentTrains() throws IOException {
        Path file = write(blockOf("README.md yaml 1"));

        CommandRun run = CommandRun.of(
                "train",
                file,
                "--out",
                directory.resolve("own"),
                "--set",
                "training.epochs=1",
                "--set",
                "input={height: 128, width: 128}",
                "--set",
                "execution.threads=1");

        assertThat(run.code()).as(run.log()).isZero();
    }

    /** A table that has what no document has would hide what is forgotten in it. */
    @Test
    void theTablesNameWhatTheDocumentsHave() {
        String all = String.join("\n", typed().stream().map(Typed::text).toList())
                + String.join("\n", yaml().stream().map(Block::text).toList());

        assertThat(NOT_RUN.keySet()).allSatisfy(beginning -> assertThat(all).contains(beginning));
        assertThat(NAMED_ALONE).allSatisfy(command -> assertThat(all).contains("./fpn " + command));
        assertThat(WORDS.keySet())
                .allSatisfy(word -> assertThat(all).contains(word.split(" ")[word.split(" ").length - 1]));
        assertThat(Documents.blocks().stream().map(Block::toString).toList())
                .containsAll(BASES.keySet())
                .containsAll(NAMES.keySet())
                .containsAll(OF_EXAMPLES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void files(Typed named) {
        assertThat(Documents.ROOT.resolve(named.text())).as(named.toString()).exists();
    }
}
