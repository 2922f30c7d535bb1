package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in lists that lead where a data set does not lie. */
class RootFolderTest {
    @TempDir
    private Path parent;

    private Path root;

    @BeforeEach
    void makePictures() throws IOException {
        root = parent.resolve("set");
        TestFiles.image(root.resolve("train/a.png"), 4, 3);
        TestFiles.image(parent.resolve("outside/b.png"), 4, 3);
    }

    private CocoConfig coco(String fileName, boolean outsideRoot) throws IOException {
        TestFiles.text(
                root.resolve("train.json"),
                """
                {"images": [{"id": 1, "file_name": "a.png"}, {"id": 2, "file_name": "%s"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 2, 2]}],
                 "categories": [{"id": 1, "name": "car"}]}"""
                        .formatted(fileName));
        return new CocoConfig(
                root.toString(),
                "train.json",
                "train",
                "",
                "",
                "",
                "",
                OrientationRule.AUTO,
                PictureChecks.CONTENTS,
                outsideRoot,
                false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../outside/b.png", "x/../../../outside/b.png", "../../set2/b.png"})
    void aNameThatLeadsOutOfTheRootIsRefusedUnlessAKeyAllowsIt(String name) throws IOException {
        CocoConfig closed = coco(name, false);

        assertThatThrownBy(() -> closed.open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessage(root.resolve("train.json") + " image[2]: file_name[" + name + "] leads out of root[" + root
                        + "]\n    data.outside_root: true allows it");

        assertThat(coco("../../outside/b.png", true).open(Split.TRAIN).images()).hasSize(2);
    }

    @Test
    void anAbsoluteNameIsRefusedUnlessAKeyAllowsIt() throws IOException {
        String name = parent.resolve("outside/b.png").toAbsolutePath().toString();
        CocoConfig closed = coco(name, false);

        assertThatThrownBy(() -> closed.open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessage(root.resolve("train.json") + " image[2]: file_name[" + name + "] is absolute\n"
                        + "    data.outside_root: true allows it");

        assertThat(coco(name, true).open(Split.TRAIN).images()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../b.png", "x/../b.png", "./b.png"})
    void namesAndLinksWithinTheRootAreFine(String name) throws IOException {
        Files.createSymbolicLink(root.resolve("b.png"), parent.resolve("outside/b.png"));
        Files.createSymbolicLink(root.resolve("train/b.png"), parent.resolve("outside/b.png"));

        assertThat(coco(name, false).open(Split.TRAIN).images()).hasSize(2);
    }

    @Test
    void manyNamesAreToldOnceAndCounted() throws IOException {
        StringBuilder images = new StringBuilder("{\"id\": 0, \"file_name\": \"a.png\"}");
        for (int i = 1; i <= 25; i++) {
            images.append(", {\"id\": ")
                    .append(i)
                    .append(", \"file_name\": \"../../")
                    .append(i)
                    .append("\"}");
        }
        TestFiles.text(
                root.resolve("train.json"),
                "{\"images\": [" + images + "], \"annotations\": [], \"categories\": [{\"id\": 1, \"name\": \"a\"}]}");

        assertThatThrownBy(() -> new CocoReader(root.resolve("train.json"), root.resolve("train"), OrientationRule.AUTO)
                        .read("set"))
                .isInstanceOfSatisfying(UserInputException.class, refused -> assertThat(refused.problems())
                        .hasSize(21))
                .hasMessageEndingWith("[5] more file names are like these");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../outside/b", "../../../x"})
    void namesOfAVocListStayBelowItsRoot(String name) throws IOException {
        TestFiles.image(root.resolve("JPEGImages/a.png"), 4, 3);
        TestFiles.voc(root, "a", 4, 3, TestFiles.vocObject("car", "0", 1, 1, 3, 3));
        Path list = TestFiles.text(root.resolve("ImageSets/Main/train.txt"), "a\n" + name + "\n");

        assertThatThrownBy(() -> new VocReader(root, List.of(), false, OrientationRule.AUTO).read("set", "train"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(list + ": image[" + name + "] leads out of root[" + root
                        + "]\n    data.outside_root: true allows it");
        assertThat(new VocReader(new RootFolder(root, true), List.of(), false, OrientationRule.AUTO)
                        .read("set", "train")
                        .images())
                .hasSize(1);
    }

    @Test
    void aLineOfAVocListThatIsNoNameIsToldWithItsNumber() throws IOException {
        TestFiles.image(root.resolve("JPEGImages/a.png"), 4, 3);
        TestFiles.voc(root, "a", 4, 3, TestFiles.vocObject("car", "0", 1, 1, 3, 3));
        Path list =
                TestFiles.text(root.resolve("ImageSets/Main/train.txt"), "\na\nb\0c\n" + "x".repeat(5000) + "\n..\n");

        Dataset dataset = new VocReader(root, List.of(), false, OrientationRule.AUTO).read("set", "train");

        assertThat(dataset.images()).hasSize(1);
        assertThat(dataset.report().problems())
                .extracting(DataProblem::toString)
                .satisfiesExactly(
                        one -> assertThat(one)
                                .contains(list + ":3")
                                .contains("line is no file name: Nul character not allowed"),
                        two -> assertThat(two).contains(list + ":4").contains("line is no file name: it is too long"),
                        three -> assertThat(three).contains("image[..] is no file"));
    }
}
