package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoDatasetTest extends DatasetContractTest {
    private static final String CATEGORIES =
            "\"categories\": [{\"id\": 90, \"name\": \"wheel\"}, {\"id\": 7, \"name\": \"car\"}]";

    @TempDir
    Path root;

    @Override
    protected DatasetConfig config() throws IOException {
        for (Split split : Split.values()) {
            int width = 30 + split.key().length();
            TestFiles.image(root.resolve(split.key() + "/a.png"), width, 20);
            TestFiles.image(root.resolve(split.key() + "/b.jpg"), 40, 20);
            write(
                    split.key(),
                    "{\"id\": 5, \"file_name\": \"b.jpg\", \"width\": 40, \"height\": 20},"
                            + "{\"id\": 2, \"file_name\": \"a.png\", \"width\": " + width + ", \"height\": 20}",
                    annotation(1, 5, 90, "[1, 2, 10, 5]") + "," + annotation(2, 2, 7, "[0, 0, 30, 20]"));
        }
        return new CocoConfig(root.toString(), "train.json", "train", "val.json", "val", "test.json", "test");
    }

    @Override
    protected DatasetConfig defaults() {
        return new CocoConfig();
    }

    @Override
    protected String typeName() {
        return "coco";
    }

    @Test
    void readsWhatTheFileSays() throws IOException {
        Dataset dataset = config().open(Split.TRAIN);

        assertThat(dataset.categories()).containsExactly(new Category(0, 7, "car"), new Category(1, 90, "wheel"));
        assertThat(dataset.images()).extracting(ImageEntry::fileName).containsExactly("a.png", "b.jpg");
        assertThat(dataset.images().get(1).annotations())
                .containsExactly(new Annotation(1, 1, new Box(1, 2, 11, 7), 12.5, ObjectKind.OBJECT));
        assertThat(dataset.report().problems()).isEmpty();
        assertThat(dataset.summary()).isEqualTo("coco " + root.getFileName() + " train: 2 images, 2 boxes, 2 classes");
    }

    @Test
    void crowdsAndMissingAreasAreUnderstood() throws IOException {
        Dataset dataset = read(
                "{\"id\": 1, \"file_name\": \"a.png\"}",
                "{\"id\": 1, \"image_id\": 1, \"category_id\": 7, \"bbox\": [0, 0, 4, 4], \"iscrowd\": 1},"
                        + annotation(2, 1, 7, "[1, 1, 5, 5]"));

        assertThat(dataset.images().get(0).annotations())
                .containsExactly(
                        new Annotation(1, 0, new Box(0, 0, 4, 4), 16, ObjectKind.CROWD),
                        new Annotation(2, 0, new Box(1, 1, 6, 6), 12.5, ObjectKind.OBJECT));
        assertThat(dataset.summary()).isEqualTo("set: 1 images, 1 boxes (and 1 crowds), 2 classes");
        assertThat(dataset.images().get(0).width()).isEqualTo(30);
    }

    @Test
    void everyFaultOfAnAnnotationIsToldByFileAndId() throws IOException {
        Dataset dataset = read(
                "{\"id\": 1, \"file_name\": \"a.png\", \"width\": 30, \"height\": 20}",
                String.join(
                        ",",
                        annotation(1, 1, 7, "[1, 1, 5, 5]"),
                        annotation(1, 1, 7, "[2, 2, 5, 5]"),
                        annotation(3, 9, 7, "[1, 1, 5, 5]"),
                        annotation(4, 1, 8, "[1, 1, 5, 5]"),
                        "{\"id\": 5, \"image_id\": 1, \"bbox\": [1, 1, 5, 5]}",
                        annotation(6, 1, 7, "[1, 1, 0, 5]"),
                        annotation(7, 1, 7, "[1, 1, 5, -5]"),
                        annotation(8, 1, 7, "[31, 1, 5, 5]"),
                        annotation(9, 1, 7, "[-2, 15, 5, 9.5]"),
                        annotation(10, 1, 7, "[1, NaN, 5, 5]"),
                        annotation(11, 1, 7, "[1, 1, 5]"),
                        "{\"image_id\": 1, \"category_id\": 7, \"bbox\": [1, 1, 5, 5]}"));

        String file = root.resolve("train.json").toString();
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.kind() + " " + problem.problem())
                .containsExactly(
                        "NO_CATEGORY " + file + " annotation[5]: category_id is missing",
                        "MALFORMED_ANNOTATION " + file
                                + " annotation[10]: bbox[[1,\"NaN\",5,5]] is not made of finite numbers",
                        "MALFORMED_ANNOTATION " + file + " annotation[11]: bbox[[1,1,5]] is not a list of four numbers",
                        "ANNOTATION_IDS " + file + ": [2] of [9] annotations have no id or one that occurred before",
                        "UNKNOWN_IMAGE " + file + " annotation[3]: image_id[9] is not among the images",
                        "UNKNOWN_CATEGORY " + file + " annotation[4]: category_id[8] is not among the categories",
                        "BOX_WITHOUT_AREA " + file + " annotation[6]: box[1, 1, 1, 6] has no area in image[a.png]",
                        "BOX_NEGATIVE_SIDE " + file
                                + " annotation[7]: box[1, 1, 6, -4] has a negative side in image[a.png]",
                        "BOX_OUTSIDE " + file
                                + " annotation[8]: box[31, 1, 36, 6] lies outside image[a.png] of size[30x20]",
                        "BOX_CLIPPED " + file + " annotation[9]: box[-2, 15, 3, 24.5] reaches over the edge of"
                                + " image[a.png] of size[30x20]");
        assertThat(dataset.images().get(0).annotations())
                .extracting(Annotation::box)
                .containsExactly(new Box(1, 1, 6, 6), new Box(2, 2, 7, 7), new Box(0, 15, 3, 20), new Box(1, 1, 6, 6));
        assertThat(dataset.report().count(ProblemKind.BOX_WITHOUT_AREA)).isEqualTo(1);
        assertThat(dataset.report().summary())
                .contains("1 x box without area, skipped, first " + file + " annotation[6]: box[1, 1, 1, 6]");
    }

    @Test
    void everyFaultOfAnImageIsToldByFileAndId() throws IOException {
        TestFiles.text(root.resolve("train/broken.png"), "no image");
        Dataset dataset = read(
                String.join(
                        ",",
                        "{\"id\": 1, \"file_name\": \"a.png\", \"width\": 31, \"height\": 20}",
                        "{\"id\": 1, \"file_name\": \"b.png\"}",
                        "{\"id\": 2, \"file_name\": \"missing.png\"}",
                        "{\"id\": 3, \"file_name\": \"broken.png\"}",
                        "{\"id\": 4}",
                        "{\"id\": 5, \"file_name\": \"a\\u0000.png\"}"),
                annotation(1, 1, 7, "[0, 0, 10, 20]"));

        String file = root.resolve("train.json").toString();
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.kind() + " " + problem.problem())
                .containsExactly(
                        "DUPLICATE_IMAGE " + file
                                + " image[1]: id[1] appears again with file_name[b.png], the first is kept",
                        "MALFORMED_IMAGE " + file + " image[4]: file_name is missing",
                        "MALFORMED_IMAGE " + file + " image[5]: file_name is no path: Nul character not allowed",
                        "IMAGE_SIZE " + file + " image[1]: image[" + root.resolve("train/a.png")
                                + "] has size[30x20], declared is size[31x20]",
                        "MISSING_IMAGE " + file + " image[2]: image[" + root.resolve("train/missing.png")
                                + "] does not exist",
                        "BROKEN_IMAGE " + file + " image[3]: image[" + root.resolve("train/broken.png")
                                + "] cannot be decoded, it is neither DICOM, JPEG, PNG nor TIFF");
        assertThat(dataset.images()).extracting(ImageEntry::height).containsExactly(20);
    }

    @Test
    void anImageBrokenBeyondItsHeaderIsFoundBeforeTraining() throws IOException {
        DatasetConfig config = config();
        Path file = root.resolve("train/b.jpg");
        TestFiles.cutInHalf(TestFiles.image(file, 400, 200));

        Dataset checked = TestFiles.checked(config.open(Split.TRAIN));

        assertThat(checked.images()).extracting(ImageEntry::fileName).containsExactly("a.png");
        assertThat(checked.report().count(ProblemKind.BROKEN_IMAGE)).isEqualTo(1);
        assertThat(checked.report().summary()).contains(file + ": image cannot be decoded, ");
    }

    @Test
    void classesThatCannotBeToldApartStopTheRun() throws IOException {
        TestFiles.text(
                root.resolve("train.json"),
                "{\"images\": [], \"annotations\": [], \"categories\": [{\"id\": 1, \"name\": \"car\"},"
                        + "{\"id\": 1, \"name\": \"bus\"}, {\"id\": 2, \"name\": \"car\"}, {\"id\": 3}]}");
        String file = root.resolve("train.json").toString();

        assertThatThrownBy(() -> reader().read("set"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        file + " category[1]: id[1] stands for name[car] and for name[bus]",
                        file + " category[3]: name is missing",
                        file + " category[2]: name[car] is also the name of category[1]",
                        "    names of classes must be unique"));
    }

    @Test
    void classesThatDifferBetweenSplitsStopTheRun() throws IOException {
        Dataset train = config().open(Split.TRAIN);
        Dataset other = new Dataset(
                "other",
                List.of(new Category(0, 7, "car"), new Category(1, 91, "wheel")),
                train.images(),
                DataReport.CLEAN);

        assertThatThrownBy(() -> DatasetChecks.compareClasses(train, other))
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        train.name() + ": classes[90 wheel] are not in data set[other]",
                        "    all splits need the same ids and names; for Pascal VOC the config key [classes] fixes the"
                                + " list",
                        "other: classes[91 wheel] are not in data set[" + train.name() + "]",
                        "    all splits need the same ids and names; for Pascal VOC the config key [classes] fixes the"
                                + " list"));
    }

    @Test
    void splitsWithNothingUsableStopTheRun() throws IOException {
        Path file = root.resolve("train.json");

        assertThatThrownBy(() -> read("", ""))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": data set[set] lists no images");
        assertThatThrownBy(() -> read("{\"id\": 2, \"file_name\": \"missing.png\"}", ""))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": data set[set] has no usable image among [1]\n"
                        + "    1 x missing image, left out, first " + file + " image[2]: image["
                        + root.resolve("train/missing.png") + "] does not exist");
        assertThatThrownBy(() -> read("{\"id\": 1, \"file_name\": \"a.png\"}", ""))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": data set[set] has no usable box in [1] images");
    }

    @Test
    void tellsWhatIsExpectedAtAMissingRoot() {
        CocoConfig config = new CocoConfig();

        assertThatThrownBy(() -> config.open(Split.VAL))
                .isInstanceOf(UserInputException.class)
                .hasMessage(Path.of("data/coco").toAbsolutePath() + ": root[data/coco] of data[coco] does not exist\n"
                        + "    expected a folder with annotations and pictures");
    }

    @Test
    void tellsThatTheAnnotationsAreMissing() {
        assertThatThrownBy(() -> reader().read("set"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(root.resolve("train.json") + ": file does not exist");
    }

    private Dataset read(String images, String annotations) throws IOException {
        TestFiles.image(root.resolve("train/a.png"), 30, 20);
        write("train", images, annotations);
        return reader().read("set");
    }

    private CocoReader reader() {
        return new CocoReader(root.resolve("train.json"), root.resolve("train"), OrientationRule.AUTO);
    }

    private void write(String split, String images, String annotations) throws IOException {
        Files.writeString(
                root.resolve(split + ".json"),
                "{\"info\": {\"year\": 2017}, \"annotations\": [" + annotations + "], \"images\": [" + images + "], "
                        + CATEGORIES + "}");
    }

    private static String annotation(long id, long imageId, long categoryId, String bbox) {
        return "{\"id\": " + id + ", \"image_id\": " + imageId + ", \"category_id\": " + categoryId + ", \"bbox\": "
                + bbox + ", \"area\": 12.5, \"iscrowd\": 0, \"segmentation\": [[1, 2, 3]]}";
    }
}
