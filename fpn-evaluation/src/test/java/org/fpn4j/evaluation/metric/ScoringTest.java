package org.fpn4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands beside a number. */
class ScoringTest {
    private static final Offset<Double> ROUNDED = within(1e-12); // precision has numpy's spacing(1) in its denominator

    @TempDir
    Path folder;

    private Path truth;
    private Path detections;

    @BeforeEach
    void nameTheFiles() {
        truth = folder.resolve("truth.json");
        detections = folder.resolve("detections.json");
    }

    @Test
    void idZeroKeepsTheReferencesNumberAndIsWarnedOf() throws IOException {
        truth(images("4", "5"), object(0, "4", "[0, 0, 50, 50]"), object(1, "5", "[0, 0, 50, 50]"));
        detections(detection("4", "", "[0, 0, 50, 50]"), detection("5", "", "[0, 0, 50, 50]"));

        Score score = score();

        // a hit of one object and a miss that ties: precision 1/2 up to recall 1/2, which is 51 of 101 points
        assertThat(score.values().value("AP")).isCloseTo(51 * 0.5 / 101, ROUNDED);
        assertThat(score.warnings())
                .containsExactly("annotation[0] counts as missed even where it is found, because pycocotools takes id 0"
                        + " for none; ids from 1 avoid it");
    }

    @Test
    void everyObjectOfADataSetCountsWhateverItsId() {
        Score score = new Scoring(new CocoParameters())
                .score(
                        dataset(new Annotation(0, 0, new Box(0, 0, 50, 50), 2500, ObjectKind.OBJECT)),
                        List.of(new CocoDetection(7, 3, 0, 0, 50, 50, 0.9)));

        assertThat(score.values().value("AP")).isCloseTo(1, ROUNDED);
        assertThat(score.warnings()).isEmpty();
    }

    @Test
    void fileNamesSayWhichImageIsMeant() throws IOException {
        truth(
                images("30", "20", "10"), // 0.png, 1.png, 2.png
                object(1, "30", "[0, 0, 50, 50]"),
                object(2, "20", "[60, 0, 50, 50]"),
                object(3, "10", "[0, 60, 50, 50]"));
        detections(
                detection("1", "val/0.png", "[0, 0, 50, 50]"),
                detection("2", "val\\\\1.png", "[60, 0, 50, 50]"),
                detection("10", "/data/val/2.png", "[0, 60, 50, 50]"));

        Score score = score();

        assertThat(score.values().value("AP")).isCloseTo(1, ROUNDED);
        assertThat(score.warnings())
                .containsExactly("image_id of [2] detections is not that of their file_name; the file_name counts");
        assertThat(score.leftOut()).isEqualTo(new LeftOut(0, 0));
    }

    @Test
    void namesThatAgreeWithIdsAreNoMatterOfWarning() throws IOException {
        truth(images("1", "2"), object(1, "1", "[0, 0, 50, 50]"), object(2, "2", "[60, 0, 50, 50]"));
        detections(detection("1", "0.png", "[0, 0, 50, 50]"), detection("2", "elsewhere/1.png", "[60, 0, 50, 50]"));

        assertThat(score().warnings()).isEmpty();
    }

    @Test
    void foldersTellImagesOfOneNameApartAndIdsDoWhereTheyDoNot() throws IOException {
        String images = "{\"id\": 1, \"file_name\": \"a/x.png\"}, {\"id\": 2, \"file_name\": \"b/x.png\"}";
        truth(images, object(1, "1", "[0, 0, 50, 50]"), object(2, "2", "[60, 0, 50, 50]"));
        detections(detection("2", "/data/a/x.png", "[0, 0, 50, 50]"), detection("2", "x.png", "[60, 0, 50, 50]"));

        Score score = score();

        assertThat(score.values().value("AP")).isCloseTo(1, ROUNDED);
        assertThat(score.warnings()).hasSize(1);
    }

