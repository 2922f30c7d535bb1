package org.fpn4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who scores files has neither ND4J nor a native library, and needs none. */
class ScoringAloneTest {
    private static final List<String> CLASS_PATH =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    @TempDir
    private Path folder;

    @Test
    void theModulesOwnClassPathHasNeitherNd4jNorJavaCpp() {
        assertThat(CLASS_PATH)
                .extracting(entry -> Path.of(entry).getFileName().toString())
                .noneMatch(name -> name.matches("(nd4j|javacpp|openblas|dnnl|deeplearning4j).*"))
                .anyMatch(name -> name.startsWith("jackson-databind")); // else this looks at the wrong list
    }

    @Test
    void twoFilesAreScoredOnAClassPathWithoutThem() throws IOException, InterruptedException {
        Path truth = Files.writeString(
                folder.resolve("truth.json"),
                """
                {"images": [{"id": 1}], "categories": [{"id": 3, "name": "cell"}], "annotations":
                [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [0, 0, 50, 50], "area": 2500, "iscrowd": 0}]}
                """);
        Path detections = Files.writeString(
                folder.resolve("detections.json"),
                "[{\"image_id\": 1, \"category_id\": 3, \"bbox\": [0, 0, 40, 50], \"score\": 0.5}]");
        List<String> classPath = CLASS_PATH.stream()
                .filter(entry -> !entry.matches(".*(nd4j|bytedeco|javacpp|openblas|deeplearning4j).*"))
                .toList();

        Process process = new ProcessBuilder(Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                "-verbose:class",
                                "-cp",
                                String.join(File.pathSeparator, classPath),
                                ScoringAlone.class.getName(),
                                truth,
                                detections)
                        .map(Object::toString)
                        .toList())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        double ap = lines.stream()
                .filter(line -> line.matches("[0-9.]+"))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow();
        assertThat(ap)
                .isCloseTo(0.7, org.assertj.core.api.Assertions.within(1e-12)); // an IoU of 0.8 passes seven of ten
        assertThat(lines)
                .anyMatch(line -> line.contains("org.fpn4j.evaluation.metric.Scoring "))
                .noneMatch(line -> line.contains("org.nd4j") || line.contains("org.bytedeco"));
    }
}
