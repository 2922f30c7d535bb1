package org.fpn4j.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.DatasetContractTest;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.PictureChecks;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NihDatasetTest extends DatasetContractTest {
    private static final String HEADER = "Image Index,Finding Label,Bbox [x,y,w,h],,,\n";

    @TempDir
    private Path root;

    private NihConfig config(String rows, SplitConfig split) throws IOException {
        return config(rows, "", split);
    }

    private NihConfig config(String rows, String findings, SplitConfig split) throws IOException {
        Files.writeString(root.resolve("boxes.csv"), HEADER + rows);
        return new NihConfig(
                root.toString(),
                "boxes.csv",
                findings,
                "images",
                "",
                "",
                "",
                "",
                List.of(),
                split,
                MissingImages.REFUSED,
                PictureChecks.CONTENTS);
    }

    @Override
    protected DatasetConfig config() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int image = 0; image < 40; image++) {
            String name = (10000000 + image / 2) + "_00" + image % 2 + ".png"; // two of each patient
            rows.append(name).append(",Mass,100,200,300,400,,,\n");
            Tables.picture(root.resolve("images").resolve(name), 1024, 1024);
        }
        return config(rows.toString(), new NihConfig().split());
    }

    @Override
    protected DatasetConfig defaults() {
        return new NihConfig();
    }

    @Override
    protected String typeName() {
        return "nih";
    }

    @Test
    void boxesAreScaledToThePicturesThatAreThere() throws IOException {
        Tables.picture(root.resolve("images/00000001_000.png"), 64, 64);
        Tables.picture(root.resolve("images/00000002_003.png"), 64, 64);

        Dataset dataset = config(
                        """
                        00000001_000.png,Atelectasis,225.0847457627,547.0192166681,86.7796610169,79.186440678,,,
                        00000002_003.png,Infiltrate,100,200,300,400,,,
                        """,
                        Tables.WHOLE)
                .open(Split.TRAIN);

        double[] expected = {14.06779661016875, 34.18870104175625, 19.491525423725, 39.13785358413125};
        for (int i = 0; i < expected.length; i++) {
            assertThat(Tables.boxes(dataset, "00000001_000.png").get(0).get(i)).isCloseTo(expected[i], within(1e-9));
        }
        assertThat(Tables.boxes(dataset, "00000002_003.png")).containsExactly(List.of(6.25, 12.5, 25.0, 37.5));
        assertThat(dataset.report().count(ProblemKind.BOXES_SCALED)).isEqualTo(2);
    }

    @Test
    void imagesOfAPatientStayTogether() throws IOException {
        DatasetConfig config = config();
        List<String> train = Tables.names(config, Split.TRAIN);
        List<String> val = Tables.names(config, Split.VAL);

        assertThat(val).isNotEmpty().allSatisfy(name -> assertThat(train)
                .noneMatch(other -> other.startsWith(name.substring(0, 8))));
        assertThat(val.size() % 2).isEqualTo(0);
    }

    @Test
    void aNameWithoutAPatientIsTold() throws IOException {
        Tables.picture(root.resolve("images/scan.png"), 64, 64);

        assertThatThrownBy(() -> config("scan.png,Mass,1,2,3,4,,,\n", new NihConfig().split())
                        .open(Split.TRAIN))
                .hasMessageContaining("boxes.csv:2: Image Index[scan.png] has no patient")
                .hasMessageContaining("split.patient_part[^([0-9]+)_] must find one in each name");
    }

    private NihConfig withFindings(String rows, String entries) throws IOException {
        Files.writeString(root.resolve("all.csv"), "Image Index,Finding Labels,Follow-up #,Patient ID\n" + entries);
        return config(rows, "all.csv", Tables.WHOLE);
    }

    @Test
    void imagesOfNoFindingAreNegativesAndThoseWithoutABoxAreNot() throws IOException {
        for (int image = 1; image < 6; image++) {
            Tables.picture(root.resolve("images/0000000" + image + "_000.png"), 1024, 1024);
        }

        Dataset dataset = withFindings(
                        "00000001_000.png,Mass,100,200,300,400,,,\n",
                        """
                        00000001_000.png,Mass|Nodule,0,1
                        00000002_000.png,No Finding,0,2
                        00000003_000.png,Effusion,0,3
                        00000004_000.png,Mass|Hernia,0,4
                        """)
                .open(Split.TRAIN);

        assertThat(dataset.images())
                .extracting(ImageEntry::fileName)
                .containsExactly("00000001_000.png", "00000002_000.png");
        assertThat(Tables.boxes(dataset, "00000002_000.png")).isEmpty();
        assertThat(dataset.categories()).hasSize(1);
        assertThat(dataset.report().problems())
                .extracting(problem ->
                        problem.problem().where() + ": " + problem.problem().what())
                .containsExactlyInAnyOrder(
                        root.resolve("all.csv") + ": [2] images have findings and no box",
                        root.resolve("boxes.csv") + ": [1] of [5] pictures are in no row");
    }

    @Test
    void bothSidesOfASplitHaveNegatives() throws IOException {
        StringBuilder rows = new StringBuilder();
        StringBuilder entries = new StringBuilder();
        for (int image = 0; image < 40; image++) {
            String name = (10000000 + image) + "_000.png";
            rows.append(image % 2 == 0 ? name + ",Mass,100,200,300,400,,,\n" : "");
            entries.append(name).append(image % 2 == 0 ? ",Mass,0,1\n" : ",No Finding,0,1\n");
            Tables.picture(root.resolve("images").resolve(name), 64, 64);
        }
        withFindings(rows.toString(), entries.toString());
        SplitConfig halves = new SplitConfig(SplitRule.PATIENT, 0, List.of(0.5, 0.5), "^([0-9]+)_");

        NihConfig config = config(rows.toString(), "all.csv", halves);

        assertThat(Tables.names(config, Split.TRAIN)).anyMatch(name -> name.matches("1000000[13579].*"));
        assertThat(Tables.names(config, Split.VAL)).anyMatch(name -> name.matches("100000[0-3][13579].*"));
        assertThat(config.open(Split.TRAIN).images().size()
                        + config.open(Split.VAL).images().size())
                .isEqualTo(40);
    }

    @Test
    void rowsOfFindingsThatCannotBeAreTold() throws IOException {
        Path all = root.resolve("all.csv");

        assertThatThrownBy(() -> withFindings(
                                "1_0.png,Mass,1,2,3,4,,,\n2_0.png,No Finding,,,,,,,\n",
                                """
                                1_0.png,No Finding,0,1
                                2_0.png,Mass,0,1
                                3_0.png,,0,1
                                ,Mass,0,1
                                4_0.png,Mass,0,1
                                4_0.png,No Finding,0,1
                                """)
                        .open(Split.TRAIN))
                .hasMessageContaining(all + ":2: Image Index[1_0.png] has Finding Labels[No Finding] here and a box in "
                        + root.resolve("boxes.csv") + ":2")
                .hasMessageContaining(all + ":3: Image Index[2_0.png] has Finding Labels[Mass] here and No Finding in ")
                .hasMessageContaining(
                        all + ":4: Image Index[3_0.png] has no Finding Labels; No Finding says that there is none")
                .hasMessageContaining(all + ":5: Image Index[] names no image: ")
                .hasMessageContaining(all + ":7: Image Index[4_0.png] has Finding Labels[No Finding] here and [Mass] in"
                        + " line[6]");
        Tables.picture(root.resolve("images/1_0.png"), 64, 64);
        assertThatThrownBy(() -> withFindings("1_0.png,Mass,1,2,3,4,,,\n", "3_0.png,No Finding,0,1\n")
                        .open(Split.TRAIN))
                .hasMessageContaining(all + ":2: image[" + root.resolve("images/3_0.png") + "] does not exist");
    }

    @Test
    void findingsHaveTheirColumnsAndGoWithOneTable() throws IOException {
        NihConfig config = withFindings("1_0.png,Mass,1,2,3,4,,,\n", "");
        Files.writeString(root.resolve("all.csv"), "Image Index,Labels\n");

        assertThatThrownBy(config::categories)
                .hasMessageContaining("all.csv:1: columns[Image Index, Labels] lack [Finding Labels]")
                .hasMessageContaining("data.findings needs the columns Image Index, Finding Labels");
        assertThatThrownBy(() -> new NihConfig(
                        root.toString(),
                        "boxes.csv",
                        "all.csv",
                        "images",
                        "val.csv",
                        "",
                        "",
                        "",
                        List.of(),
                        config.split(),
                        MissingImages.REFUSED,
                        PictureChecks.CONTENTS))
                .hasMessageContaining("must be empty where val_labels or test_labels name a table:"
                        + " it goes with one that is divided");
    }
}
