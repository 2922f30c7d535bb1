package org.fpn4j.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.DatasetContractTest;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RsnaDatasetTest extends DatasetContractTest {
    private static final String HEADER = "patientId,x,y,width,height,Target\n";

    @TempDir
    private Path root;

    private RsnaConfig config(String rows, SplitConfig split, MissingImages missing) throws IOException {
        Files.writeString(root.resolve("labels.csv"), HEADER + rows);
        return new RsnaConfig(
                root.toString(), "labels.csv", "images", "", "", "", "", split, missing, PictureChecks.CONTENTS);
    }

    private Dataset opened(String rows) throws IOException {
        return config(rows, Tables.WHOLE, MissingImages.REFUSED).open(Split.TRAIN);
    }

    private void pictures(String... names) throws IOException {
        for (String name : names) {
            Tables.picture(root.resolve("images").resolve(name + ".png"), 96, 96);
        }
    }

    /** Thirty patients with an opacity each. */
    @Override
    protected DatasetConfig config() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int patient = 1; patient <= 30; patient++) {
            rows.append("p").append(patient).append(",10,20,30,25,1\n");
            pictures("p" + patient);
        }
        return config(rows.toString(), new SplitConfig(), MissingImages.REFUSED);
    }

    @Override
    protected DatasetConfig defaults() {
        return new RsnaConfig();
    }

    @Override
    protected String typeName() {
        return "rsna";
    }

    @Test
    void rowsOfAPatientAreOneImageAndTargetZeroIsANegativeOne() throws IOException {
        pictures("a1", "b2", "c3", "d4");

        Dataset dataset = opened("a1,10,20,30,25,1\nb2,,,,,0\na1,60.5,22.0,20,40,1\nc3,0,0,96,96,1\nd4,,,,,0\n");

        assertThat(dataset.images()).hasSize(4);
        assertThat(dataset.classNames()).containsExactly("Lung Opacity");
        assertThat(Tables.boxes(dataset, "a1"))
                .containsExactly(List.of(10.0, 20.0, 40.0, 45.0), List.of(60.5, 22.0, 80.5, 62.0));
        assertThat(Tables.boxes(dataset, "b2")).isEmpty();
        assertThat(Tables.boxes(dataset, "c3")).containsExactly(List.of(0.0, 0.0, 96.0, 96.0));
        assertThat(dataset.report().problems()).isEmpty();
    }

    @Test
    void picturesThatNoRowNamesAreNoNegativesAndCounted() throws IOException {
        pictures("a", "b", "c");
        Files.writeString(root.resolve("images/notes.txt"), "no picture");

        Dataset dataset = opened("a,5,5,20,20,1\nb,,,,,0\n");

        assertThat(dataset.images()).extracting("fileName").containsExactly("a", "b");
        assertThat(dataset.report().summary())
                .contains("1 x folders with pictures that no row names, which are not used")
                .contains("labels.csv: [1] of [3] pictures are in no row");
    }

    @Test
    void missingPicturesAreToldAllAtOnce() throws IOException {
        pictures("a");
        RsnaConfig config = config("a,5,5,20,20,1\nb,,,,,0\nc,,,,,0\n", Tables.WHOLE, MissingImages.REFUSED);

        assertThatThrownBy(() -> config.open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("labels.csv:3: image[" + root.resolve("images/b") + "] does not exist")
                .hasMessageContaining("labels.csv:4: image[")
                .hasMessageContaining("data.missing_images: left_out leaves such images out and counts them");
    }

    @Test
    void missingPicturesMayBeLeftOutAndAreCounted() throws IOException {
        pictures("a");

        Dataset dataset = config("a,5,5,20,20,1\nb,,,,,0\n", Tables.WHOLE, MissingImages.LEFT_OUT)
                .open(Split.TRAIN);

        assertThat(dataset.images()).hasSize(1);
        assertThat(dataset.leftOutImages()).isEqualTo(1);
        assertThat(dataset.report().count(ProblemKind.MISSING_IMAGE)).isEqualTo(1);
    }

    @Test
    void whereAPatientIsDoesNotDependOnOthers() throws IOException {
        Set<String> train = new TreeSet<>(Tables.names(config(), Split.TRAIN));
        Set<String> val = new TreeSet<>(Tables.names(config(), Split.VAL));
        Set<String> test = new TreeSet<>(Tables.names(config(), Split.TEST));
        pictures("another");
        String rows = Files.readString(root.resolve("labels.csv")).replace(HEADER, "another,1,1,2,2,1\n");
        RsnaConfig grown = config(rows, new SplitConfig(), MissingImages.REFUSED);

        Set<String> trainOfMore = new TreeSet<>(Tables.names(grown, Split.TRAIN));
        trainOfMore.remove("another");

        assertThat(train.size() + val.size() + test.size()).isEqualTo(30);
        assertThat(train).doesNotContainAnyElementsOf(val).doesNotContainAnyElementsOf(test);
        assertThat(trainOfMore).isEqualTo(train);
    }

    @Test
    void aPatientInTwoGivenSplitsIsRefusedByName() throws IOException {
        pictures("a", "b");
        config("a,5,5,20,20,1\nb,,,,,0\n", Tables.WHOLE, MissingImages.REFUSED);
        Files.writeString(root.resolve("val.csv"), HEADER + "b,,,,,0\n");
        RsnaConfig config = new RsnaConfig(
                root.toString(),
                "labels.csv",
                "images",
                "val.csv",
                "",
                "",
                "",
                new SplitConfig(),
                MissingImages.REFUSED,
                PictureChecks.CONTENTS);

        assertThatThrownBy(() -> config.open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("val.csv:2: patient[b] is in split[val] and in split[train]")
                .hasMessageContaining("labels.csv:3; a score on it says nothing of new patients");
    }

    @Test
    void aSplitThatIsNotThereIsNamed() throws IOException {
        pictures("a");
        RsnaConfig config = config("a,5,5,20,20,1\n", Tables.WHOLE, MissingImages.REFUSED);

        assertThatThrownBy(() -> config.open(Split.TEST))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("data[rsna] has no test split")
                .hasMessageContaining("data.test_labels names its labels; data.split.ratios divides one list");
    }

    @Test
    void foldersThatAreNotThereAreNamed() throws IOException {
        RsnaConfig noPictures = config("a,5,5,20,20,1\n", Tables.WHOLE, MissingImages.REFUSED);
        RsnaConfig nowhere = new RsnaConfig(
                root.resolve("x").toString(),
                "labels.csv",
                "images",
                "",
                "",
                "",
                "",
                Tables.WHOLE,
                MissingImages.REFUSED,
                PictureChecks.CONTENTS);

        assertThatThrownBy(() -> noPictures.open(Split.TRAIN))
                .hasMessageContaining("images: folder of pictures of data[rsna] does not exist");
        assertThatThrownBy(() -> nowhere.open(Split.TRAIN))
                .hasMessageContaining("x] of data[rsna] does not exist")
                .hasMessageContaining("expected a folder with labels and pictures");
    }

    @Test
    void namesThatLeadElsewhereAreRefused() throws IOException {
        pictures("a");

        assertThatThrownBy(() -> opened("a,5,5,20,20,1\n../../b,,,,,0\n"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("labels.csv:3: patientId[../../b] leads out of root[");
    }
}
