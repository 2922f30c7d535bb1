package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and annotations as people's tools write them. Pictures are 60x40. */
class VocDialectsTest {
    private static final String OBJECT =
            "<object><name>dog</name><bndbox><xmin>11</xmin><ymin>13</ymin><xmax>30</xmax><ymax>28</ymax></bndbox></object>";

    @TempDir
    Path root;

    @Test
    void namesInAListMayHoldBlanks() throws IOException {
        images("scan 1", "scan 2", "scan", "patient 7 left");

        assertThat(listed("scan 1\nscan 2\nscan\npatient 7 left\n"))
                .containsExactly("scan 1.png", "scan 2.png", "scan.png", "patient 7 left.png");
    }

    @Test
    void theSecondColumnOfAClassListKeepsItsPositives() throws IOException {
        images("scan", "plain", "patient 7");

        Dataset dataset = read("plain  1\nscan -1\npatient 7  0\nscan  1\n");

        assertThat(dataset.images()).extracting(ImageEntry::fileName).containsExactly("plain.png", "scan.png");
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.kind() + " " + problem.problem())
                .containsExactly(
                        "NOT_POSITIVE " + list() + ": line[scan -1]",
                        "NOT_POSITIVE " + list() + ": line[patient 7  0]");
    }

    @Test
    void aNameThatEndsInANumberIsMissingUnderItsWholeName() throws IOException {
        images("scan", "scan 1");

        Dataset dataset = read("scan 1\nscan 2\n");

        assertThat(dataset.images()).extracting(ImageEntry::fileName).containsExactly("scan 1.png");
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.problem().toString())
                .containsExactly(root.resolve("Annotations/scan 2.xml") + ": file does not exist");
        assertThat(dataset.leftOutImages()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png\nb.png\n", "JPEGImages/a.PNG\n/data/Annotations/b.xml\n", "\uFEFFa\r\nb\r\n"})
    void foldersExtensionsAndByteOrderMarksAreDropped(String list) throws IOException {
        images("a", "b");

        assertThat(listed(list)).containsExactly("a.png", "b.png");
    }

    @Test
    void aListInAnotherEncodingIsTold() throws IOException {
        images("a");
        Files.createDirectories(list().getParent());
        Files.write(list(), "K\u00e4fer\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> reader().read("set", "train"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(list() + ": file is not text in UTF-8");
    }

    @Test
    void anObjectWithoutANameMakesNoClass() throws IOException {
        Dataset dataset = annotated(OBJECT.replace("dog", "") + OBJECT + OBJECT.replace("<name>dog</name>", ""));

        assertThat(dataset.classNames()).containsExactly("dog");
        assertThat(dataset.report().problems())
                .extracting(problem -> problem.problem().toString())
                .containsExactly(xml() + " object[1]: name is missing", xml() + " object[3]: name is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "1, DIFFICULT", "' 1 ', DIFFICULT", "true, DIFFICULT", "True, DIFFICULT", "1.0, DIFFICULT",
        "0, OBJECT", "False, OBJECT", "0.0, OBJECT", "'', OBJECT", "Unspecified, OBJECT"
    })
    void flagsAreReadAsTheyAreSpelled(String flag, ObjectKind kind) throws IOException {
        Dataset dataset = annotated(OBJECT + OBJECT.replace("<bndbox>", "<difficult>" + flag + "</difficult><bndbox>"));

        assertThat(dataset.images().get(0).annotations().get(1).kind()).isEqualTo(kind);
    }

    @Test
    void aFlagThatIsNeitherIsTold() throws IOException {
        Dataset dataset = annotated(OBJECT + OBJECT.replace("<bndbox>", "<difficult>perhaps</difficult><bndbox>"));

        assertThat(dataset.report().problems())
                .extracting(problem -> problem.kind() + " " + problem.problem())
                .containsExactly("MALFORMED_ANNOTATION " + xml() + " object[2]: difficult[perhaps] is neither 0 nor 1");
    }

    @Test
    void partsAreNoObjects() throws IOException {
        Dataset dataset = annotated(OBJECT.replace(
                "</object>",
                "<part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></part>"
                        + "</object>"));

        assertThat(dataset.classNames()).containsExactly("dog");
        assertThat(boxes(dataset)).containsExactly(new Box(10, 12, 30, 28));
    }

    @ParameterizedTest
    @CsvSource({"11.5, 10.5", "1.15e1, 10.5", "+11.50, 10.5", ".5, -0.5"})
    void coordinatesMayBeDecimals(String written, float x1) throws IOException {
        Dataset dataset = annotated(OBJECT.replace("<xmin>11<", "<xmin>" + written + "<"));

        assertThat(boxes(dataset)).containsExactly(new Box(Math.max(0, x1), 12, 30, 28));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11d", "11f", "11,5", "0x1p3", "NaN", "Infinity", "eleven"})
    void whatIsNoDecimalIsTold(String written) throws IOException {
        Dataset dataset = annotated(OBJECT + OBJECT.replace("<xmin>11<", "<xmin>" + written + "<"));

        assertThat(dataset.report().problems())
                .extracting(problem -> problem.problem().toString())
                .containsExactly(xml() + " object[2]: xmin[" + written + "] is no number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE annotation>",
                "<!DOCTYPE annotation SYSTEM \"http://localhost:9/annotation.dtd\">",
                "<!DOCTYPE annotation [<!ELEMENT annotation ANY>]>"
            })
    void aDoctypeWithoutEntitiesIsHarmless(String doctype) throws IOException {
        assertThat(boxes(written(doctype + annotation(OBJECT)))).containsExactly(new Box(10, 12, 30, 28));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE annotation [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
                "<!DOCTYPE annotation [<!ENTITY % p SYSTEM \"http://localhost:9/p.dtd\"> %p;]>",
                "<!DOCTYPE annotation [<!ENTITY a \"dog\"><!ENTITY b \"&a;&a;\">]>"
            })
    void entitiesStayRefused(String doctype) {
        assertThatThrownBy(() -> written(doctype + annotation(OBJECT)))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(xml() + ": file declares entities of its own");
    }

    @Test
    void entitiesThatMultiplyEndBeforeTheyFillTheMemory() {
        StringBuilder doctype = new StringBuilder("<!DOCTYPE annotation [<!ENTITY e0 \"dog\">");
        for (int i = 1; i < 30; i++) {
            doctype.append("<!ENTITY e")
                    .append(i)
                    .append(" \"")
                    .append("&e")
                    .append(i - 1)
                    .append(";&e")
                    .append(i - 1)
                    .append(";\">");
        }
        String bomb = doctype + "]>" + annotation(OBJECT.replace("dog", "&e29;"));

        assertThatThrownBy(() -> written(bomb))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("1 x broken annotation file, image left out, first " + xml());
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-ascii", "UTF-8", "utf-16"})
    void anEncodingThatIsNotTheFilesIsToldByName(String declared) throws IOException {
        images("a");
        Files.createDirectories(xml().getParent());
        byte[] text = ("<?xml version=\"1.0\" encoding=\"" + declared + "\"?>"
                        + annotation(OBJECT.replace("dog", "K\u00e4fer")))
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(xml(), text);
        TestFiles.text(list(), "a\n");

        assertThatThrownBy(() -> reader().read("set", "train"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("1 x broken annotation file, image left out, first " + xml());
    }

    @Test
    void aSizeThatIsNotThePicturesLeavesTheImageOut() {
        assertThatThrownBy(() -> annotated("<size><width>120</width><height>80</height></size>" + OBJECT))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("1 x declared size contradicts the image, left out, first " + xml() + ": image["
                        + root.resolve("JPEGImages/a.png") + "] has size[60x40], declared is size[120x80]");
    }

    @Test
    void nothingCanBeLearntFromDifficultObjectsAlone() throws IOException {
        Dataset dataset = annotated(OBJECT.replace("<bndbox>", "<difficult>1</difficult><bndbox>"));

        assertThatThrownBy(() -> DatasetChecks.requireObjects(dataset))
                .isInstanceOf(UserInputException.class)
                .hasMessage("set: data set[set] has nothing to be found: its boxes are [0] crowds and [1]"
                        + " difficult objects\n    use_difficult: true makes objects of them");
    }

    private Dataset annotated(String content) throws IOException {
        return written(annotation(content));
    }

    private static String annotation(String content) {
        return "<annotation>" + content + "</annotation>";
    }

    private Dataset written(String xml) throws IOException {
        images("a");
        TestFiles.text(xml(), xml);
        return read("a\n");
    }

    private void images(String... names) throws IOException {
        for (String name : names) {
            TestFiles.image(root.resolve("JPEGImages/" + name + ".png"), 60, 40);
            TestFiles.text(root.resolve("Annotations/" + name + ".xml"), annotation(OBJECT));
        }
    }

    @Test
    void anAnnotationThatIsNestedWithoutEndIsBrokenAndNotTheReader() throws IOException {
        TestFiles.image(root.resolve("JPEGImages/b.jpg"), 60, 40);
        TestFiles.text(root.resolve("Annotations/b.xml"), annotation("<a>".repeat(200_000) + "</a>".repeat(200_000)));
        TestFiles.image(root.resolve("JPEGImages/a.jpg"), 60, 40);
        TestFiles.text(xml(), annotation(OBJECT));

        Dataset dataset = read("a\nb\n");

        assertThat(dataset.images()).hasSize(1);
        assertThat(dataset.report().problems().get(0).problem().what())
                .isEqualTo("file is not XML: it is deeper, or has more of something, than any annotation");
    }

    private List<String> listed(String list) throws IOException {
        return read(list).images().stream().map(ImageEntry::fileName).toList();
    }

    private Dataset read(String list) throws IOException {
        TestFiles.text(list(), list);
        return reader().read("set", "train");
    }

    private VocReader reader() {
        return new VocReader(root, List.of(), false, OrientationRule.AUTO);
    }

    private Path list() {
        return root.resolve("ImageSets/Main/train.txt");
    }

    private Path xml() {
        return root.resolve("Annotations/a.xml");
    }

    private static List<Box> boxes(Dataset dataset) {
        return dataset.images().get(0).annotations().stream()
                .map(Annotation::box)
                .toList();
    }
}
