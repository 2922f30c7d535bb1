package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocDatasetTest extends DatasetContractTest {
    @TempDir
    Path root;

    @Override
    protected DatasetConfig config() throws IOException {
        for (Split split : Split.values()) {
            String name = split.key() + "_1";
            TestFiles.image(root.resolve("JPEGImages/" + name + ".jpg"), 40, 30);
            TestFiles.voc(
                    root,
                    name,
                    40,
                    30,
                    TestFiles.vocObject("dog", "0", 1, 1, 40, 30),
                    TestFiles.vocObject("cat", "0", 5, 6, 10 + split.key().length(), 20));
            TestFiles.text(root.resolve("ImageSets/Main/" + split.key() + ".txt"), name + "\n");
        }
        return new VocConfig(root.toString(), "train", "val", "test", List.of(), false);
    }

    @Override
    protected DatasetConfig defaults() {
        return new VocConfig();
    }

    @Override
    protected String typeName() {
        return "voc";
    }

    @Test
    void pixelsCountedFromOneBecomeContinuousBoxes() throws IOException {
        Dataset dataset = config().open(Split.TRAIN);

        assertThat(dataset.classNames()).containsExactly("cat", "dog");
        assertThat(dataset.images().get(0).annotations())
                .containsExactly(
                        new Annotation(1, 1, new Box(0, 0, 40, 30), 1200, ObjectKind.OBJECT),
                        new Annotation(2, 0, new Box(4, 5, 15, 20), 165, ObjectKind.OBJECT));
        assertThat(dataset.images().get(0).fileName()).isEqualTo("train_1.jpg");
    }

    @Test
    void difficultObjectsAreApartUnlessTheyAreUsed() throws IOException {
        TestFiles.image(root.resolve("JPEGImages/a.png"), 40, 30);
        TestFiles.voc(
                root,
                "a",
                40,
                30,
                TestFiles.vocObject("dog", "1", 1, 1, 9, 9),
                TestFiles.vocObject("dog", "0", 1, 1, 5, 5));
        TestFiles.text(root.resolve("ImageSets/Main/train.txt"), "a 1\n\n");

        Dataset ignoring = new VocReader(root, List.of(), false, OrientationRule.AUTO).read("set", "train");
        Dataset using = new VocReader(root, List.of(), true, OrientationRule.AUTO).read("set", "train");

        assertThat(ignoring.images().get(0).annotations())
                .extracting(Annotation::kind)
                .containsExactly(ObjectKind.DIFFICULT, ObjectKind.OBJECT);
        assertThat(using.images().get(0).annotations())
                .extracting(Annotation::kind)
                .containsExactly(ObjectKind.OBJECT, ObjectKind.OBJECT);
        assertThat(using.images().get(0).fileName()).isEqualTo("a.png");
    }

    @Test
    void everyFaultIsToldByFileAndObject() throws IOException {
        TestFiles.image(root.resolve("JPEGImages/a.jpg"), 40, 30);
        Path a = TestFiles.voc(
                root,
                "a",
                40,
                31,
                TestFiles.vocObject("dog", "0", 1, 1, 9, 9),
                TestFiles.vocObject("bird", "0", 1, 1, 9, 9),
                TestFiles.vocObject("", "0", 1, 1, 9, 9),
                TestFiles.vocObject("dog", "0", 5, 5, 5, 5),
                TestFiles.vocObject("dog", "0", "x", 5, "", 5),
                "<object><name>dog</name></object>",
                TestFiles.vocObject("dog", "0", 41, 1, 50, 9),
                TestFiles.vocObject("dog", "0", 35, 1, 50, 9));
        Path broken = TestFiles.text(root.resolve("Annotations/broken.xml"), "<annotation>\n<size>");
        Path other = TestFiles.text(root.resolve("Annotations/other.xml"), "<html/>");
        Path entity = TestFiles.text(
                root.resolve("Annotations/entity.xml"),
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><annotation>&e;</annotation>");
        Path noImage = TestFiles.voc(root, "gone", 40, 30, TestFiles.vocObject("dog", "0", 1, 1, 9, 9));
        Path list =
                TestFiles.text(root.resolve("ImageSets/Main/train.txt"), "a\na\nnone\nbroken\nother\nentity\ngone\n");

        Dataset dataset = new VocReader(root, List.of("cat", "dog"), false, OrientationRule.AUTO).read("set", "train");

        Path none = root.resolve("Annotations/none.xml");
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.kind() + " "
                        + problem.problem().toString().lines().findFirst().orElseThrow())
                .containsExactly(
                        "DUPLICATE_IMAGE " + list + ": image[a] is listed twice",
                        "MISSING_ANNOTATION_FILE " + none + ": file does not exist",
                        "BROKEN_ANNOTATION_FILE " + broken + ":2:7: file is not XML: XML document structures must start"
                                + " and end within the same entity.",
                        "BROKEN_ANNOTATION_FILE " + other + ": root element[html] must be [annotation]",
                        "BROKEN_ANNOTATION_FILE " + entity + ": file declares entities of its own",
                        "UNKNOWN_CATEGORY " + a + " object[2]: name[bird] is not among the classes[cat, dog]",
                        "NO_CATEGORY " + a + " object[3]: name is missing",
                        "MALFORMED_ANNOTATION " + a + " object[5]: xmin[x] is no number; xmax is missing",
                        "MALFORMED_ANNOTATION " + a + " object[6]: bndbox is missing",
                        "IMAGE_SIZE " + a + ": image[" + root.resolve("JPEGImages/a.jpg")
                                + "] has size[40x30], declared is size[40x31]",
                        "BOX_WITHOUT_AREA " + a + " object[4]: box[5, 5, 5, 5] has no area in image[a.jpg]",
                        "BOX_OUTSIDE " + a + " object[7]: box[40, 0, 50, 9] lies outside image[a.jpg] of size[40x30]",
                        "BOX_CLIPPED " + a + " object[8]: box[34, 0, 50, 9] reaches over the edge of image[a.jpg] of"
                                + " size[40x30]",
                        "MISSING_IMAGE " + noImage + ": image[" + root.resolve("JPEGImages/gone.jpg")
                                + "] does not exist");
        assertThat(dataset.annotationCount()).isEqualTo(2);
    }

    @Test
    void anEmptyListStopsTheRun() throws IOException {
        config();
        Path list = TestFiles.text(root.resolve("ImageSets/Main/train.txt"), "\n");

        assertThatThrownBy(() -> new VocReader(root, List.of("cat"), false, OrientationRule.AUTO).read("set", "train"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(list + ": data set[set] lists no images");
    }

    @Test
    void tellsWhatARootLacks() {
        assertThatThrownBy(() -> new VocReader(root, List.of(), false, OrientationRule.AUTO).read("set", "train"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        root.resolve("JPEGImages") + ": folder does not exist",
                        "    expected in a Pascal VOC root",
                        root.resolve("Annotations") + ": folder does not exist",
                        "    expected in a Pascal VOC root",
                        root.resolve("ImageSets/Main/train.txt") + ": file does not exist",
                        "    expected a list of image names, one a line"));
        assertThatThrownBy(() -> new VocConfig().open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessage(Path.of("data/voc").toAbsolutePath() + ": root[data/voc] of data[voc] does not exist\n"
                        + "    expected a folder with JPEGImages, Annotations and ImageSets/Main");
    }

    @Test
    void classesMustNotRepeat() {
        assertThatThrownBy(() -> new VocConfig("x", "train", "val", "test", List.of("a", "a"), false))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("classes[[a, a]] must not repeat a name");
    }
}
