package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.mask.Drawn;
import org.fpn4j.data.mask.ImageMask;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture of 12 by 10 pixels whose objects have masks. */
class CocoMasksTest {
    private static final String SQUARE = "[[1, 1, 5, 1, 5, 5, 1, 5]]";

    @TempDir
    private Path root;

    private Path file;

    @BeforeEach
    void picture() throws IOException {
        file = root.resolve("train.json");
        TestFiles.image(root.resolve("a.png"), 12, 10);
    }

    private Dataset read(boolean masks, String size, String... annotations) throws IOException {
        Files.writeString(
                file,
                "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"" + size + "}], \"annotations\": ["
                        + String.join(", ", annotations) + "], \"categories\": [{\"id\": 1, \"name\": \"car\"}]}");
        return new CocoConfig(
                        root.toString(),
                        "train.json",
                        "",
                        "train.json",
                        "",
                        "",
                        "",
                        OrientationRule.AUTO,
                        PictureChecks.HEADERS,
                        false,
                        masks)
                .open(Split.TRAIN);
    }

    private static String annotation(int id, String segmentation) {
        return "{\"id\": " + id + ", \"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 1, 4, 4], \"iscrowd\": 0"
                + (segmentation.isEmpty() ? "" : ", \"segmentation\": " + segmentation) + "}";
    }

    private static List<String> problems(Dataset dataset) {
        return dataset.report().problems().stream()
                .filter(problem -> problem.kind() != ProblemKind.FOUND_FILES)
                .map(problem -> problem.kind() + " " + problem.problem())
                .toList();
    }

    @Test
    void objectsHaveTheMasksThatTheFileGives() throws IOException {
        Dataset dataset = read(
                true, "", annotation(1, SQUARE), annotation(2, "{\"size\": [10, 12], \"counts\": [11, 4, 6, 4, 95]}"));

        List<Annotation> annotations = dataset.images().get(0).annotations();
        assertThat(annotations.get(0).mask()).contains(Drawn.outline(1, 1, 5, 1, 5, 5, 1, 5));
        assertThat(annotations.get(1).mask()).contains(RunLengthMask.ofCounts(10, 12, new int[] {11, 4, 6, 4, 95}));
        assertThat(dataset.hasMasks()).isTrue();
        assertThat(problems(dataset)).isEmpty();
        assertThat(dataset.reference().images().get(0).entries().get(0).mask().map(ImageMask::runs))
                .contains(annotations.get(0).mask().orElseThrow().mask(10, 12));
        assertThat(dataset.reference().images())
                .isEqualTo(Reference.of(dataset.images()).images());
    }

    @Test
    void nobodyReadsMasksUnasked() throws IOException {
        Dataset boxes = read(false, "", annotation(1, "[[1, 2, 3]]"));
        String digest = boxes.digest();

        assertThat(boxes.hasMasks()).isFalse();
        assertThat(problems(boxes)).isEmpty();
        assertThat(read(false, "", annotation(1, SQUARE)).digest()).isEqualTo(digest);
    }

    @Test
    void masksThatAreReadArePartOfTheDigest() throws IOException {
        String digest = read(true, "", annotation(1, SQUARE)).digest();

        assertThat(read(true, "", annotation(1, SQUARE)).digest()).isEqualTo(digest);
        assertThat(read(true, "", annotation(1, "[[1, 1, 5, 1, 5, 5, 1, 4]]")).digest())
                .isNotEqualTo(digest);
        assertThat(read(false, "", annotation(1, SQUARE)).digest()).isNotEqualTo(digest);
    }

    @Test
    void everyMaskThatIsOfNoUseIsToldByFileAndId() throws IOException {
        Dataset dataset = read(
                true,
                "",
                annotation(1, SQUARE),
                annotation(2, "{\"size\": [10, 12], \"counts\": [10, 5, 10, 9]}"),
                annotation(3, ""),
                annotation(4, "[[1, 1, 5, 5]]"),
                annotation(5, "[[1, 1, 5, 5], [1, 1, 5, 1, 5, 5], [1, 2]]"),
                annotation(6, "{\"size\": [12, 10], \"counts\": [0, 120]}"),
                annotation(7, "{\"size\": [10, 12], \"counts\": [120]}"),
                "{\"id\": 8, \"image_id\": 1, \"category_id\": 1, \"segmentation\": " + SQUARE + "}");

        assertThat(problems(dataset))
                .containsExactly(
                        "NO_MASK " + file
                                + " annotation[2]: segmentation cannot be read: counts have a sum of pixels[34],"
                                + " and size[10, 12] has pixels[120]",
                        "NO_MASK " + file + " annotation[3]: segmentation is missing",
                        "NO_MASK " + file + " annotation[4]: segmentation covers nothing",
                        "MASK_PARTS " + file + " annotation[5]: [2] parts of its segmentation enclose nothing",
                        "NO_MASK " + file + " annotation[7]: segmentation covers nothing",
                        "MALFORMED_ANNOTATION " + file + " annotation[8]: bbox is missing",
                        "NO_MASK " + file
                                + " annotation[6]: segmentation has size[12, 10], image[a.png] has size[10, 12]");
    }

    @Test
    void whatHasNoMaskIsNeitherObjectNorBackgroundAndStillCounts() throws IOException {
        Dataset dataset = read(true, "", annotation(1, SQUARE), annotation(2, ""));

        assertThat(dataset.images().get(0).annotations())
                .extracting(Annotation::kind)
                .containsExactly(ObjectKind.OBJECT, ObjectKind.CROWD);
        assertThat(dataset.reference().images().get(0).entries())
                .extracting(Reference.Entry::kind)
                .containsExactly(ObjectKind.OBJECT, ObjectKind.OBJECT);
        assertThat(dataset.summary())
                .contains("1 x annotation without a usable mask, neither object nor background, first " + file
                        + " annotation[2]: segmentation is missing");
    }

    @Test
    void aSetWithoutAnyMaskIsRefusedWhereMasksAreAskedFor() {
        assertThatThrownBy(() -> read(true, "", annotation(1, ""), annotation(2, "[]")))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": data set[coco " + root.getFileName()
                        + " train] has no object with a usable mask in [2] boxes\n"
                        + "    data.masks: false reads boxes alone\n"
                        + "    1 x split whose files were found, not named, first " + file
                        + ": its pictures lie in [" + root + "]\n"
                        + "    2 x annotation without a usable mask, neither object nor background, first " + file
                        + " annotation[1]: segmentation is missing");
    }

    /** The file declares twice the picture's size. */
    @Test
    void masksOfAPictureThatWasResizedAreScaledAsItsBoxes() throws IOException {
        String twice = ", \"width\": 24, \"height\": 20";
        RunLengthMask large = Drawn.outline(2, 2, 10, 2, 10, 10, 2, 10).mask(20, 24);

        Dataset dataset = read(
                true,
                twice,
                annotation(1, "[[2, 2, 10, 2, 10, 10, 2, 10]]"),
                annotation(
                        2, "{\"size\": [20, 24], \"counts\": \"" + large.text().replace("\\", "\\\\") + "\"}"));

        RunLengthMask expected = Drawn.outline(1, 1, 5, 1, 5, 5, 1, 5).mask(10, 12);
        assertThat(dataset.images().get(0).annotations())
                .extracting(annotation -> annotation.mask().orElseThrow().mask(10, 12))
                .containsExactly(expected, expected);
        assertThat(dataset.images().get(0).annotations().get(0).box()).isEqualTo(new Box(0.5f, 0.5f, 2.5f, 2.5f));
    }

    @Test
    void aMaskThatIsAPixelLargerIsCutAsItIs() throws IOException {
        Dataset dataset = read(true, "", annotation(1, "{\"size\": [11, 12], \"counts\": [0, 11, 121]}"));

        Optional<Segmentation> mask =
                dataset.images().get(0).annotations().get(0).mask();
        assertThat(mask).contains(RunLengthMask.ofCounts(10, 12, new int[] {0, 10, 110}));
    }
}
