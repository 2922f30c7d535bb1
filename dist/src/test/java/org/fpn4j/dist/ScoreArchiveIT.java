package org.fpn4j.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The archive of {@code fpn-score}: four commands, and no native library. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ScoreArchiveIT {
    private static final String GROUND_TRUTH =
            """
            {"images": [{"id": 7, "file_name": "a.png", "width": 64, "height": 64}],
             "categories": [{"id": 3, "name": "nodule"}],
             "annotations": [{"id": 1, "image_id": 7, "category_id": 3, "bbox": [8, 8, 16, 16], "area": 256, "iscrowd": 0,
                              "segmentation": [[8, 8, 24, 8, 24, 24, 8, 24]]}]}
            """;

    private static Unpacked unpacked;
    private static Path groundTruth;
    private static Path right;
    private static Path wrong;

    @BeforeAll
    static void unpack() throws Exception {
        unpacked = Unpacked.of(Archives.score("tar.gz"), Archives.place("score"));
        unpacked.close();
        groundTruth = write("Wahrheit.json", GROUND_TRUTH);
        right = write(
                "right.json", "[{\"image_id\": 7, \"category_id\": 3, \"bbox\": [8, 8, 16, 16], \"score\": 0.9}]");
        wrong = write(
                "wrong.json", "[{\"image_id\": 7, \"category_id\": 3, \"bbox\": [40, 40, 9, 9], \"score\": 0.9}]");
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(unpacked.work().resolve(name), text);
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(unpacked.home().resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    @Test
    void everyLibraryIsListedWithItsLicence() throws Exception {
        assertThat(unpacked.unlisted()).isEmpty();
    }

    @Test
    void noNativeLibraryAndNothingThatLoadsOneIsInIt() throws Exception {
        List<String> found = new ArrayList<>();
        for (Path jar : jars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream()
                        .map(entry -> jar.getFileName() + "!" + entry.getName())
                        .filter(name -> name.matches(
                                ".*\\.(so(\\.\\d+)*|dll|dylib|jnilib)|.*!org/(nd4j|bytedeco|deeplearning4j)/.*"))
                        .forEach(found::add);
            }
        }

        assertThat(jars()).hasSizeGreaterThan(20);
        assertThat(found).isEmpty();
    }

    @Test
    void tellsItsVersion() throws Exception {
        assertThat(unpacked.printed("bin/fpn-score", "--version")).isEqualTo("fpn4j " + Archives.VERSION + "\n");
    }

    @Test
    void scoresByEveryFamilyOfMetrics() throws Exception {
        assertThat(unpacked.printed(
                        "bin/fpn-score", "score", groundTruth, right, "--metrics", "coco,ap,froc,rsna,tide"))
                .contains("AP                     1.0000")
                .contains("froc", "tide", "rsna");
        assertThat(unpacked.printed("fpn-score", "score", groundTruth, wrong))
                .contains("AP                       0.0000");
    }

    @Test
    void scoresMasks() throws Exception {
        Path masks = write(
                "masks.json",
                "[{\"image_id\": 7, \"category_id\": 3, \"segmentation\": {\"size\": [64, 64], \"counts\": [520, 16, 48, 16, 3496]},"
                        + " \"score\": 0.9}]");

        assertThat(unpacked.printed("bin/fpn-score", "score", groundTruth, masks, "--metrics", "segm", "--json", "-"))
                .contains("\"segm\"");
    }

    @Test
    void comparesDetectors() throws Exception {
        assertThat(unpacked.printed(
                        "bin/fpn-score", "compare", "--gt", groundTruth, "--baseline", wrong, "--other", right))
                .contains("+1.000");
    }

    @Test
    void tellsLevelsWithAPage() throws Exception {
        Path page = unpacked.work().resolve("levels.html");

        String printed = unpacked.printed(
                "bin/fpn-score", "levels", unpacked.home().resolve("configs/models/tiny.yaml"), "--html", page);

        assertThat(printed).contains("P2, P3, P4, P5");
        assertThat(page).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void countsTheCostsOfEveryModelOfTheCatalogue() throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("cost"));
        try (Stream<Path> files = Files.list(unpacked.home().resolve("configs/models"))) {
            files.sorted().forEach(arguments::add);
        }

        String printed = unpacked.printed("bin/fpn-score", arguments.toArray());

        assertThat(arguments).hasSizeGreaterThan(20);
        assertThat(printed).contains("retinanet_r50_fpn", "faster_rcnn_r50_fpn", "yolox_s", "efficientdet_d0");
        assertThat(unpacked.printed(
                        "bin/fpn-score", "cost", unpacked.home().resolve("configs/models/tiny.yaml"), "--json", "-"))
                .contains("\"total\" : 767704");
    }

    @Test
    void theZipHoldsWhatTheTarHolds() throws Exception {
        List<String> zipped;
        try (ZipFile zip = new ZipFile(Archives.score("zip").toFile())) {
            zipped = files(zip.stream().map(entry -> entry.getName()));
        }
        Shell.Ended listed = new Shell(unpacked.work(), unpacked.environment())
                .run(List.of("tar", "tzf", Archives.score("tar.gz").toString()));

        assertThat(files(listed.printed().lines())).isEqualTo(zipped).hasSizeGreaterThan(100);
    }

    private static List<String> files(Stream<String> entries) {
        return entries.filter(entry -> !entry.endsWith("/")).sorted().toList();
    }
}
