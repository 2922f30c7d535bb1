package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostCommandTest {
    private static final Path MODELS = Path.of(System.getProperty("fpn.root"), "configs", "models");

    @TempDir
    private Path directory;

    private static JsonNode cost(Object... arguments) throws IOException {
        List<Object> words = new ArrayList<>(List.of("cost", "--json", "-"));
        words.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(words.toArray());
        assertThat(run.code()).as(run.log()).isZero();
        return new ObjectMapper().readTree(run.results());
    }

    private static long sum(JsonNode array, String field) {
        long sum = 0;
        for (JsonNode element : array) {
            sum += element.get(field).asLong();
        }
        return sum;
    }

    /** By hand: 1x1 of 512 and 3x3 of 256 channels; towers of eight, 9 anchors' 91 classes and 4 sides, all on 100x100. */
    @Test
    void levelsCostWhatRunsOnThem() throws IOException {
        JsonNode level = cost(MODELS.resolve("retinanet_r50_fpn.yaml")).at("/levels/0");

        assertThat(level.get("neck_macs").asLong()).isEqualTo(10_000L * (512 * 256 + 256 * 256 * 9));
        assertThat(level.get("head_macs").asLong()).isEqualTo(10_000L * 256 * 9 * (8 * 256 + 9 * 91 + 9 * 4));
        assertThat(level.get("macs").asLong())
                .isEqualTo(
                        level.get("neck_macs").asLong() + level.get("head_macs").asLong());
    }

    /** Counted on YOLOX's networks written in PyTorch; those of nano, s and l are published. */
    @ParameterizedTest
    @CsvSource({"nano, 912159", "tiny, 5055855", "s, 8968255", "m, 25326495", "l, 54208895", "x, 99071455"})
    void yoloxsSizesHaveTheirParameters(String size, long parameters) throws IOException {
        JsonNode cost = cost(MODELS.resolve("yolox_" + size + ".yaml"));

        assertThat(cost.at("/params/total").asLong()).isEqualTo(parameters);
    }

    /** The published integers of RetinaNet's necks with ResNet-50, and what PANet's second way adds to the first. */
    @Test
    void variantsOfAnAblationStandBesideEachOther() throws IOException {
        Path base = Files.writeString(
                directory.resolve("base.yaml"),
                """
                input: {height: 128, width: 128}
                backbone: {type: resnet, depth: 18, width: 0.125}
                neck: {type: fpn, out_channels: 8}
                head: {type: retina, num_classes: 2, tower: {convs: 1}}
                """);
        Path ablation = Files.writeString(
                directory.resolve("widths.yaml"),
                "base: base.yaml\naxes:\n  neck.out_channels: [8, 16]\nseeds: [0, 1]\n");
        Path json = directory.resolve("cost.json");

        CommandRun run = CommandRun.of("cost", ablation, "--json", json);
        CommandRun wide = CommandRun.of("cost", base, "--set", "neck.out_channels=16");

        assertThat(run.code()).isZero();
        assertThat(run.results().lines().findFirst().orElseThrow()).matches("parameters +8 +16 *");
        JsonNode variants = new ObjectMapper().readTree(json.toFile());
        assertThat(variants).hasSize(2);
        assertThat(variants.get(1).get("name").asText()).isEqualTo("16");
        assertThat(wide.results())
                .contains(String.format(
                        Locale.ROOT,
                        "%,d",
                        variants.get(1).get("params").get("total").asLong()));
    }

    @Test
    void severalDetectorsStandBesideEachOther() throws IOException {
        Path fpn = MODELS.resolve("retinanet_r50_fpn.yaml");
        Path panet = MODELS.resolve("retinanet_r50_panet.yaml");

        CommandRun run = CommandRun.of("cost", fpn, panet);
        JsonNode both = cost(fpn, panet);

        long first = both.at("/0/parts/neck/params").asLong();
        long second = both.at("/1/parts/neck/params").asLong();
        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results().lines().findFirst())
                .contains("parameters      retinanet_r50_fpn  retinanet_r50_panet");
        assertThat(run.results())
                .containsPattern("(?m)^backbone +23,[0-9,]+ +23,[0-9,]+ +\\+0.00 %$")
                .contains(String.format(Locale.ROOT, "%+.2f %%", 100.0 * (second - first) / first))
                .containsPattern("(?m)^GMACs +retinanet_r50_fpn +retinanet_r50_panet$")
                .containsPattern("(?m)^total +151.540437 +");
        assertThat(both).hasSize(2);
        assertThat(both.at("/1/config").asText()).isEqualTo(panet.toString());
        assertThat(both.at("/0/macs").asLong()).isEqualTo(cost(fpn).get("macs").asLong());
    }

    @ParameterizedTest
    @CsvSource({
        "retinanet_r50_fpn, 800, 800",
        "retinanet_r50_panet, 512, 512",
        "retinanet_r50_bifpn, 100, 141",
        "retinanet_r18_bifpn, 33, 65",
        "fcos_r50_fpn, 64, 64"
    })
    void whatLevelsCostAddsUpToNeckAndHead(String model, int height, int width) throws IOException {
        JsonNode cost = cost(
                MODELS.resolve(model + ".yaml"), "--set", "input.height=" + height, "--set", "input.width=" + width);

        assertThat(sum(cost.get("levels"), "neck_macs"))
                .isEqualTo(cost.at("/parts/neck/macs").asLong());
        assertThat(sum(cost.get("levels"), "head_macs"))
                .isEqualTo(cost.at("/parts/head/macs").asLong());
    }

    /** C5 sees 427 pixels, 32 apart; a window of P3 reaches one cell of it or two, one of P4 two and one of P5 three. */
    @Test
    void levelsSayWhatTheyCanSee() throws IOException {
        JsonNode levels = cost(MODELS.resolve("retinanet_r50_fpn.yaml")).get("levels");

        List<String> fields = new ArrayList<>();
        levels.forEach(level -> fields.add(level.get("level").asText() + " " + level.get("receptive_field_min") + " "
                + level.get("receptive_field") + " " + level.get("whole_image")));
        assertThat(fields)
                .containsExactly(
                        "P3 427 459 false",
                        "P4 459 459 false",
                        "P5 491 491 false",
                        "P6 555 555 false", // 491 + 2 * 32, of P5
                        "P7 683 683 false"); // and 2 * 64
    }

    @Test
    void aGroupNormOnTheWayIsMarked() {
        CommandRun marked = CommandRun.of("cost", TinyExperiment.write(directory));
        CommandRun plain = CommandRun.of("cost", MODELS.resolve("retinanet_r50_fpn.yaml"));

        assertThat(marked.results())
                .containsPattern("P4 .*\\* px")
                .endsWith(
                        "* a group norm or a global pool sees the whole image; the number is what the windows reach\n");
        assertThat(plain.results()).contains("427-459 px").doesNotContain("*");
    }

    @Test
    void nodesAddUpToTheWhole() throws IOException {
        Path config = TinyExperiment.write(directory);

        JsonNode cost = cost(config, "--nodes");
        CommandRun text = CommandRun.of("cost", config, "--nodes");

        assertThat(sum(cost.get("nodes"), "macs")).isEqualTo(cost.get("macs").asLong());
        assertThat(sum(cost.get("nodes"), "bytes"))
                .isEqualTo(cost.get("activation_bytes").asLong());
        assertThat(cost.at("/nodes/0").toString())
                .isEqualTo("{\"name\":\"backbone.convolution\",\"kind\":\"convolution\",\"output\":[1,8,32,32],"
                        + "\"macs\":1204224,\"bytes\":32768,\"stride\":2.0," // 7 * 7 * 3 * 8 * 32 * 32; 4 * 8 * 32 * 32
                        + "\"receptive_field\":7,\"receptive_field_min\":7,\"whole_image\":false}");
        assertThat(text.results()).containsPattern("backbone\\.convolution .* 1,204,224 MACs +7 px");
    }
}
