package org.fpn4j.experiments.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor says of files with {@code configs/schema.json}, beside what the loader says of them. */
class FileSchemaTest {
    private static final Path CONFIGS = Path.of(System.getProperty("fpn.root")).resolve("configs");
    private static final Path FILE = CONFIGS.resolve("schema.json");

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(
                    FileSchema.document(),
                    SchemaValidatorsConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .build());

    @TempDir
    Path folder;

    @BeforeEach
    void writeBase() {
        TinyExperiment.write(folder);
    }

    @Test
    void theFileOfTheSchemaIsCurrent() throws IOException {
        assertThat(new ObjectMapper().readTree(Files.readString(FILE)))
                .as("write it anew with ./fpn config --schema > configs/schema.json")
                .isEqualTo(new ObjectMapper().readTree(FileSchema.document().toString()));
    }

    @Test
    void everyKeyIsDescribed() {
        List<String> silent = new ArrayList<>();
        describe("", FileSchema.document(), silent);

        assertThat(silent).as("keys whose @param is missing").isEmpty();
    }

    private static void describe(String path, JsonNode node, List<String> silent) {
        node.fields().forEachRemaining(field -> {
            String child = path + "/" + field.getKey();
            if (field.getKey().equals("properties") && !path.endsWith("/if") && !path.endsWith("/axes")) {
                field.getValue().fields().forEachRemaining(key -> {
                    JsonNode value = key.getValue();
                    boolean elsewhere = value.has("$ref") || value.has("anyOf") || value.has("const");
                    if (!elsewhere && value.path("description").asText().isEmpty()) {
                        silent.add(child + "/" + key.getKey());
                    }
                });
            }
            describe(child, field.getValue(), silent);
        });
        if (node.isArray()) {
            node.forEach(item -> describe(path, item, silent));
        }
    }

