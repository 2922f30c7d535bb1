package org.fpn4j.evaluation.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.image.PixelSpacing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoScoringFilesTest {
    private static final String FRAME =
            "{\"images\": [{\"id\": 1}], \"categories\": [{\"id\": 3, \"name\": \"cell\"}], \"annotations\": [%s]}";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("file.json");
    }

    @Test
    void keepsObjectsAsTheFileHasThem() throws IOException {
        write(FRAME.formatted("{\"id\": 5, \"image_id\": 1, \"category_id\": 3, \"bbox\": [-4, 2.5, 0, 7],"
                + " \"area\": 3.5, \"iscrowd\": 1, \"ignore\": 0, \"segmentation\": [[1, 2]]}"));

        CocoGroundTruth truth = CocoGroundTruthFile.read(file);

        assertThat(truth.objects()).containsExactly(new CocoObject(5, 1, 3, -4, 2.5, 0, 7, 3.5, true));
        assertThat(truth.imageIds()).containsExactly(1L);
        assertThat(truth.categories()).containsEntry(3L, "cell");
    }

    @Test
    void tellsAllFaultsOfGroundTruthByPlaceAndId() throws IOException {
        write(FRAME.formatted("{\"id\": 5, \"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 2, 3, 4]},"
                + "{\"id\": 6, \"image_id\": 1, \"bbox\": [1, 2, 3], \"area\": 9},"
                + "{\"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"area\": NaN},"
                + "{\"id\": 7, \"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"area\": 9},"
                + "{\"id\": 7, \"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"area\": 9}, 4"));

        assertThatThrownBy(() -> CocoGroundTruthFile.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        file + " annotation[5]: area is missing",
                        file + " annotation[6]: category_id is missing; bbox[[1,2,3]] is not a list of four numbers",
                        file + " annotations[2]: id is missing; area[NaN] is not a finite number",
                        file + " annotation[7]: id[7] appears again",
                        "    ids of annotations must be unique",
                        file + " annotations[5]: entry[4] is not an object"));
    }

    @Test
    void readsTheSpacingOfPixels() throws IOException {
        write("{\"images\": [{\"id\": \"a\", \"pixel_spacing\": [0.2, 0.5]}, {\"id\": \"b\"},"
                + " {\"id\": \"c\", \"pixel_spacing\": 0.5, \"spacing\": [0.5, 0.5]}],"
                + " \"categories\": [], \"annotations\": []}");

        assertThat(CocoGroundTruthFile.read(file).spacings())
                .isEqualTo(Map.of(1L, new PixelSpacing(0.5, 0.2), 3L, new PixelSpacing(0.5, 0.5)));
    }

    @Test
    void tellsWhatIsNoSpacing() throws IOException {
        write("{\"images\": [{\"id\": 1, \"pixel_spacing\": [0.2, -0.5]}, {\"id\": 2, \"pixel_spacing\": [1, 1, 1]},"
                + " {\"id\": 3, \"spacing\": \"0.5\"}, {\"id\": 4, \"pixel_spacing\": [1, 2], \"spacing\": [1, 2]}],"
                + " \"categories\": [], \"annotations\": []}");

        assertThatThrownBy(() -> CocoGroundTruthFile.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        file + " images[0]: pixel_spacing[[0.2,-0.5]] must be millimetres from 1e-6 to 1e6, a number or"
                                + " [of rows, of columns]",
                        file + " images[1]: pixel_spacing[[1,1,1]] must be millimetres from 1e-6 to 1e6, a number or"
                                + " [of rows, of columns]",
                        file + " images[2]: spacing[\"0.5\"] must be millimetres from 1e-6 to 1e6, a number or"
                                + " [along x, along y]",
                        file + " images[3]: pixel_spacing[[1,2]] (of rows, of columns) is not spacing[[1,2]]"
                                + " (along x, along y)"));
    }

    @Test
    void tellsMissingSections() throws IOException {
        write("{\"images\": []}");

        assertThatThrownBy(() -> CocoGroundTruthFile.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        file + ": section[categories] is missing",
                        "    COCO ground truth needs the lists images, categories, annotations",
                        file + ": section[annotations] is missing",
                        "    COCO ground truth needs the lists images, categories, annotations"));
    }

    @Test
    void tellsWhereAFileStopsBeingJson() throws IOException {
        write("{\"images\": [{\"id\": 1},");

        assertThatThrownBy(() -> CocoGroundTruthFile.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(file + ":1:23: file is not complete, valid JSON: Unexpected end-of-input");
    }

    @Test
    void tellsThatAFileDoesNotExist() {
        assertThatThrownBy(() -> CocoGroundTruthFile.read(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": file does not exist");
    }

    @Test
    void readsDetectionsInTheOrderOfTheFile() throws IOException {
        write("[{\"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"score\": 0.5, \"more\": {}},"
                + "{\"image_id\": 1.0, \"category_id\": 99, \"bbox\": [0, 0, 1, 1], \"score\": 1}]");

        assertThat(CocoDetectionsFile.read(file, truth()))
                .containsExactly(new CocoDetection(1, 3, 1, 2, 3, 4, 0.5), new CocoDetection(1, 99, 0, 0, 1, 1, 1));
    }

    @Test
    void tellsAllFaultsOfDetectionsByPlace() throws IOException {
        write("[{\"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 2, 3, 4]},"
                + "{\"image_id\": 2, \"category_id\": 3, \"bbox\": [1, 2, 3, 4], \"score\": 0.5},"
                + "{\"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 2, \"3\", 4], \"score\": NaN}]");
        CocoGroundTruth truth = truth();

        assertThatThrownBy(() -> CocoDetectionsFile.read(file, truth))
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        file + " detections[0]: score is missing",
                        file + " detections[1]: image_id[2] is not among the images of the ground truth",
                        file + " detections[2]: bbox[[1,2,\"3\",4]] is not made of finite numbers;"
                                + " score[NaN] is not a finite number"));
    }

    @Test
    void countsFaultsPastTheFirstHundred() throws IOException {
        write("[" + String.join(",", Collections.nCopies(105, "{}")) + "]");
        CocoGroundTruth truth = truth();

        assertThatThrownBy(() -> CocoDetectionsFile.read(file, truth))
                .isInstanceOfSatisfying(UserInputException.class, e -> assertThat(e.problems())
                        .hasSize(101)
                        .last()
                        .hasToString(file + ": file has [5] more faults like these"));
    }

    @Test
    void detectionsMustBeAList() throws IOException {
        write("{\"annotations\": []}");
        CocoGroundTruth truth = truth();

        assertThatThrownBy(() -> CocoDetectionsFile.read(file, truth))
                .isInstanceOf(UserInputException.class)
                .hasMessage(file + ": file holds an object, expected a list\n"
                        + "    COCO results are a list of {image_id, category_id, bbox: [x, y, width, height], score}");
    }

    @Test
    void anEmptyListOfDetectionsIsNoFault() throws IOException {
        write("[]");

        assertThat(CocoDetectionsFile.read(file, truth())).isEmpty();
    }

    private static CocoGroundTruth truth() {
        return new CocoGroundTruth(new TreeMap<>(Map.of(3L, "cell")), new TreeSet<>(List.of(1L)), List.of());
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
