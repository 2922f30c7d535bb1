package org.fpn4j.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.image.FilePicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where files of a set are found that its config does not name. */
class CocoLayoutTest {
    @TempDir
    private Path root;

    private void annotations(String place, String fileName) throws IOException {
        TestFiles.text(
                root.resolve(place),
                """
                {"images": [{"id": 1, "file_name": "%s"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 2, 2]}],
                 "categories": [{"id": 1, "name": "car"}]}"""
                        .formatted(fileName));
    }

    private CocoConfig config(String trainAnnotations, String trainImages) {
        return new CocoConfig(root.toString(), trainAnnotations, trainImages, "", "", "", "");
    }

    private static Path pictureOf(Dataset dataset) {
        return ((FilePicture) dataset.images().get(0).source()).file();
    }

    @ParameterizedTest
    @CsvSource({
        "annotations/instances_train.json, a.png, train/a.png, TRAIN", // make-data
        "annotations/instances_train2017.json, a.png, train2017/a.png, TRAIN",
        "annotations/instances_val2017.json, a.png, val2017/a.png, VAL",
        "annotations/instances_train.json, a.png, images/train/a.png, TRAIN",
        "annotations/train.json, a.png, images/a.png, TRAIN",
        "annotations/train.json, images/a.png, images/a.png, TRAIN",
        "train.json, a.png, a.png, TRAIN",
        "test.json, a.png, test/a.png, TEST",
        "train/_annotations.coco.json, a.png, train/a.png, TRAIN", // Roboflow
        "valid/_annotations.coco.json, a.png, valid/a.png, VAL",
    })
    void conventionsAreFoundAndToldWithoutAKey(String json, String fileName, String picture, Split split)
            throws IOException {
        annotations(json, fileName);
        TestFiles.image(root.resolve(picture), 4, 3);

        Dataset dataset = config("", "").open(split);

        assertThat(pictureOf(dataset)).isEqualTo(root.resolve(picture));
        assertThat(dataset.report().summary())
                .startsWith("1 x split whose files were found, not named, first " + root.resolve(json)
                        + ": its pictures lie in [");
    }

    /** As README has it. */
    @Test
    void namedAnnotationsLeaveTheFolderOfPicturesToBeFound() throws IOException {
        annotations("train.json", "a.png");
        TestFiles.image(root.resolve("images/a.png"), 4, 3);

        assertThat(pictureOf(config("train.json", "").open(Split.TRAIN))).isEqualTo(root.resolve("images/a.png"));
    }

    @Test
    void whatIsNamedIsNotLookedForNorTold() throws IOException {
        annotations("annotations/instances_train.json", "none.png");
        annotations("mine.json", "a.png");
        TestFiles.image(root.resolve("mine/a.png"), 4, 3);
        TestFiles.image(root.resolve("train/a.png"), 4, 3);

        Dataset dataset = config("mine.json", "mine").open(Split.TRAIN);

        assertThat(pictureOf(dataset)).isEqualTo(root.resolve("mine/a.png"));
        assertThat(dataset.report().problems()).isEmpty();
    }

    @Test
    void severalFilesOfAnnotationsAreRefused() throws IOException {
        annotations("annotations/instances_train.json", "a.png");
        annotations("train.json", "a.png");

        assertThatThrownBy(() -> config("", "").open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessage(root + ": annotations of split[train] may be any of [annotations/instances_train.json,"
                        + " train.json]\n    data.train_annotations says which");
    }

    @Test
    void severalFoldersOfPicturesAreRefused() throws IOException {
        annotations("train.json", "a.png");
        TestFiles.image(root.resolve("train/a.png"), 4, 3);
        TestFiles.image(root.resolve("images/a.png"), 4, 3);

        assertThatThrownBy(() -> config("", "").open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessage(root.resolve("train.json") + ": pictures of split[train] lie in each of [train, images]\n"
                        + "    data.train_images says which folder file names are relative to");
    }

    @Test
    void aLinkToAFolderIsNoSecondOne() throws IOException {
        annotations("train.json", "a.png");
        TestFiles.image(root.resolve("train/a.png"), 4, 3);
        Files.createSymbolicLink(root.resolve("images"), root.resolve("train"));

        assertThat(config("", "").open(Split.TRAIN).images()).hasSize(1);
    }

    @Test
    void aSplitWithoutAFileSaysWhereItWasLookedFor() throws IOException {
        annotations("train.json", "a.png");

        assertThatThrownBy(() -> config("", "").open(Split.TEST))
                .isInstanceOf(UserInputException.class)
                .hasMessage(root + ": data[coco] has no test split: its annotations are none of"
                        + " [annotations/instances_test.json, annotations/instances_test2017.json, annotations/test.json,"
                        + " test.json, test/_annotations.coco.json, annotations/test2017.json, test2017.json,"
                        + " test2017/_annotations.coco.json]\n    data.test_annotations names the file");
    }

    @Test
    void picturesThatAreNowhereSayWhereTheyWereLookedFor() throws IOException {
        annotations("train.json", "a.png");

        assertThatThrownBy(() -> config("", "").open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        root.resolve("train.json") + ": pictures of split[train] lie in none of [train, images/train,"
                                + " train2017, images/train2017, images, .]\n"
                                + "    data.train_images says which folder file names are relative to");
    }

    @Test
    void aListWithoutImagesIsToldAsThat() throws IOException {
        TestFiles.text(
                root.resolve("train.json"),
                "{\"images\": [], \"annotations\": [], \"categories\": [{\"id\": 1, \"name\": \"car\"}]}");

        assertThatThrownBy(() -> config("", "").open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("lists no images");
    }
}
