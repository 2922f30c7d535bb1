package org.fpn4j.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.DatasetContractTest;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VindrDatasetTest extends DatasetContractTest {
    private static final String HEADER = "image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max\n";
    private static final String ROWS =
            """
            i1,No finding,14,R1,,,,
            i1,No finding,14,R5,,,,
            i2,Cardiomegaly,3,R8,10,40,70,80
            i2,Cardiomegaly,3,R9,12,41,69,82
            i2,Cardiomegaly,3,R10,11,39,72,79
            i2,Aortic enlargement,0,R9,30,5,50,25
            i3,Nodule/Mass,8,R2,60,60,66,67
            """;
    private static final String MAJORITY =
            """
            i1,nodule,8,R1,20,20,40,40
            i1,nodule,8,R2,22,18,41,39
            i1,mass,9,R2,70,70,95,96
            i1,nodule,8,R3,19,22,42,41
            """;

    @TempDir
    private Path root;

    private Dataset opened(String rows, List<String> classes, ReadersConfig readers) throws IOException {
        return config(HEADER + rows, classes, readers, Tables.WHOLE).open(Split.TRAIN);
    }

    private VindrConfig config(String table, List<String> classes, ReadersConfig readers, SplitConfig split)
            throws IOException {
        Files.writeString(root.resolve("train.csv"), table);
        for (String image : List.of("i1", "i2", "i3")) {
            Tables.picture(root.resolve("train").resolve(image + ".png"), 100, 100);
        }
        return new VindrConfig(
                root.toString(),
                "train.csv",
                "train",
                "",
                "",
                "",
                "",
                classes,
                readers,
                split,
                MissingImages.REFUSED,
                PictureChecks.CONTENTS);
    }

    @Override
    protected DatasetConfig config() throws IOException {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int image = 1; image <= 30; image++) {
            rows.append("x").append(image).append(",Mass,8,R1,10,10,30,30\n");
            Tables.picture(root.resolve("train").resolve("x" + image + ".png"), 64, 64);
        }
        return config(rows.toString(), List.of(), new ReadersConfig(), new VindrConfig().split());
    }

    @Override
    protected DatasetConfig defaults() {
        return new VindrConfig();
    }

    @Override
    protected String typeName() {
        return "vindr";
    }

    @Test
    void noFindingIsNoClassAndClassesFollowTheirNumbers() throws IOException {
        Dataset dataset = opened(ROWS, List.of(), new ReadersConfig(ReaderMerging.UNION, 0.5, 1));

        assertThat(dataset.categories())
                .containsExactly(
                        new Category(0, 0, "Aortic enlargement"),
                        new Category(1, 3, "Cardiomegaly"),
                        new Category(2, 8, "Nodule/Mass"));
        assertThat(dataset.images()).hasSize(3);
        assertThat(Tables.boxes(dataset, "i1")).isEmpty();
        assertThat(Tables.boxes(dataset, "i2"))
                .containsExactly(
                        List.of(10.0, 40.0, 70.0, 80.0),
                        List.of(12.0, 41.0, 69.0, 82.0),
                        List.of(30.0, 5.0, 50.0, 25.0),
                        List.of(11.0, 39.0, 72.0, 79.0));
    }

    @Test
    void boxesOfReadersAreFusedIntoTheirMean() throws IOException {
        Dataset dataset = opened(MAJORITY, List.of(), new ReadersConfig());

        List<List<Double>> boxes = Tables.boxes(dataset, "i1");
        assertThat(boxes).hasSize(2);
        assertThat(boxes.get(0).get(0)).isCloseTo(61 / 3.0, within(1e-9));
        assertThat(boxes.get(0).subList(1, 4))
                .allSatisfy(edge -> assertThat(edge).isCloseTo(Math.rint(edge), within(1e-9)));
        assertThat(boxes.get(1)).containsExactly(70.0, 70.0, 95.0, 96.0);
    }

    @Test
    void whatTooFewReadersDrewIsLeftOutAndCounted() throws IOException {
        Dataset dataset = opened(MAJORITY, List.of(), new ReadersConfig(ReaderMerging.WBF, 0.5, 2));

        assertThat(Tables.boxes(dataset, "i1")).hasSize(1);
        assertThat(dataset.report().count(ProblemKind.UNCONFIRMED_BOX)).isEqualTo(1);
        assertThat(dataset.report().summary())
                .contains("1 x box that too few readers drew, left out")
                .contains("train.csv:2 image[i1]: box at [70.0, 70.0] is of [1] of [3] readers");
    }

    @Test
    void aReaderWhoSawNothingCountsAsHavingLooked() throws IOException {
        Dataset dataset = opened(
                "i1,mass,9,R1,10,10,20,20\ni1,No finding,14,R2,,,,\ni2,mass,9,R1,1,1,9,9\ni2,mass,9,R2,1,1,9,9\n",
                List.of(),
                new ReadersConfig(ReaderMerging.WBF, 0.5, 2));

        assertThat(Tables.boxes(dataset, "i1")).isEmpty();
        assertThat(Tables.boxes(dataset, "i2")).containsExactly(List.of(1.0, 1.0, 9.0, 9.0));
        assertThat(dataset.report().summary()).contains("is of [1] of [2] readers");
    }

    @Test
    void readersKeptApartAreAnImageEach() throws IOException {
        Dataset dataset = opened(ROWS, List.of(), new ReadersConfig(ReaderMerging.APART, 0.5, 1));

        assertThat(dataset.images()).extracting("fileName").containsExactly("i1", "i1", "i2", "i2", "i2", "i3");
        assertThat(dataset.images())
                .extracting(image -> image.annotations().size())
                .containsExactly(0, 0, 1, 2, 1, 1);
    }

    @Test
    void aBoxWithoutAreaIsToldThoughBoxesAreFused() throws IOException {
        Dataset dataset = opened(MAJORITY + "i1,mass,9,R1,5,5,5,9\n", List.of(), new ReadersConfig());

        assertThat(dataset.report().count(ProblemKind.BOX_WITHOUT_AREA)).isEqualTo(1);
    }

    @Test
    void namedClassesComeInTheirOrderAndOthersAreCounted() throws IOException {
        Dataset dataset = opened(ROWS, List.of("Nodule/Mass", "Cardiomegaly"), new ReadersConfig());

        assertThat(dataset.classNames()).containsExactly("Nodule/Mass", "Cardiomegaly");
        assertThat(dataset.report().count(ProblemKind.UNKNOWN_CATEGORY)).isEqualTo(1);
        assertThat(dataset.report().summary()).contains("class[Aortic enlargement] is not among the classes");
    }

    @Test
    void tablesWithoutNumbersAndReadersAreReadToo() throws IOException {
        Dataset dataset = config(
                        "image_id,class_name,x_min,y_min,x_max,y_max\ni1,b,1,1,9,9\ni2,a,1,1,9,9\ni3,No finding,,,,\n",
                        List.of(),
                        new ReadersConfig(),
                        Tables.WHOLE)
                .open(Split.TRAIN);

        assertThat(dataset.classNames()).containsExactly("a", "b");
        assertThat(dataset.images()).hasSize(3);
    }

    @Test
    void aClassOfTwoSplitsHasOneName() throws IOException {
        config(HEADER + "i1,Mass,8,R1,1,1,9,9\n", List.of(), new ReadersConfig(), Tables.WHOLE);
        Files.writeString(root.resolve("val.csv"), HEADER + "i2,mass,8,R1,1,1,9,9\n");
        VindrConfig config = new VindrConfig(
                root.toString(),
                "train.csv",
                "train",
                "val.csv",
                "",
                "",
                "",
                List.of(),
                new ReadersConfig(),
                Tables.WHOLE,
                MissingImages.REFUSED,
                PictureChecks.CONTENTS);

        assertThatThrownBy(() -> config.open(Split.VAL))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("val.csv:2: class[8] is [mass] here and [Mass] in another split");
    }

    @Test
    void patientsMustBeNamedBySomething() {
        assertThatThrownBy(() -> config(HEADER + ROWS, List.of(), new ReadersConfig(), new SplitConfig()))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining(
                        "must be image where nothing names patients: neither a column nor split.patient_part");
    }

    @Test
    void onlyFusedBoxesCountReaders() {
        assertThatThrownBy(() -> new ReadersConfig(ReaderMerging.UNION, 0.5, 2))
                .hasMessageContaining("must be 1 unless merge is wbf, which alone counts readers");
    }
}
