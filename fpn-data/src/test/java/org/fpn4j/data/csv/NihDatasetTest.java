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
        Files.writeString(root.resolve("boxes.csv"), HEADER + rows);
        return new NihConfig(
                root.toString(),
                "boxes.csv",
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
}
