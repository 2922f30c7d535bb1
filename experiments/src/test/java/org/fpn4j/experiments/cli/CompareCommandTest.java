package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fpn4j.evaluation.replicate.ReplicatesFile;
import org.fpn4j.evaluation.statistics.DrawnScores;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of runs, and of files that come from anywhere. */
class CompareCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static Path study;
    private static Path truth;

    @BeforeAll
    static void prepare() throws IOException {
        TinyExperiment.write(directory);
        Path file = Files.writeString(
                directory.resolve("study.yaml"),
                """
                base: small.yaml
                config: {training: {epochs: 1}}
                axes: {neck.out_channels: [8, 16]}
                seeds: [0, 1]
                """);
        study = directory.resolve("runs/study");
        CommandRun ablation = CommandRun.of("ablate", file, "--out", study);
        assertThat(ablation.code()).as(ablation.log()).isZero();
        assertThat(ablation.results()).contains("AP against 8 (paired by seed, 2 seeds, ");
        truth = Files.writeString(
                directory.resolve("truth.json"),
                """
                {"images": [{"id": 1, "width": 100, "height": 100}, {"id": 2, "width": 100, "height": 100}],
                 "categories": [{"id": 1, "name": "nodule"}],
                 "annotations": [
                   {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 20], "area": 400, "iscrowd": 0},
                   {"id": 2, "image_id": 2, "category_id": 1, "bbox": [50, 50, 20, 20], "area": 400, "iscrowd": 0}]}
                """);
        detections("good-0.json", 10, 50);
        detections("good-1.json", 11, 50);
        detections("bad-0.json", 18, 50);
        detections("bad-1.json", 30, 50);
    }

    /** One in each image, that many pixels from the left. */
    private static Path detections(String name, int first, int second) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                """
                [{"image_id": 1, "category_id": 1, "bbox": [%d, 10, 20, 20], "score": 0.9},
                 {"image_id": 2, "category_id": 1, "bbox": [%d, 50, 20, 20], "score": 0.8}]
                """
                        .formatted(first, second));
    }

    private static Path path(String name) {
        return directory.resolve(name);
    }

    @Test
    void theRunsOfAnAblationAreComparedByWhatTheyKept() throws IOException {
        Path file = directory.resolve("comparison.json");

        CommandRun compared = CommandRun.of("compare", study, "--baseline", "16", "--json", file);

        assertThat(compared.code()).as(compared.log()).isZero();
        assertThat(compared.results())
                .startsWith("AP against 16 (paired by seed, 2 seeds, 4 images; interval 95 %)\n  8  ");
        JsonNode json = JSON.readTree(file.toFile());
        JsonNode own = JSON.readTree(study.resolve("results.json").toFile()).get("comparison");
        assertThat(json.get("baseline").asText()).isEqualTo("16");
        assertThat(json.at("/comparisons/0/difference").asDouble())
                .isEqualTo(-own.at("/comparisons/0/difference").asDouble());
        assertThat(json.at("/comparisons/0/p").asDouble())
                .isEqualTo(own.at("/comparisons/0/p").asDouble());
        assertThat(json.at("/comparisons/0").fieldNames())
                .toIterable()
                .contains("variant", "metric", "difference", "low", "high", "p", "verdict", "seeds", "images")
                .contains("half_seeds", "half_images");
    }

    @Test
    void drawsThatAreLostAreMadeAgainOfTheDetections() throws IOException {
        Path run = study.resolve("8-1");
        byte[] draws = Files.readAllBytes(run.resolve("replicates.bin"));
        Files.write(run.resolve("replicates.bin"), new byte[] {1, 2, 3});

        CommandRun compared = CommandRun.of("compare", study);

        assertThat(compared.code()).as(compared.log()).isZero();
        assertThat(compared.log()).contains("replicates.bin: is damaged").contains("it is made again");
        assertThat(run.resolve("replicates.bin")).hasBinaryContent(draws);
    }

    @Test
    void metricsOfOtherFamiliesAreDrawnWhenSomebodyComparesByThem() throws IOException {
        Path copy = copy("families");
        Path drawn = copy.resolve("8-0").resolve("replicates.bin");
        ReplicatesFile before = ReplicatesFile.read(drawn);

        CommandRun compared = CommandRun.of("compare", copy, "--baseline", "8", "--metric", "froc");
        CommandRun strict = CommandRun.of("compare", copy, "--metric", "FROC", "--froc-iou", "0.9", "--margin", "0.01");
        ReplicatesFile after = ReplicatesFile.read(drawn);

        assertThat(compared.code()).as(compared.log()).isZero();
        assertThat(compared.results()).startsWith("FROC against 8 (paired by seed, 2 seeds, 4 images; ");
        assertThat(strict.code()).as(strict.log()).isZero();
        assertThat(strict.results()).startsWith("FROC against ").contains("FROC is by froc_iou 0.9.");
        assertThat(before.replicates().scores().keySet()).containsExactly("AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L");
        assertThat(after.replicates().scores().keySet()).contains("AP", "FROC", "FROC froc_iou 0.9");
        assertThat(scores(after, "AP")).isEqualTo(scores(before, "AP"));
    }

    @Test
    void filesAreComparedByMetricsOfOtherFamiliesAndTheirConventions() {
        Object[] files = {
            "compare", "--gt", truth, "--baseline", path("good-0.json"), "--other", path("bad-0.json"), "--metric"
        };

        CommandRun usual =
                CommandRun.of(Stream.concat(Stream.of(files), Stream.of("FROC")).toArray());
        CommandRun strict = CommandRun.of(Stream.concat(Stream.of(files), Stream.of("FROC", "--froc-iou", "0.8"))
                .toArray());

        assertThat(usual.code()).as(usual.log()).isZero();
        assertThat(usual.results()) // 12 of 28 pixels are more than 0.1
                .startsWith("FROC against good-0 ")
                .contains("bad-0  0.000  [0.000, 0.000]");
        assertThat(strict.results())
                .startsWith("FROC against good-0 ")
                .contains("FROC is by froc_iou 0.8.")
                .doesNotContain("bad-0  0.000  ");
    }

    private static double[] scores(ReplicatesFile file, String metric) {
        DrawnScores drawn = file.replicates().of(metric).orElseThrow();
        return IntStream.range(0, drawn.draws()).mapToDouble(drawn::score).toArray();
    }

    private static Path copy(String name) throws IOException {
        Path copy = directory.resolve("runs").resolve(name);
        try (Stream<Path> files = Files.walk(study)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(study.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return copy;
    }

    @Test
    void anAblationIsDecidedByAMetricOfAnotherFamily() throws IOException {
        Path out = copy("decided");

        CommandRun run = CommandRun.of(
                "ablate",
                directory.resolve("study.yaml"),
                "--out",
                out,
                "--set",
                "decide_by={metric: FROC, froc_iou: 0.3}",
                "--set",
                "margin=0.01 FROC");

        JsonNode comparison =
                JSON.readTree(out.resolve("results.json").toFile()).get("comparison");
        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.log()).contains("finished before");
        assertThat(run.results())
                .contains("FROC against 8 (paired by seed, 2 seeds, ", "FROC is by froc_iou 0.3.")
                .containsPattern("neck.out_channels +n .* FROC ");
        assertThat(comparison.get("metric").asText()).isEqualTo("FROC");
        assertThat(comparison.at("/comparisons/0/images").asInt()).isEqualTo(4);
        assertThat(out.resolve("results.csv")).content().contains("FROC");
        assertThat(out.resolve("comparisons.csv")).content().contains("FROC");
        assertThat(out.resolve("report.html")).content().contains("FROC against 8");
    }

    @Test
    void drawsThatLieOnTheNumberOfImagesAreTheUsersError() throws IOException {
        Path copy = copy("lying");
        Path lying = copy.resolve("16-1").resolve("replicates.bin");
        lie(lying);

        CommandRun compared = CommandRun.of("compare", copy);
        CommandRun ablation = CommandRun.of("ablate", directory.resolve("study.yaml"), "--out", copy);

        assertThat(compared.code()).as(compared.log()).isEqualTo(2);
        assertThat(compared.log())
                .contains(
                        "replicates.bin: has [1000] draws of [",
                        ", of the same objects: one of them is damaged\n    remove both, and they are made again from the "
                                + "detections");
        assertThat(ablation.code()).as(ablation.log()).isZero();
        assertThat(ablation.log())
                .contains(lying + ": says that there are [9] images, and there are [4]; it is made again");
        assertThat(CommandRun.of("compare", copy).code()).isZero();
    }

    /** Of four images the header says nine. */
    private static void lie(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("\"images\":4,", "\"images\":9,").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aMetricThatThereIsNotIsToldWithThoseThereAre() {
        CommandRun run = CommandRun.of("compare", study, "--metric", "FROG");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains("--metric FROG: metric[FROG] is not known\n    did you mean [FROC]?   metrics of coco: AP, ")
                .contains("; froc: FROC, ");
    }

    @Test
    void runsWithoutDetectionsAreComparedBySeedsAlone() throws IOException {
        Path copy = directory.resolve("runs/copy");
        for (String cell : List.of("8-0", "8-1", "16-0", "16-1")) {
            Files.createDirectories(copy.resolve(cell));
            for (String name : List.of("provenance.json", "config.yaml", "result.json")) {
                Files.copy(study.resolve(cell).resolve(name), copy.resolve(cell).resolve(name));
            }
        }

        CommandRun compared = CommandRun.of("compare", copy);

        assertThat(compared.code()).as(compared.log()).isZero();
        assertThat(compared.log()).contains("keeps no detections to draw from");
        assertThat(compared.results()).contains("intervals are for these validation images.");
    }

    @Test
    void anybodysFilesAreComparedSeedBySeed() {
        CommandRun compared = CommandRun.of(
                "compare",
                "--gt",
                truth,
                "--baseline",
                path("good-0.json") + "," + path("good-1.json"),
                "--other",
                path("bad-0.json") + "," + path("bad-1.json"));

        assertThat(compared.code()).as(compared.log()).isZero();
        assertThat(compared.results())
                .startsWith("AP against good (paired by seed, 2 seeds, 2 images; interval 95 %)\n  bad  -0.")
                .contains("Few objects, rough: 2 images with an object that AP counts");
    }

    @Test
    void oneFileEachIsNeverTested() {
        CommandRun compared = CommandRun.of(
                "compare",
                "--gt",
                truth,
                "--baseline",
                path("good-0.json"),
                "--other",
                path("bad-0.json"),
                "--margin",
                0.9);

        assertThat(compared.code()).as(compared.log()).isZero();
        assertThat(compared.results()).contains("another seed can turn it round. Not tested.");
    }

    @Test
    void whatCannotBeComparedIsNamed() throws IOException {
        refused(
                "compare: names no run\n    expected directories of runs, or --gt GT.json --baseline A.json --other B.json");
        refused("holds no run\n    expected directories of runs, or of an ablation", directory.resolve("nothing"));
        refused("compare: finds runs of one variant alone, [8]", study.resolve("8-0"), study.resolve("8-1"));
        refused("baseline[9] is none of the variants\n    variants: 16, 8", study, "--baseline", "9");
        refused(
                "none of them in common\n    differences are paired by seed",
                study.resolve("8-0"),
                study.resolve("16-1"));
        refused(
                "metric[mAP] is not known\n    did you mean [AP]?   metrics of coco: AP, AP50",
                study,
                "--metric",
                "mAP");
        refused("margin[2.0] must be above 0 and at most the largest value of AP", study, "--margin", "2");
        refused("has --max-detections or --class-agnostic without --gt", study, "--max-detections", "5");
        refused("has --other without --gt", study, "--other", "x.json");
        refused("compare --gt: takes no runs", study, "--gt", truth);
        refused("compare --gt: needs --baseline and --other", "--gt", truth);
        refused(
                "compare --gt: has different numbers of files[1, 2]",
                "--gt",
                truth,
                "--baseline",
                path("good-0.json"),
                "--other",
                path("bad-0.json") + "," + path("bad-1.json"));
        Path unknown = Files.writeString(
                directory.resolve("unknown.json"),
                "[{\"image_id\": 7, \"category_id\": 1, \"bbox\": [1, 1, 5, 5], \"score\": 0.5}]");
        Path empty = Files.writeString(
                directory.resolve("empty.json"), "{\"images\": [], \"categories\": [], \"annotations\": []}");
        refused(
                "has no images, so there is nothing to draw from",
                "--gt",
                empty,
                "--baseline",
                unknown,
                "--other",
                truth);
        refused(
                unknown + " detections[0]: image_id[7] is not among the images of the ground truth",
                "--gt",
                truth,
                "--baseline",
                path("good-0.json"),
                "--other",
                unknown);
    }

    private static void refused(String sentence, Object... arguments) {
        Object[] words = new Object[arguments.length + 1];
        words[0] = "compare";
        System.arraycopy(arguments, 0, words, 1, arguments.length);

        CommandRun compared = CommandRun.of(words);

        assertThat(compared.log()).contains(sentence);
        assertThat(compared.code()).isEqualTo(2);
        assertThat(compared.results()).isEmpty();
    }

    @Test
    void runsScoredOnOtherImagesAreNotCompared() throws IOException {
        Path file = Files.writeString(
                directory.resolve("others.yaml"),
                "base: small.yaml\nconfig: {training: {epochs: 1}}\naxes: {data.val_images: [4, 3]}\n");
        Path out = directory.resolve("runs/others");

        CommandRun ablation = CommandRun.of("ablate", file, "--out", out);
        CommandRun compared = CommandRun.of("compare", out);

        assertThat(ablation.code()).as(ablation.log()).isZero();
        assertThat(ablation.results())
                .contains("AP against 4: nothing to compare")
                .contains("3 was scored on other images or objects than 4, so the two are not compared.");
        assertThat(compared.code()).isEqualTo(2);
        assertThat(compared.log()).contains("variants[4] were scored on other images or objects than baseline[3]");
    }

    @Test
    void aRunThatIsNotFinishedIsNotDroppedInSilence() throws IOException {
        Path begun = study.resolve("8-7");
        Files.createDirectories(begun);
        Files.copy(study.resolve("8-0/provenance.json"), begun.resolve("provenance.json"));

        CommandRun compared = CommandRun.of("compare", study);

        Files.delete(begun.resolve("provenance.json"));
        Files.delete(begun);
        assertThat(compared.results()).contains(begun + " is left out, which favours it: stopped at step 0.");
    }

    @Test
    void seedsThatWereAddedAfterALookAreTold() throws IOException {
        Path file = Files.writeString(
                directory.resolve("growing.yaml"),
                "base: small.yaml\nconfig: {training: {epochs: 1}}\naxes: {neck.out_channels: [8, 16]}\nseeds: [0, 1]\n");
        Path out = directory.resolve("runs/growing");

        CommandRun first = CommandRun.of("ablate", file, "--out", out);
        CommandRun second = CommandRun.of("ablate", file, "--out", out, "--set", "seeds=[0, 1, 2]");
        CommandRun planned =
                CommandRun.of("ablate", file, "--out", out, "--set", "seeds=[0, 1, 2]", "--set", "looks=[2, 3]");

        assertThat(first.results()).doesNotContain("Results were looked at");
        assertThat(second.results()).contains("Results were looked at with [2] seeds before, and seeds were added");
        assertThat(planned.results())
                .doesNotContain("Results were looked at")
                .contains("interval 98.3 %"); // the second look spends (3 - 2) / 3 of 5 %
    }
}
