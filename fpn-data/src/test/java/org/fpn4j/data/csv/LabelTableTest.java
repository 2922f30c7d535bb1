package org.fpn4j.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTableTest {
    private static final String RSNA = "patientId,x,y,width,height,Target\n";
    private static final String VINDR = "image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max\n";

    @TempDir
    private Path folder;

    private LabelTable read(LabelFormat format, String text) throws IOException {
        return LabelTable.read(Files.writeString(folder.resolve("t.csv"), text), format);
    }

    @Test
    void quotesLineEndsAndMarksAreRead() throws IOException {
        LabelFormat format = new CsvConfig().format();

        LabelTable table = read(
                format,
                "\uFEFFimage,x1,y1,x2,y2,class,note\r\n\"a.png\",1,2,3,4,\"opacity, focal\",\"two\nlines\"\r\n\r\n"
                        + "b.png,.5,2.,3e0,4.25,\"a \"\"b\"\"\",\r\nc.png,,,,,,");

        assertThat(table.rows()).extracting(LabelRow::line).containsExactly(2, 5, 6);
        assertThat(table.rows().get(0).drawn().orElseThrow().className()).isEqualTo("opacity, focal");
        assertThat(table.rows().get(1).drawn().orElseThrow())
                .extracting("className", "x1", "y1", "x2", "y2")
                .containsExactly("a \"b\"", 0.5, 2.0, 3.0, 4.25);
        assertThat(table.rows().get(2).drawn()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,1,2,x,4,1        | width[x] is no number",
                "a,1,2,NaN,4,1      | width[NaN] is no number",
                "a,1,2,1d,4,1       | width[1d] is no number",
                "a,1,2,,4,1         | box[x=1, y=2, width=, height=4] has [1] empty cells; all four or none may be empty",
                "a,1,2,-3,4,1       | box[x=1, y=2, width=-3, height=4] has a negative side",
                "a,1,2,3,4,0        | Target[0] has box[x=1, y=2, width=3, height=4]; 1 marks a row with a box",
                "a,1,2,3,4,2        | Target[2] must be 0 or 1",
                "a,1,2,3,4,1,5      | row has [7] cells, the header [6]; text with a separator stands in quotes",
                "a,,,,,1            | Target[1] has no box; 0 marks an image without one",
                "'',1,2,3,4,1       | patientId[] names no image: it is empty",
            })
    void whatIsWrongWithARowIsNamedWithItsLine(String row, String message) {
        assertThatThrownBy(() -> read(LabelFormat.RSNA, RSNA + "b,,,,,0\n" + row.replace("''", "") + "\n"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("t.csv:3: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i,Mass,8,R1,317,226,138,392 | box[x_min=317, y_min=226, x_max=138, y_max=392] ends before it begins; the third and fourth number are its right and lower edge",
                "i,Mass,8,R1,,,,             | class_name[Mass] has no box",
                "i,No finding,14,R1,1,2,3,4  | class_name[No finding] has box[x_min=1, y_min=2, x_max=3, y_max=4]; it must be empty",
                "i,,8,R1,1,2,3,4             | box[x_min=1, y_min=2, x_max=3, y_max=4] has no class: class_name[] is empty",
                "b,No finding,14,R7,,,,      | image_id[b], rad_id[R7], has none here and a box in line[2]",
                "i,Mass,7,R1,1,2,3,4         | class_name[Mass] has class_id[7] here and [8] in line[2]",
                "i,mass,8,R1,1,2,3,4         | class_id[8] is class_name[mass] here and [Mass] in line[2]",
            })
    void rowsOfReadersAreCheckedToo(String row, String message) {
        assertThatThrownBy(() -> read(LabelFormat.VINDR, VINDR + "b,Mass,8,R7,1,2,3,4\n" + row + "\n"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("t.csv:3: " + message);
    }

    @Test
    void anImageOfTwoPatientsIsRefused() {
        LabelColumns columns =
                new LabelColumns("image", List.of("x1", "y1", "x2", "y2"), BoxForm.CORNERS, "class", "", "patient");
        LabelFormat format = new LabelFormat(
                "csv",
                true,
                ',',
                columns.image(),
                columns.box(),
                columns.form(),
                columns.className(),
                "",
                "",
                "",
                true,
                columns.patient(),
                "",
                "");

        assertThatThrownBy(() -> read(format, "image,x1,y1,x2,y2,class,patient\na,1,1,2,2,n,p1\na,3,3,4,4,n,p2\n"))
                .hasMessageContaining("t.csv:3: image[a] is of patient[p2] here and of [p1] in line[2]");
    }

    @Test
    void aSecondRowMayNotContradictANegativeOne() {
        assertThatThrownBy(() -> read(LabelFormat.RSNA, RSNA + "a,,,,,0\na,1,2,3,4,1\n"))
                .hasMessageContaining("t.csv:3: patientId[a] has a box here and none in line[2]");
    }

    @Test
    void allRowsAreToldAtOnceAndManyByTheirNumber() {
        String rows = "a,1,2,x,4,1\n".repeat(25);

        assertThatThrownBy(() -> read(LabelFormat.RSNA, RSNA + rows))
                .hasMessageContaining("t.csv:2: ")
                .hasMessageContaining("t.csv:21: ")
                .hasMessageContaining("t.csv: [5] more rows are like these");
    }

    @Test
    void otherColumnsAreNamedBesideThoseThatAreNeeded() {
        assertThatThrownBy(() -> read(LabelFormat.RSNA, "id,x,y,w,h,Target\na,1,2,3,4,1\n"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("t.csv:1: columns[id, x, y, w, h, Target] lack [patientId, width, height]")
                .hasMessageContaining("data[rsna] needs the columns patientId, x, y, width, height, Target");
        assertThatThrownBy(() -> read(LabelFormat.RSNA, RSNA.replace(',', ';') + "a;1;2;3;4;1\n"))
                .hasMessageContaining("cells must be separated by [,]");
    }

    @Test
    void filesThatAreNoTablesAreNamed() throws IOException {
        Files.write(folder.resolve("latin.csv"), "patientId\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> read(LabelFormat.RSNA, "")).hasMessageContaining("t.csv: table is empty");
        assertThatThrownBy(() -> read(LabelFormat.RSNA, RSNA)).hasMessageContaining("t.csv: table has no rows");
        assertThatThrownBy(() -> read(LabelFormat.RSNA, RSNA + "a,1,2,3,4,1\n\"b,,,,,0\n\n\n"))
                .hasMessageContaining("t.csv:3: row is not comma-separated: Missing closing quote");
        assertThatThrownBy(() -> LabelTable.read(folder.resolve("no.csv"), LabelFormat.RSNA))
                .hasMessageContaining("no.csv: file does not exist");
        assertThatThrownBy(() -> LabelTable.read(folder.resolve("latin.csv"), LabelFormat.RSNA))
                .hasMessageContaining("latin.csv: file cannot be read: it is not text in UTF-8");
    }

    @Test
    void cellsFilledForAReaderWhoSawNothingAreNoBox() throws IOException {
        LabelTable table = read(LabelFormat.VINDR, VINDR + "a,No finding,14,R1,0,0,0,0\nb,No finding,14,R1,0,0,1,1\n");

        assertThat(table.rows()).allSatisfy(row -> assertThat(row.drawn()).isEmpty());
    }
}
