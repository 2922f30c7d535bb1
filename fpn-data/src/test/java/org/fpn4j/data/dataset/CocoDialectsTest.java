package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COCO files as tools write them that know the format by hearsay. Pictures are 60x40. */
class CocoDialectsTest {
    private static final String CLASSES = "{\"id\": 1, \"name\": \"car\"}, {\"id\": 2, \"name\": \"bus\"}";
    private static final String TWO_IMAGES = image("1", "a.png") + "," + image("2", "b.png");

    @TempDir
    Path root;

    private String file;

    @ParameterizedTest
    @ValueSource(strings = {"\"id\": %d, ", "\"id\": 0, ", "", "\"id\": null, ", "\"id\": 1.5, "})
    void boxesAreKeptWhateverTheirIdsAre(String id) throws IOException {
        String annotations = annotation(id.formatted(1), 1, "[1, 1, 5, 5]") + ","
                + annotation(id.formatted(2), 1, "[2, 2, 6, 6]") + ","
                + annotation(id.formatted(1), 2, "[3, 3, 7, 7]") + ","
                + annotation(id.formatted(2), 2, "[4, 4, 8, 8]");

        Dataset dataset = read(CLASSES, TWO_IMAGES, annotations);

        int told = id.contains("%d") ? 2 : id.contains("0") ? 3 : 4;
        assertThat(dataset.images())
                .flatExtracting(ImageEntry::annotations)
                .extracting(Annotation::id)
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.kind() + " " + problem.problem())
                .containsExactly("ANNOTATION_IDS " + file + ": [" + told
                        + "] of [4] annotations have no id or one that occurred before");
    }

    @Test
    void idsThatAreTextsTellBoxesApart() throws IOException {
        Dataset dataset = read(
                CLASSES,
                TWO_IMAGES,
                annotation("\"id\": \"b7\", ", 1, "[1, 1, 5, 5]") + ","
                        + annotation("\"id\": \"a3\", ", 1, "[2, 2, 6, 6]"));

        assertThat(dataset.annotationCount()).isEqualTo(2);
        assertThat(dataset.report().problems()).isEmpty();
    }

    @Test
    void imagesMayHaveTextsAsIds() throws IOException {
        Dataset dataset = read(
                CLASSES,
                image("\"scan b\"", "b.png") + "," + image("\"scan a\"", "a.png"),
                "{\"id\": 1, \"image_id\": \"scan b\", \"category_id\": 1, \"bbox\": [1, 1, 5, 5]},"
                        + "{\"id\": 2, \"image_id\": \"scan c\", \"category_id\": 1, \"bbox\": [1, 1, 5, 5]}");

        assertThat(dataset.images()).extracting(ImageEntry::fileName).containsExactly("a.png", "b.png");
        assertThat(dataset.images()).extracting(ImageEntry::id).containsExactly(1L, 2L);
        assertThat(dataset.images().get(1).annotations()).hasSize(1);
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.problem().toString())
                .containsExactly(file + " annotation[2]: image_id[scan c] is not among the images");
    }

    @Test
    void messagesNameTextsOfIds() throws IOException {
        Dataset dataset = read(
                CLASSES,
                image("\"scan b\"", "b.png") + "," + image("\"scan x\"", "x.png"),
                "{\"id\": \"box 4\", \"image_id\": \"scan b\", \"category_id\": 1, \"bbox\": [1, 1, 5, 5]},"
                        + "{\"id\": \"box 5\", \"image_id\": \"scan b\", \"category_id\": 1, \"bbox\": [1, 1]}");

        assertThat(dataset.report().problems())
                .extracting(problem -> problem.problem().toString())
                .containsExactly(
                        file + " annotation[box 5]: bbox[[1,1]] is not a list of four numbers",
                        file + " image[scan x]: image[" + root.resolve("x.png") + "] does not exist");
    }

    @Test
    void wholeNumbersInTextsAreNumbers() throws IOException {
        Dataset dataset = read(
                CLASSES,
                image("\"10\"", "a.png") + "," + image("9", "b.png"),
                "{\"id\": 1, \"image_id\": 10, \"category_id\": 1, \"bbox\": [1, 1, 5, 5]}");

        assertThat(dataset.images()).extracting(ImageEntry::id).containsExactly(9L, 10L);
        assertThat(dataset.images().get(1).annotations()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "true", "\"1\"", "\"True\"", "\"true\"", "2"})
    void theseFlagsAreCrowds(String flag) throws IOException {
        Dataset dataset = read(CLASSES, TWO_IMAGES, crowd(flag) + "," + annotation("\"id\": 9, ", 1, "[1, 1, 5, 5]"));

        assertThat(dataset.count(ObjectKind.CROWD)).isEqualTo(1);
        assertThat(dataset.count(ObjectKind.OBJECT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "false", "null", "\"0\"", "\"False\"", "\"\""})
    void theseFlagsAreNone(String flag) throws IOException {
        Dataset dataset = read(CLASSES, TWO_IMAGES, crowd(flag));

        assertThat(dataset.count(ObjectKind.OBJECT)).isEqualTo(1);
        assertThat(dataset.report().problems()).isEmpty();
    }

    @Test
    void aFlagThatIsNeitherIsTold() throws IOException {
        Dataset dataset =
                read(CLASSES, TWO_IMAGES, crowd("\"maybe\"") + "," + annotation("\"id\": 9, ", 1, "[1, 1, 5, 5]"));

        assertThat(dataset.report().problems())
                .extracting(problem -> problem.kind() + " " + problem.problem())
                .containsExactly(
                        "MALFORMED_ANNOTATION " + file + " annotation[8]: iscrowd[\"maybe\"] is neither 0 nor 1");
    }

    @Test
    void nothingCanBeLearntFromCrowdsAlone() throws IOException {
        Dataset dataset =
                read(CLASSES, TWO_IMAGES, crowd("1") + "," + crowd("true").replace("8", "9"));

        assertThatThrownBy(() -> DatasetChecks.requireObjects(dataset))
                .isInstanceOf(UserInputException.class)
                .hasMessage("set: data set[set] has nothing to be found: its boxes are [2] crowds"
                        + " and [0] difficult objects\n    a box that holds one object has iscrowd 0; exporters of masks"
                        + " write 1 for all of them");
    }

    @Test
    void aRootWithTheNameOfAClassIsLeftOut() throws IOException {
        Dataset dataset = read(
                "{\"id\": 0, \"name\": \"car\", \"supercategory\": \"none\"},"
                        + "{\"id\": 1, \"name\": \"bus\", \"supercategory\": \"car\"},"
                        + "{\"id\": 2, \"name\": \"car\", \"supercategory\": \"car\"}",
                TWO_IMAGES,
                annotation("\"id\": 1, ", 1, "[1, 1, 5, 5]"));

        assertThat(dataset.categories()).containsExactly(new Category(0, 1, "bus"), new Category(1, 2, "car"));
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.kind() + " " + problem.problem())
                .containsExactly(
                        "ROOT_CATEGORY " + file + " category[0]: supercategory is none and no annotation has it");
    }

    @Test
    void aRootThatIsUsedIsAClass() {
        assertThatThrownBy(() -> read(
                        "{\"id\": 1, \"name\": \"car\", \"supercategory\": \"none\"},"
                                + "{\"id\": 2, \"name\": \"car\", \"supercategory\": \"car\"}",
                        TWO_IMAGES,
                        annotation("\"id\": 1, ", 1, "[1, 1, 5, 5]")))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("name[car] is also the name of category[1]");
    }

    @Test
    void namesOfClassesMayBeNumbers() throws IOException {
        Dataset dataset = read("{\"id\": 1, \"name\": 7}", TWO_IMAGES, annotation("\"id\": 1, ", 1, "[1, 1, 5, 5]"));

        assertThat(dataset.classNames()).containsExactly("7");
    }

    @Test
    void boxesInSharesOfThePictureAreRemarked() throws IOException {
        Dataset dataset = read(CLASSES, TWO_IMAGES, boxes("[0.1, 0.2, 0.3, 0.4]", "[0.5, 0.5, 0.5, 0.25]"));

        assertThat(conventions(dataset))
                .containsExactly(
                        file + ": [2] of [2] boxes are smaller than a pixel, as if they were shares of the picture");
    }

    @Test
    void cornersInsteadOfSidesAreRemarked() throws IOException {
        Dataset dataset = read(CLASSES, TWO_IMAGES, boxes("[5, 5, 20, 20]", "[10, 20, 50, 40]", "[1, 1, 9, 9]"));

        assertThat(conventions(dataset))
                .containsExactly(file + ": [1] of [3] boxes reach over the edge, as if they were x1, y1, x2, y2");
    }

    @Test
    void mostBoxesOverTheEdgeAreRemarked() throws IOException {
        Dataset dataset = read(CLASSES, TWO_IMAGES, boxes("[50, 5, 20, 20]", "[30, 30, 20, 20]", "[1, 1, 9, 9]"));

        assertThat(conventions(dataset))
                .containsExactly(
                        file + ": [2] of [3] boxes reach over the edge, as if they were not x, y, width, height"
                                + " in pixels");
    }

    @Test
    void boxesAsTheyShouldBeAreNot() throws IOException {
        Dataset dataset = read(CLASSES, TWO_IMAGES, boxes("[5, 5, 20, 20]", "[40, 20, 30, 10]", "[1, 1, 9, 9]"));

        assertThat(conventions(dataset)).isEmpty();
    }

    @Test
    void theReferenceHoldsWhatTheFileSays() throws IOException {
        Dataset dataset = read(
                CLASSES,
                image("3", "missing.png") + "," + image("2", "b.png") + ",{\"id\": 4}",
                "{\"id\": 1, \"image_id\": 2, \"category_id\": 2, \"bbox\": [-4.1, 30, 10, 20]},"
                        + "{\"id\": 2, \"image_id\": 2, \"category_id\": 1, \"bbox\": [70, 30, 10, 20], \"area\": 5},"
                        + "{\"id\": 3, \"image_id\": 3, \"category_id\": 1, \"bbox\": [1, 2, 3, 4], \"iscrowd\": 1},"
                        + "{\"id\": 4, \"image_id\": 4, \"category_id\": 1, \"bbox\": [1, 2, 3, 4]}");

        assertThat(dataset.images()).extracting(ImageEntry::id).containsExactly(2L);
        assertThat(dataset.images().get(0).annotations())
                .extracting(Annotation::box)
                .containsExactly(new Box(0, 30, 5.9f, 40));
        assertThat(dataset.reference().images())
                .containsExactly(
                        new Reference.Image(
                                2,
                                "b.png",
                                List.of(
                                        new Reference.Entry(1, -4.1, 30, 10, 20, 200, ObjectKind.OBJECT),
                                        new Reference.Entry(0, 70, 30, 10, 20, 5, ObjectKind.OBJECT))),
                        new Reference.Image(
                                3, "missing.png", List.of(new Reference.Entry(0, 1, 2, 3, 4, 12, ObjectKind.CROWD))),
                        new Reference.Image(4, "", List.of(new Reference.Entry(0, 1, 2, 3, 4, 12, ObjectKind.OBJECT))));
        assertThat(dataset.leftOutImages()).isEqualTo(2);
        assertThat(dataset.summary()).startsWith("set: 1 images (and 2 left out), 1 boxes, 2 classes\n");
    }

    @Test
    void whatIsLeftOutDecidesTheDigest() throws IOException {
        String images = image("2", "b.png") + "," + image("3", "missing.png");
        String found = annotation("\"id\": 1, ", 2, "[1, 1, 5, 5]") + ",";

        String digest = read(CLASSES, images, found + annotation("\"id\": 2, ", 3, "[1, 1, 5, 5]"))
                .digest();

        assertThat(read(CLASSES, images, found + annotation("\"id\": 2, ", 3, "[1, 1, 5, 6]"))
                        .digest())
                .isNotEqualTo(digest);
    }

    private static List<String> conventions(Dataset dataset) {
        return dataset.report().problems().stream()
                .filter(problem -> problem.kind() == ProblemKind.BOX_CONVENTION)
                .map(problem -> problem.problem().toString())
                .toList();
    }

    private static String image(String id, String fileName) {
        return "{\"id\": " + id + ", \"file_name\": \"" + fileName + "\", \"width\": 60, \"height\": 40}";
    }

    private static String annotation(String id, int imageId, String bbox) {
        return "{" + id + "\"image_id\": " + imageId + ", \"category_id\": 1, \"bbox\": " + bbox + "}";
    }

    private static String crowd(String flag) {
        return "{\"id\": 8, \"image_id\": 1, \"category_id\": 1, \"bbox\": [2, 2, 9, 9], \"iscrowd\": " + flag + "}";
    }

    private static String boxes(String... boxes) {
        return String.join(
                ",",
                IntStream.range(0, boxes.length)
                        .mapToObj(i -> annotation("\"id\": " + i + ", ", 1 + i % 2, boxes[i]))
                        .toList());
    }

    private Dataset read(String categories, String images, String annotations) throws IOException {
        TestFiles.image(root.resolve("a.png"), 60, 40);
        TestFiles.image(root.resolve("b.png"), 60, 40);
        Path json = TestFiles.text(
                root.resolve("set.json"),
                "{\"categories\": [" + categories + "], \"images\": [" + images + "], \"annotations\": [" + annotations
                        + "]}");
        file = json.toString();
        return new CocoReader(json, root, OrientationRule.AUTO).read("set");
    }
}
