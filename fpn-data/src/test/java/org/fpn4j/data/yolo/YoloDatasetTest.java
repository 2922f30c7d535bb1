package org.fpn4j.data.yolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.DatasetContractTest;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.OrientationRule;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YoloDatasetTest extends DatasetContractTest {
    private static final String PLAIN = "train: images\nval: images\nnames: [a, b]\n";

    @TempDir
    private Path root;

    private YoloConfig config(String yaml, boolean masks) throws IOException {
        text("data.yaml", yaml);
        return new YoloConfig(root.toString(), "data.yaml", OrientationRule.AUTO, PictureChecks.CONTENTS, false, masks);
    }

    private Dataset opened(String yaml) throws IOException {
        return config(yaml, false).open(Split.TRAIN);
    }

    private void picture(String name, int width, int height) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        String format = name.toLowerCase(Locale.ROOT).endsWith("png") ? "png" : "jpg";
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), format, file.toFile());
    }

    private void text(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static List<List<Double>> boxes(Dataset dataset, String image) {
        return dataset.reference().images().stream()
                .filter(one -> one.fileName().equals(image))
                .flatMap(one -> one.entries().stream())
                .map(YoloDatasetTest::edges)
                .toList();
    }

    private static List<Double> edges(Reference.Entry entry) {
        return List.of(entry.x(), entry.y(), entry.x() + entry.width(), entry.y() + entry.height());
    }

    @Override
    protected DatasetConfig config() throws IOException {
        for (Split split : Split.values()) {
            picture("images/" + split.key() + "/x.png", 64, 64);
            text(
                    "labels/" + split.key() + "/x.txt",
                    "0 .5 .5 .25 .5" + split.key().length() + "\n");
        }
        return config("train: images/train\nval: images/val\ntest: images/test\nnames: [a]\n", false);
    }

    @Override
    protected DatasetConfig defaults() {
        return new YoloConfig();
    }

    @Override
    protected String typeName() {
        return "yolo";
    }

    @Test
    void emptyAndMissingLabelFilesAreImagesWithoutObjects() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            picture("images/train/" + name + ".png", 80, 60);
        }
        text("labels/train/a.txt", "0 0.5 0.5 0.25 0.5\n\n1 0.1 0.2 0.2 0.4\n");
        text("labels/train/b.txt", "");

        Dataset dataset = opened("path: .\ntrain: images/train\nval: images/train\nnames: [n0, n1]\n");

        assertThat(dataset.categories()).containsExactly(new Category(0, 0, "n0"), new Category(1, 1, "n1"));
        assertThat(dataset.images()).hasSize(3);
        assertThat(boxes(dataset, "images/train/a.png"))
                .containsExactly(List.of(30.0, 15.0, 50.0, 45.0), List.of(0.0, 0.0, 16.0, 24.0));
        assertThat(boxes(dataset, "images/train/b.png")).isEmpty();
        assertThat(dataset.report().count(ProblemKind.NO_LABEL_FILE)).isEqualTo(1);
        assertThat(dataset.report().summary())
                .contains("1 x image without label file, taken as one without objects")
                .contains("c.txt] does not exist");
    }

    @Test
    void whatPassesTheBorderByRoundingIsClippedAndMoreIsCounted() throws IOException {
        picture("images/ok.png", 100, 50);
        picture("images/bad.png", 100, 50);
        text("labels/ok.txt", "0 0.5 0.5 1.0 1.0\n0 0.30401723 0.50028121 0.60803446 1.00043745\n");
        text("labels/bad.txt", "0 1.0710385 0.5 0.2 0.3\n");

        Dataset dataset = opened(PLAIN);

        assertThat(boxes(dataset, "images/ok.png").get(1).get(3)).isCloseTo(50.02499675, within(1e-6));
        assertThat(dataset.images().get(1).annotations().get(1).box().y2()).isEqualTo(50);
        assertThat(dataset.report().count(ProblemKind.MALFORMED_ANNOTATION)).isEqualTo(1);
        assertThat(dataset.report().summary())
                .contains("bad.txt:1: value[1.0710385] is no share of the picture, 0 to 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 .5 .5 .5          | line has [4] values; a class and a box are 5, a class and a polygon an odd number from 7",
                "0 .5 .5 .5 .5 .9    | line has [6] values",
                "0 .5 .5 .5 .5 .9 .9 .1 | line has [8] values",
                "0 .5 x .5 .5        | value[x] is no number",
                "0 .5 nan .5 .5      | value[nan] is no number",
                "0.5 .5 .5 .5 .5     | class[0.5] is no whole number",
                "0 120 45 30 20      | value[120] is no share of the picture, 0 to 1",
            })
    void linesThatSayNothingAreCountedWithTheirPlace(String line, String message) throws IOException {
        picture("images/a.png", 80, 60);
        text("labels/a.txt", "1 .5 .5 .5 .5\n" + line + "\n");

        Dataset dataset = opened(PLAIN);

        assertThat(dataset.annotationCount()).isEqualTo(1);
        assertThat(dataset.report().summary()).contains("a.txt:2: " + message);
    }

    @Test
    void aClassThatIsNotThereIsRefusedByFileAndLine() throws IOException {
        picture("images/p.png", 80, 60);
        picture("images/q.png", 80, 60);
        text("labels/p.txt", "0 .5 .5 .2 .2\n");
        text("labels/q.txt", "1 .5 .5 .2 .2\n3 .3 .3 .1 .1\n" + "-1 .3 .3 .1 .1\n".repeat(25));

        assertThatThrownBy(() -> opened(PLAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("q.txt:2: class[3] is none of the [2] classes")
                .hasMessageContaining("classes are numbered from 0 to 1")
                .hasMessageContaining("[6] more lines of labels are like these");
    }

    @Test
    void polygonsAreToldByTheNumberOfTheirValues() throws IOException {
        picture("images/a.png", 100, 80);
        text("labels/a.txt", "0 0.1 0.2 0.5 0.1 0.6 0.7 0.2 0.8\n1 0.5 0.5 0.2 0.4\n");

        Dataset plain = opened("train: images\nval: images\nnames: {0: a, 1: b}\n");
        Dataset masked = config(PLAIN, true).open(Split.TRAIN);

        assertThat(plain.images().get(0).annotations())
                .extracting("box")
                .containsExactly(new Box(10, 8, 60, 64), new Box(40, 24, 60, 56));
        assertThat(masked.images().get(0).annotations().get(0).mask().orElseThrow())
                .isInstanceOfSatisfying(Polygons.class, mask -> {
                    Polygon part = mask.parts().get(0);
                    assertThat(part.points()).isEqualTo(4);
                    assertThat(part.x(2)).isCloseTo(60, within(1e-9));
                    assertThat(part.y(2)).isCloseTo(56, within(1e-9));
                });
        assertThat(masked.images().get(0).annotations().get(1).kind()).isEqualTo(ObjectKind.CROWD);
        assertThat(masked.report().count(ProblemKind.NO_MASK)).isEqualTo(1);
    }

    @Test
    void theLastFolderOfPicturesIsExchanged() throws IOException {
        picture("images/train/images/t1.png", 40, 40);
        picture("images/val/images/v1.png", 40, 40);
        text("images/train/labels/t1.txt", "0 .5 .5 .5 .5\n");
        text("images/val/labels/v1.txt", "0 .25 .25 .5 .5\n");
        text("images/val.txt", "./val/images/v1.png\n\n");
        YoloConfig config = config(
                "path: images  # relative to this file\ntrain: train/images\nval: val.txt\ntest:\nnames: [a]\n", false);

        assertThat(boxes(config.open(Split.TRAIN), "train/images/t1.png"))
                .containsExactly(List.of(10.0, 10.0, 30.0, 30.0));
        assertThat(boxes(config.open(Split.VAL), "val/images/v1.png")).containsExactly(List.of(0.0, 0.0, 20.0, 20.0));
        assertThatThrownBy(() -> config.open(Split.TEST)).hasMessageContaining("data[yolo] has no test split");
    }

    @Test
    void labelsMayLieBesidePictures() throws IOException {
        picture("set/a.png", 40, 40);
        picture("images/b.png", 40, 40);
        text("set/a.txt", "0 .5 .5 .5 .5\n");
        text("images/b.txt", "0 .5 .5 .5 .5\n");

        Dataset dataset = opened("train: [set, images]\nnames: [a]\n");

        assertThat(dataset.annotationCount()).isEqualTo(2);
    }

    @Test
    void placesThatLeadUpWithoutNeedAreTakenFromTheSet() throws IOException {
        picture("train/images/a.png", 40, 40);
        text("train/labels/a.txt", "0 .5 .5 .5 .5\n");

        assertThat(opened("train: ../train/images\nnames: [a]\n").images()).hasSize(1);
    }

    @Test
    void endingsInUpperCaseCountAndOtherFilesDoNot() throws IOException {
        picture("images/A.JPG", 60, 40);
        picture("images/b.jpeg", 60, 40);
        picture("images/deep/c.png", 60, 40);
        for (String name : List.of("._A.JPG", "Thumbs.db", "notes.txt", "train.cache")) {
            text("images/" + name, "no picture");
        }
        text("labels/A.txt", "0 .5 .5 .5 .5\n");

        Dataset dataset = opened(PLAIN);

        assertThat(dataset.images())
                .extracting("fileName")
                .containsExactly("images/A.JPG", "images/b.jpeg", "images/deep/c.png");
        assertThat(boxes(dataset, "images/A.JPG")).containsExactly(List.of(15.0, 10.0, 45.0, 30.0));
    }

    @Test
    void brokenFilesAreLeftOutAndCounted() throws IOException {
        picture("images/a.png", 60, 40);
        text("labels/a.txt", "0 .5 .5 .5 .5\n");
        text("images/b.png", "no picture");
        text("labels/b.txt", "0 .5 .5 .5 .5\n");
        picture("images/c.png", 60, 40);
        Files.write(root.resolve("labels/c.txt"), "0 \u00e9".getBytes(StandardCharsets.ISO_8859_1));

        Dataset dataset = opened(PLAIN);

        assertThat(dataset.images()).hasSize(1);
        assertThat(dataset.leftOutImages()).isEqualTo(2);
        assertThat(dataset.report().count(ProblemKind.BROKEN_IMAGE)).isEqualTo(1);
        assertThat(dataset.report().summary()).contains("c.txt: file cannot be read: it is not text in UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train: images                            | data.yaml: names is missing",
                "train: images/names: a                   | data.yaml:2:1: names is no list of classes, and no map from 0",
                "nc: 4/names: [a, b, c]                   | data.yaml:1:1: nc[4] differs from the number of names[3]",
                "names: {0: a, 2: b}                      | data.yaml:1:1: names has the numbers[0, 2], not 0 to 1",
                "names: {0: a, x: b}                      | data.yaml:1:1: names has the numbers[x, 0], not 0 to 1",
                "names: [a, a]                            | data.yaml:1:1: names[a, a] must not repeat one",
                "names: [a, [b]]                          | data.yaml:1:1: names[a, ] must be texts",
                "names: [a]/train: {b: c}                 | data.yaml:2:1: train[{\"b\":\"c\"}] must be a folder, a text file of pictures, or a list of them",
                "names: [a]/path: [b]                     | data.yaml:2:1: path[[\"b\"]] must be a folder",
                "names: [a]/names: [b]                    | data.yaml:2:1: key[names] stands here again",
                "names: [a/train: b                       | file is not valid YAML: ",
                "- a                                      | data.yaml: file holds no map; expected names, train and val",
                "names: [a]/train: nowhere                | data.yaml: place[nowhere] does not exist",
                "names: [a]/train: ..                     | data.yaml: place[..] leads out of root[",
                "names: [a]/train: \"a\\0b\"              | ] is no path: Nul character not allowed",
                "names: [a]/train: images/path: nowhere   | data.yaml: path[nowhere] is no folder",
                "names: [a]/train: images/path: ..        | data.yaml: path[..] leads out of root[",
                "names: [a]/train: list.txt               | list.txt:1: picture[~absolute.png] is absolute",
            })
    void whatIsWrongWithTheYamlIsNamedWithItsPlace(String yaml, String message) throws IOException {
        text("list.txt", "/absolute.png\n");
        picture("images/a.png", 60, 40);

        assertThatThrownBy(() -> opened(yaml.replace("/", "\n")))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(message.replace('~', '/'));
    }

    @Test
    void listsMayNotLeadElsewhere() throws IOException {
        text("list.txt", "../../x.png\n".repeat(1) + "x".repeat(5000) + "\n");

        assertThatThrownBy(() -> opened("names: [a]\ntrain: list.txt\n"))
                .hasMessageContaining("list.txt:1: picture[../../x.png] leads out of root[")
                .hasMessageContaining("is too long");
    }

    @Test
    void picturesThatAreTrainedOnAndScoredAreTold() throws IOException {
        picture("images/a.png", 60, 40);
        text("labels/a.txt", "0 .5 .5 .5 .5\n");
        YoloConfig config = config(PLAIN, false);

        assertThat(config.open(Split.TRAIN).report().problems()).isEmpty();
        assertThat(config.open(Split.VAL).report().summary())
                .contains("splits that share pictures with the training, whose scores say little of new ones")
                .contains("data.yaml: [1] of [1] pictures of val are trained on, too");
    }

    @Test
    void aSplitIsReadWhereThatOfTheTrainingIsNotThere() throws IOException {
        picture("images/a.png", 60, 40);
        text("labels/a.txt", "0 .5 .5 .5 .5\n");
        YoloConfig config = config("train: nowhere\nval: images\nnames: [a]\n", false);

        assertThat(config.open(Split.VAL).images()).hasSize(1);
    }

    @Test
    void aPathOfAnotherMachineIsRefused() {
        assertThatThrownBy(() -> opened("path: /content/set\ntrain: images\nnames: [a]\n"))
                .hasMessageContaining("data.yaml: path[/content/set] is absolute")
                .hasMessageContaining("a relative one starts at the file; data.outside_root: true allows any");
    }

    @Test
    void aRootThatIsNotThereIsNamed() {
        YoloConfig config = new YoloConfig(
                root.resolve("x").toString(), "data.yaml", OrientationRule.AUTO, PictureChecks.CONTENTS, false, false);

        assertThatThrownBy(() -> config.open(Split.TRAIN))
                .hasMessageContaining("x] of data[yolo] does not exist")
                .hasMessageContaining("expected a folder with data.yaml");
        assertThatThrownBy(() -> opened("")).hasMessageContaining("data.yaml: file holds no map");
    }
}