    @Test
    void namesThatMeanNoImageOrSeveralAreRefused() throws IOException {
        String images = "{\"id\": 1, \"file_name\": \"a/x.png\"}, {\"id\": 2, \"file_name\": \"b/x.png\"}";
        truth(images, object(1, "1", "[0, 0, 50, 50]"));
        detections(detection("1", "y.png", "[0, 0, 50, 50]"), detection("3", "x.png", "[0, 0, 50, 50]"));

        assertThatThrownBy(this::score)
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        detections + " detections[0]: file_name[y.png] is not among the images of the ground truth",
                        "    detections without file_name are matched by image_id",
                        detections + " detections[1]: file_name[x.png] may be each of [2] images of the ground truth,"
                                + " and image_id[3] is none of them",
                        "    name the folders that tell them apart, or give the ids of the ground truth"));
    }

    @Test
    void anUmlautIsOneLetterHoweverItIsSpelled() throws IOException {
        truth("{\"id\": 9, \"file_name\": \"R\u00f6ntgen.png\"}", object(1, "9", "[0, 0, 50, 50]"));
        detections(detection("1", "Ro\u0308ntgen.png", "[0, 0, 50, 50]"));

        assertThat(score().values().value("AP")).isCloseTo(1, ROUNDED);
    }

    @Test
    void imagesMayHaveTextsAsIds() throws IOException {
        truth(images("\"scan b\"", "\"scan a\""), object(1, "\"scan b\"", "[0, 0, 50, 50]"));
        detections(detection("\"scan b\"", "", "[0, 0, 50, 50]"));

        assertThat(score().values().value("AP")).isCloseTo(1, ROUNDED);
        detections(detection("\"scan c\"", "", "[0, 0, 50, 50]"));
        assertThatThrownBy(this::score)
                .hasMessage(
                        detections + " detections[0]: image_id[scan c] is not among the images of the ground truth");
    }

    @Test
    void whatIsLeftOutIsCounted() throws IOException {
        truth(images("1", "2", "3"), object(1, "1", "[0, 0, 50, 50]"), object(2, "2", "[0, 0, 50, 50]"));
        detections(
                detection("1", "", "[0, 0, 50, 50]"),
                detection("1", "", "[0, 0, 50, 50]").replace("\"category_id\": 3", "\"category_id\": 8"),
                detection("1", "", "[0, 0, 50, 50]").replace("\"category_id\": 3", "\"category_id\": 5"));

        Score score = score();

        assertThat(score.leftOut()).isEqualTo(new LeftOut(2, 2));
        assertThat(score.warnings())
                .containsExactly(
                        "[2] of [3] detections have a category_id[5, 8] that the ground truth does not have; they do not"
                                + " count",
                        "[2] of [3] images have no detection; their objects count as missed");
        assertThat(score.json()).containsKeys("AP", "per_class", "left_out", "warnings");
        assertThat(score.json().get("left_out")).hasToString("{images=2, categories=2}");
    }

    @Test
    void boxesThatLookLikeSharesOrHaveNegativeSidesAreRemarked() throws IOException {
        truth(images("1"), object(1, "1", "[0.1, 0.1, 0.5, 0.5]"));
        detections(detection("1", "", "[50, 50, -20, 20]"));

        assertThat(score().warnings())
                .containsExactly(
                        "ground truth: [1] of [1] boxes are smaller than a pixel, as if they were shares of the picture",
                        "detections: [1] of [1] boxes have a negative side");
    }

    @Test
    void moreObjectsThanCanBeFoundAreRemarked() throws IOException {
        List<String> objects = new ArrayList<>();
        for (int i = 0; i < 102; i++) {
            objects.add(object(i + 1, "1", "[0, 0, 50, 50]"));
        }
        truth(images("1"), objects.toArray(String[]::new));
        detections(detection("1", "", "[0, 0, 50, 50]"));

        assertThat(score().warnings())
                .containsExactly(
                        "[1] images hold more than [100] objects of a class, up to [102], and no more than [100]"
                                + " detections of each count; --max-detections raises it");
        assertThat(new Scoring(new CocoParameters().withMaxDetections(102))
                        .score(truth, detections)
                        .warnings())
                .isEmpty();
    }

    /** A box of 38x40 that reaches over the edge, found up to it: IoU 30x34 / 38x40 = 0.671, four thresholds of ten. */
    @Test
    void dataSetsAreScoredAsTheirFilesSay() {
        ImageEntry image = entry(new Annotation(1, 0, new Box(34, 30, 64, 64), 1520, ObjectKind.OBJECT));
        Reference.Image said = new Reference.Image(
                7, "7.png", List.of(new Reference.Entry(0, 34, 30, 38, 40, 1520, ObjectKind.OBJECT)));
        Dataset dataset = dataset(image, said);

        Score score =
                new Scoring(new CocoParameters()).score(dataset, List.of(new CocoDetection(7, 3, 34, 30, 30, 34, 0.9)));

        assertThat(score.values().value("AP")).isCloseTo(0.4, ROUNDED);
        assertThat(score.values().value("AP50")).isCloseTo(1, ROUNDED);
        assertThat(score.values().value("AP_M")).isCloseTo(0.4, ROUNDED); // 1520 is medium, what is left of it is small
    }

    @Test
    void objectsOfPicturesThatAreMissingCountAsMissed() {
        Annotation found = new Annotation(1, 0, new Box(0, 0, 50, 50), 2500, ObjectKind.OBJECT);
        Reference.Entry said = new Reference.Entry(0, 0, 0, 50, 50, 2500, ObjectKind.OBJECT);
        Dataset dataset = dataset(
                entry(found),
                new Reference.Image(7, "7.png", List.of(said)),
                new Reference.Image(8, "8.png", List.of(said)),
                new Reference.Image(9, "9.png", List.of(said)));

        Score score =
                new Scoring(new CocoParameters()).score(dataset, List.of(new CocoDetection(7, 3, 0, 0, 50, 50, 0.9)));

        // recall 1/3 with precision 1: recall points 0.00 .. 0.33, which are 34 of 101
        assertThat(score.values().value("AP")).isCloseTo(34 / 101.0, ROUNDED);
        assertThat(score.leftOut()).isEqualTo(new LeftOut(2, 0));
        assertThat(score.warnings())
                .containsExactly("[2] of [3] images have no usable picture; their objects count as missed");
    }

    /** Six detections of 20x20 within a difficult object of 100x100 (IoU 0.04), above the one that is right. */
    @Test
    void aDifficultObjectForgivesOnlyWhatReachesItsIou() {
        List<CocoDetection> detections = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            detections.add(new CocoDetection(7, 3, 10 * i, 10, 20, 20, 0.9));
        }
        detections.add(new CocoDetection(7, 3, 200, 0, 50, 50, 0.5));
        Annotation right = new Annotation(2, 0, new Box(200, 0, 250, 50), 2500, ObjectKind.OBJECT);
        Box large = new Box(0, 0, 100, 100);

        Score difficult = score(new Annotation(1, 0, large, 10_000, ObjectKind.DIFFICULT), right, detections);
        Score crowd = score(new Annotation(1, 0, large, 10_000, ObjectKind.CROWD), right, detections);

        assertThat(difficult.values().value("AP50")).isCloseTo(1 / 7.0, ROUNDED);
        assertThat(crowd.values().value("AP50")).isCloseTo(1, ROUNDED);
    }

    /** Both detections have IoU 0.8 with the difficult object: seven thresholds of ten leave them out. */
    @Test
    void detectionsThatFindADifficultObjectAreLeftOutThresholdByThreshold() {
        List<CocoDetection> detections = List.of(
                new CocoDetection(7, 3, 0, 0, 80, 100, 0.9),
                new CocoDetection(7, 3, 20, 0, 80, 100, 0.8),
                new CocoDetection(7, 3, 200, 0, 50, 50, 0.5));

        Score score = score(
                new Annotation(1, 0, new Box(0, 0, 100, 100), 10_000, ObjectKind.DIFFICULT),
                new Annotation(2, 0, new Box(200, 0, 250, 50), 2500, ObjectKind.OBJECT),
                detections);

        assertThat(score.values().value("AP")).isCloseTo((7 + 3 / 3.0) / 10, ROUNDED);
    }

    private static Score score(Annotation one, Annotation other, List<CocoDetection> detections) {
        return new Scoring(new CocoParameters()).score(dataset(one, other), detections);
    }

    private static Dataset dataset(Annotation... annotations) {
        List<ImageEntry> images = List.of(entry(annotations));
        return new Dataset("set", List.of(new Category(0, 3, "cell")), images, DataReport.CLEAN);
    }

    private static Dataset dataset(ImageEntry image, Reference.Image... said) {
        return new Dataset(
                "set",
                List.of(new Category(0, 3, "cell")),
                List.of(image),
                new Reference(List.of(said)),
                DataReport.CLEAN);
    }

    private static ImageEntry entry(Annotation... annotations) {
        FilePicture unread = new FilePicture(Path.of("7.png"), Orientation.UPRIGHT);
        return new ImageEntry(7, "7.png", unread, 300, 300, List.of(annotations));
    }

    private Score score() {
        return new Scoring(new CocoParameters()).score(truth, detections);
    }

    /** Named 0.png, 1.png and so on. */
    private static String images(String... ids) {
        List<String> images = new ArrayList<>();
        for (String id : ids) {
            images.add("{\"id\": " + id + ", \"file_name\": \"" + images.size() + ".png\"}");
        }
        return String.join(",", images);
    }

    private static String object(int id, String imageId, String bbox) {
        return "{\"id\": " + id + ", \"image_id\": " + imageId + ", \"category_id\": 3, \"bbox\": " + bbox
                + ", \"area\": 2500}";
    }

    private static String detection(String imageId, String fileName, String bbox) {
        String name = fileName.isEmpty() ? "" : ", \"file_name\": \"" + fileName + "\"";
        return "{\"image_id\": " + imageId + name + ", \"category_id\": 3, \"bbox\": " + bbox + ", \"score\": 0.5}";
    }

    private void truth(String images, String... objects) throws IOException {
        Files.writeString(
                truth,
                "{\"images\": [" + images + "], \"annotations\": [" + String.join(",", objects)
                        + "], \"categories\": [{\"id\": 3, \"name\": \"cell\"}]}");
    }

    private void detections(String... entries) throws IOException {
        Files.writeString(detections, "[" + String.join(",", entries) + "]");
    }
}