    static Stream<Path> configs() throws IOException {
        try (Stream<Path> files = Files.walk(CONFIGS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void everyConfigIsAcceptedAndNamesTheSchema(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(refusals(text)).isEmpty();
        assertThat(text.lines().findFirst())
                .contains("# yaml-language-server: $schema=" + file.getParent().relativize(FILE));
    }

    /** What the loader refuses, and the place at which an editor marks it. */
    static Stream<Arguments> wrong() {
        String ablation = "base: small.yaml\n";
        return Stream.of(
                Arguments.of("sed: 1", ": sed"),
                Arguments.of("neck: {type: fpn, repeats: 3}", "/neck: repeats"),
                Arguments.of("neck: {type: bifnp}", "/neck/type"),
                Arguments.of("neck: {nothing: 3}", "/neck: nothing"),
                Arguments.of("neck: fpn", "/neck"),
                Arguments.of("neck: {type: bifpn, repeats: 0}", "/neck/repeats"),
                Arguments.of("neck: {type: bifpn, repeats: 101}", "/neck/repeats"),
                Arguments.of("neck: {type: bifpn, repeats: three}", "/neck/repeats"),
                Arguments.of("neck: {type: bifpn, repeats: 2.5}", "/neck/repeats"),
                Arguments.of("neck: {type: bifpn, fusion_epsilon: 0}", "/neck/fusion_epsilon"),
                Arguments.of("neck: {type: fpn, norm: {type: batch_norm, groups: 3}}", "/neck/norm: groups"),
                Arguments.of("neck: {type: fpn, norm: {type: layer_norm}}", "/neck/norm/type"),
                Arguments.of("neck: {type: fpn, top_down: 1}", "/neck/top_down"),
                Arguments.of("backbone: {type: resnet, depth: 20}", "/backbone/depth"),
                Arguments.of("head: {type: retina, prior: 1}", "/head/prior"),
                Arguments.of("head: {type: retina, anchors: {order: by_luck}}", "/head/anchors/order"),
                Arguments.of("head: {type: retina, anchors: {aspect_ratios: []}}", "/head/anchors/aspect_ratios"),
                Arguments.of("head: {type: retina, anchors: {aspect_ratios: [1, 0]}}", "/head/anchors/aspect_ratios/1"),
                Arguments.of("head: {type: retina, points: {stride: grid}}", "/head: points"),
                Arguments.of(
                        "head: {type: retina, postprocess: {max_detection: 1}}", "/head/postprocess: max_detection"),
                Arguments.of("input: {height: 1000000000}", "/input/height"),
                Arguments.of("input: {normalization: {mean: [0, 0]}}", "/input/normalization/mean"),
                Arguments.of("training: {batch_size: 100000}", "/training/batch_size"),
                Arguments.of("training: {optimizer: {type: sgd, momentum: 1}}", "/training/optimizer/momentum"),
                Arguments.of("training: {schedule: {type: cosine, gamma: 1}}", "/training/schedule: gamma"),
                Arguments.of("data: {type: voc, train_images: 3}", "/data: train_images"),
                Arguments.of("pretrained: {outputs: {nodule: -1}}", "/pretrained/outputs/nodule"),
                Arguments.of("name: [a]", "/name"),
                Arguments.of("name: 1.5", "/name"),
                Arguments.of("name: true", "/name"),
                Arguments.of("seed: null", "/seed"),
                Arguments.of("base: [a.yaml]", "/base"),
                Arguments.of("[1, 2]", ""),
                Arguments.of("axes: {neck.type: [fpn]}", ": base"),
                Arguments.of(ablation + "axes: {}", "/axes"),
                Arguments.of(ablation + "axes: {neck.type: []}", "/axes/neck.type"),
                Arguments.of(ablation + "axes: {neck.type: fpn}", "/axes/neck.type"),
                Arguments.of(ablation + "axes: {neck.typ: [fpn]}", "/axes/neck.typ"),
                Arguments.of(ablation + "axes: {nek.type: [fpn]}", "/axes/nek.type"),
                Arguments.of(ablation + "axes: {neck.type: [fpn, fpm]}", "/axes/neck.type/1"),
                Arguments.of(ablation + "axes: {input.height: [64, 16]}", "/axes/input.height/1"),
                Arguments.of(ablation + "axes: {size: {small: {inptu: {height: 64}}}}", "/axes/size/small: inptu"),
                Arguments.of(ablation + "axes: {size: {small: 3}}", "/axes/size/small"),
                Arguments.of(ablation + "axes: {neck.type: [fpn]}\nconfig: {trainig: {}}", "/config: trainig"),
                Arguments.of(ablation + "axes: {neck.type: [fpn]}\nconfig: {base: a.yaml}", "/config: base"),
                Arguments.of(ablation + "axes: {neck.type: [fpn]}\nseeds: [0, 0]", "/seeds"),
                Arguments.of(ablation + "axes: {neck.type: [fpn]}\nseeds: [0.5]", "/seeds/0"),
                Arguments.of(ablation + "axes: {neck.type: [fpn]}\nseeds: []", "/seeds"),
                Arguments.of(ablation + "axes: {neck.type: [fpn]}\nworkers: 0", "/workers"),
                Arguments.of(ablation + "axes: {neck.type: [fpn]}\nworkers: 1000", "/workers"),
                Arguments.of(ablation + "axes: {neck.type: [fpn]}\nneck: {type: fpn}", ": neck"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatTheLoaderRefusesIsRefusedAtItsPlace(String yaml, String place) throws IOException {
        assertThatThrownBy(() -> load(yaml)).isInstanceOf(UserInputException.class);
        assertThat(refusals(yaml)).containsExactly(place);
    }

    /** Where a schema cannot know: rules between several values and files, and Java's whole numbers. */
    static Stream<Arguments> unknowable() {
        return Stream.of(
                Arguments.of("a level of the neck that the backbone lacks", "neck: {type: fpn, max_level: 7}"),
                Arguments.of("coarsest above finest", "neck: {type: fpn, min_level: 5, max_level: 3}"),
                Arguments.of(
                        "groups that do not divide",
                        "head: {type: fcos, tower: {norm: {type: group_norm, groups: 7}}}"),
                Arguments.of("background above foreground", "head: {type: retina, matcher: {foreground: 0.1}}"),
                Arguments.of("a type's key beside another type below", "neck: {repeats: 3}"),
                Arguments.of("limits that do not rise", "head: {type: fcos, assignment: {regression_limits: [2, 1]}}"),
                Arguments.of("milestones of another unit", "training: {schedule: {type: step, milestones: [8]}}"),
                Arguments.of("bfloat16 on ND4J", "execution: {kernels: nd4j, dtype: bfloat16}"),
                Arguments.of("a whole number with a point", "seed: 1.0"),
                Arguments.of("a base that is not there", "base: missing.yaml"),
                Arguments.of("a key written twice", "seed: 1\nseed: 2"),
                Arguments.of("anchors of YAML", "name: &a x"),
                Arguments.of("two variants alike", "base: small.yaml\naxes: {a: {x: {seed: 1}, y: {seed: 1}}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unknowable")
    void onlyTheLoaderKnows(String what, String yaml) throws IOException {
        assertThatThrownBy(() -> load(yaml)).isInstanceOf(UserInputException.class);
        assertThat(refusals(yaml)).isEmpty();
    }

    static Stream<String> right() {
        String ablation = "base: small.yaml\n";
        return Stream.of(
                "{}",
                "base: small.yaml",
                "base: small.yaml\nneck: {type: bifpn, repeats: 1, max_level: 6}\nhead: {tower: {convs: 0}}",
                "name: 2026\nseed: -3",
                "pretrained: {from: keras-tfjs, outputs: {nodule: 1}}",
                "head: {postprocess: {max_detections: 10}}",
                "neck: {type: bifpn}\nextra_levels: {type: none}",
                "neck: {out_channels: 64, fuse: average}",
                ablation + "axes: {neck.type: [fpn, panet], seed2: {a: {input: {height: 96}}, b: {}}}\nseeds: [3]",
                ablation + "axes: {neck: [{type: fpn}, {type: panet}]}\nworkers: 2",
                ablation + "axes: {neck.norm.type: [none, batch_norm]}\nconfig: {training: {epochs: 1}}",
                ablation + "axes:\n  input.normalization.mean[0]: [0.1, 0.2]");
    }

    @ParameterizedTest
    @MethodSource("right")
    void whatTheLoaderAcceptsIsAccepted(String yaml) throws IOException {
        assertThatCode(() -> load(yaml)).doesNotThrowAnyException();
        assertThat(refusals(yaml)).isEmpty();
    }

    private Object load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), yaml);
        return yaml.contains("axes:") ? Ablation.load(file, List.of()) : Experiment.load(file, List.of());
    }

    private static List<String> refusals(String yaml) throws IOException {
        JsonNode tree = new YAMLMapper().readTree(yaml);
        return SCHEMA.validate(tree).stream()
                .map(message -> message.getInstanceLocation()
                        + (message.getProperty() == null ? "" : ": " + message.getProperty()))
                .distinct()
                .sorted()
                .toList();
    }
}
