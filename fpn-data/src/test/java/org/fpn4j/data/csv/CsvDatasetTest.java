package org.fpn4j.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.data.dataset.DatasetContractTest;
import org.fpn4j.data.dataset.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDatasetTest extends DatasetContractTest {
    private static final List<String> RETINANET = List.of(
            "header=false",
            "columns={image: 1, box: [2, 3, 4, 5], class_name: 6}",
            "class_list=classes.csv",
            "split={ratios: [1, 0]}");

    @TempDir
    private Path root;

    private CsvConfig config(String table, List<String> sets) throws IOException {
        Files.writeString(root.resolve("annotations.csv"), table);
        List<String> all = new ArrayList<>(sets);
        all.add("root='" + root + "'");
        return new ConfigLoader().loadSets(CsvConfig.class, all).config();
    }

    @Override
    protected DatasetConfig config() throws IOException {
        StringBuilder rows = new StringBuilder("image,x1,y1,x2,y2,class\n");
        for (int image = 1; image <= 30; image++) {
            rows.append("x").append(image).append(".png,10,10,30,30,n\n");
            Tables.picture(root.resolve("x" + image + ".png"), 64, 64);
        }
        return config(rows.toString(), List.of());
    }

    @Override
    protected DatasetConfig defaults() {
        return new CsvConfig();
    }

    @Override
    protected String typeName() {
        return "csv";
    }

    @Test
    void tablesWithoutAHeaderHaveNumberedColumns() throws IOException {
        Tables.picture(root.resolve("imgs/a.png"), 100, 100);
        Tables.picture(root.resolve("imgs/b.png"), 100, 100);
        Files.writeString(root.resolve("classes.csv"), "nodule,1\n\"opacity, focal\",0\n");

        Dataset dataset = config(
                        """
                        imgs/a.png,10,12,50,60,"opacity, focal"
                        imgs/b.png,,,,,
                        imgs\\a.png,0.5,0.25,30.75,20,nodule
                        """
                                .replace("\\", "/"),
                        RETINANET)
                .open(Split.TRAIN);

        assertThat(dataset.categories())
                .containsExactly(new Category(0, 0, "opacity, focal"), new Category(1, 1, "nodule"));
        assertThat(Tables.boxes(dataset, "imgs/a.png"))
                .containsExactly(List.of(10.0, 12.0, 50.0, 60.0), List.of(0.5, 0.25, 30.75, 20.0));
        assertThat(Tables.boxes(dataset, "imgs/b.png")).isEmpty();
        assertThat(dataset.images()).hasSize(2);
    }

    @Test
    void pathsOfWindowsAreFollowed() throws IOException {
        Tables.picture(root.resolve("imgs/a.png"), 100, 100);

        Dataset dataset = config(
                        "image,x1,y1,x2,y2,class\nimgs\\a.png,10,12,50,60,n\n", List.of("split={ratios: [1, 0]}"))
                .open(Split.TRAIN);

        assertThat(dataset.images()).hasSize(1);
    }

    @Test
    void readersAndPatientsMayHaveColumns() throws IOException {
        Tables.picture(root.resolve("a.png"), 100, 100);

        Dataset dataset = config(
                        "file;x;y;w;h;what;who;whose\na;10;10;20;20;n;R1;p\na;12;10;20;20;n;R2;p\n",
                        List.of(
                                "separator=;",
                                "columns={image: file, box: [x, y, w, h], form: size, class_name: what, reader: who,"
                                        + " patient: whose}",
                                "split={by: patient, ratios: [1, 0]}"))
                .open(Split.TRAIN);

        assertThat(Tables.boxes(dataset, "a")).containsExactly(List.of(11.0, 10.0, 31.0, 30.0));
    }

    @Test
    void aRowWithoutItsPatientIsTold() throws IOException {
        Tables.picture(root.resolve("a.png"), 100, 100);
        CsvConfig config = config(
                "image,x1,y1,x2,y2,class,whose\na.png,1,1,9,9,n,\n",
                List.of("columns={patient: whose}", "split={by: patient}"));

        assertThatThrownBy(() -> config.open(Split.TRAIN))
                .hasMessageContaining("annotations.csv:2: image[a.png] has no patient")
                .hasMessageContaining("column[whose] must not be empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n           | classes.csv:1: row[n] is no class; expected name,number",
                "n,x         | classes.csv:1: row[n, x] is no class; expected name,number",
                "n,0/m,0     | classes.csv:2: class[m] with number[0] is listed twice",
                "/           | classes.csv: list of classes is empty",
            })
    void listsOfClassesAreChecked(String list, String message) throws IOException {
        Tables.picture(root.resolve("a.png"), 100, 100);
        Files.writeString(root.resolve("classes.csv"), list.replace("/", "\n"));
        CsvConfig config = config("a.png,1,1,9,9,n\n", RETINANET);

        assertThatThrownBy(() -> config.open(Split.TRAIN))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "header=false                     | must be numbers from 1 where there is no header",
                "separator=ab                     | must be one character",
                "columns={box: [a, b]}            | must have 4 elements",
                "columns={image: ''}              | must name a column",
                "columns={box: [a, b, c, '']}     | must name four columns",
                "split={ratios: [0.5, 0.4]}       | must be shares of 0 to 1 that sum to 1",
                "split={patient_part: '[0-9'}     | must be a regular expression with a group",
                "readers={least: 2}               | must be 1 where no column names readers",
                "test_labels=t.csv                | must be two where test_labels names the third split",
                "labels=''                        | must name a table",
            })
    void settingsThatDoNotFitAreRefused(String set, String message) {
        assertThatThrownBy(() -> config("", List.of(set)))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aListOfClassesAndNamedOnesContradict() {
        assertThatThrownBy(() -> config("", List.of("class_list=a.csv", "classes=[a]")))
                .hasMessageContaining("must be empty where classes are named");
        assertThatThrownBy(() -> config("", List.of("classes=[a, a]"))).hasMessageContaining("must not repeat a name");
    }
}
