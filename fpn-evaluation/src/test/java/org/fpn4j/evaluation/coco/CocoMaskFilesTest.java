package org.fpn4j.evaluation.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.mask.ImageMask;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.evaluation.metric.Scoring;
import org.fpn4j.evaluation.metric.SegmFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoMaskFilesTest {
    private static final String SIZED = "{\"id\": 1, \"width\": 6, \"height\": 4}";
    private static final String FIELDS =
            "\"image_id\": 1, \"category_id\": 3, \"bbox\": [1, 1, 2, 2], \"area\": 4, \"iscrowd\": 0";
    private static final String SQUARE = "[[1, 1, 3, 1, 3, 3, 1, 3]]";
    private static final RunLengthMask PIXELS = RunLengthMask.ofCounts(4, 6, new int[] {5, 2, 2, 2, 13});

    @TempDir
    private Path folder;

    private CocoGroundTruth truth(String image, String annotations) throws IOException {
        return CocoGroundTruthFile.withMasks(truthFile(image, annotations));
    }

    private Path truthFile(String image, String annotations) throws IOException {
        return Files.writeString(
                folder.resolve("truth.json"),
                "{\"annotations\": [" + annotations + "], \"images\": [" + image
                        + "], \"categories\": [{\"id\": 3, \"name\": \"cell\"}]}");
    }

    private static String annotation(int id, String segmentation) {
        return "{\"id\": " + id + ", " + FIELDS + ", \"segmentation\": " + segmentation + "}";
    }

    private Path detections(String entries) throws IOException {
        return Files.writeString(folder.resolve("detections.json"), "[" + entries + "]");
    }

    @Test
    void objectsHaveTheirPixelsInTheirImage() throws IOException {
        CocoGroundTruth truth = truth(SIZED, annotation(5, SQUARE));

        assertThat(truth.masked()).isTrue();
        assertThat(truth.objects()).containsExactly(new CocoObject(5, 1, 3, 1, 1, 2, 2, 4, false).with(PIXELS));
    }

    @Test
    void runLengthsNeedNoSizeOfTheImage() throws IOException {
        CocoGroundTruth truth = truth("{\"id\": 1}", annotation(5, "{\"size\": [4, 6], \"counts\": [5, 2, 2, 2, 13]}"));

        assertThat(truth.objects()).extracting(CocoObject::mask).allMatch(mask -> mask.orElseThrow()
                .equals(PIXELS));
    }

    @Test
    void everyMaskThatIsNoneIsToldByItsAnnotation() throws IOException {
        Path file = truthFile(
                SIZED,
                annotation(5, "{\"size\": [4, 6], \"counts\": [10, 5, 10, 9]}") + ", {\"id\": 6, " + FIELDS + "}, "
                        + annotation(7, "null") + ", " + annotation(8, "[[1, 2, 3, 4, 5, 6, 7]]"));

        assertThatThrownBy(() -> CocoGroundTruthFile.withMasks(file))
                .isInstanceOf(UserInputException.class)
                .hasMessage(String.join(
                        "\n",
                        file
                                + " annotation[5]: segmentation cannot be read: counts have a sum of pixels[34], and size[4,"
                                + " 6] has pixels[24]",
                        file + " annotation[6]: segmentation is missing",
                        file + " annotation[7]: segmentation is missing",
                        file
                                + " annotation[8]: segmentation cannot be read: polygon of numbers[7] must have an x and a y"
                                + " for each point"));
        assertThat(CocoGroundTruthFile.read(file).objects()).hasSize(4); // who asks for boxes sees nothing of it
    }

    @Test
    void polygonsNeedTheSizeOfTheirImage() throws IOException {
        Path file = truthFile("{\"id\": 1}", annotation(5, SQUARE));

        assertThatThrownBy(() -> CocoGroundTruthFile.withMasks(file))
                .hasMessage(file + " annotation[5]: segmentation has polygons, and image[1] no width and height");
        Path sized = truthFile("{\"id\": 1, \"width\": 0, \"height\": 9}", annotation(5, SQUARE));
        assertThatThrownBy(() -> CocoGroundTruthFile.withMasks(sized))
                .hasMessageContaining("image[1]: size[0x9] is none that masks can have");
    }

    @Test
    void aDetectionMayHaveMaskOrBoxOrBoth() throws IOException {
        CocoGroundTruth truth = truth(SIZED, annotation(5, SQUARE));
        String start = "{\"image_id\": 1, \"category_id\": 3, \"score\": 0.5, ";
        Path file = detections(start + "\"segmentation\": {\"size\": [4, 6], \"counts\": \"" + PIXELS.text() + "\"}}, "
                + start + "\"bbox\": [], \"segmentation\": " + SQUARE + "}, " + start + "\"bbox\": [1, 1, 2, 2]}, "
                + start + "\"bbox\": [0, 0, 6, 4], \"segmentation\": " + SQUARE + "}");

        CocoDetectionsFile.Detections read = CocoDetectionsFile.readAll(file, truth);

        CocoDetection own = new CocoDetection(1, 3, 1, 1, 2, 2, 0.5).with(PIXELS);
        assertThat(read.all()).containsExactly(own, own, own, new CocoDetection(1, 3, 0, 0, 6, 4, 0.5).with(PIXELS));
        assertThat(read.boxesAsMasks()).isEqualTo(1);
    }

    @Test
    void everyMaskThatIsNoneIsToldByItsDetection() throws IOException {
        CocoGroundTruth truth = truth("{\"id\": 1}", annotation(5, "{\"size\": [4, 6], \"counts\": [5, 2, 2, 2, 13]}"));
        String start = "{\"image_id\": 1, \"category_id\": 3, \"score\": 0.5, ";
        Path file = detections(start + "\"segmentation\": 4}, " + start + "\"segmentation\": null}, " + start
                + "\"segmentation\": " + SQUARE + "}, " + start + "\"bbox\": [0, 0, 6, 4e9]}");

        assertThatThrownBy(() -> CocoDetectionsFile.read(file, truth))
                .hasMessage(String.join(
                        "\n",
                        file + " detections[0]: segmentation cannot be read: it is neither a list of"
                                + " polygons nor run lengths",
                        file + " detections[1]: bbox is missing",
                        file + " detections[2]: mask cannot be made: it has polygons or a box alone, and its image no"
                                + " width and height in the ground truth",
                        file + " detections[3]: mask cannot be made: polygon with coordinate[4.0E9] must lie within 2e8"
                                + " pixels"));
    }

    @Test
    void whatIsOddAboutMasksIsSaid() throws IOException {
        Path truth = truthFile(
                SIZED,
                annotation(5, SQUARE) + ", " + annotation(6, "[[1, 1, 2, 2]]") + ", "
                        + annotation(7, "{\"size\": [2, 2], \"counts\": [0, 4]}"));
        Path found = detections("{\"image_id\": 1, \"category_id\": 3, \"score\": 0.5, \"bbox\": [1, 1, 2, 2]}");
        CocoParameters parameters = new CocoParameters();

        Score score = new Scoring(parameters, Metrics.named(List.of(new SegmFamily()), parameters)).score(truth, found);

        assertThat(score.warnings())
                .containsExactly(
                        "[1] of [3] objects have an empty mask, which counts and is never found",
                        "[1] of [1] detections have no segmentation; what their boxes enclose counts as their masks",
                        "masks of [1] objects and [0] detections have another size than their image; masks of different"
                                + " sizes have nothing in common");
        assertThat(new Scoring(parameters, Metrics.coco()).score(truth, found).warnings())
                .isEmpty();
    }

    @Test
    void objectsWithoutMasksKeepTheirDigest() {
        CocoObject object = new CocoObject(5, 1, 3, -4, 2.5, 0, 7, 3.5, true);

        assertThat(GroundTruthDigest.of(of(object)))
                .isEqualTo("27b5d415c300ac5011961b54ada8276f0934a279c58c6517c55028191aa2cf9f")
                .isNotEqualTo(GroundTruthDigest.of(of(object.with(PIXELS))));
    }

    private static CocoGroundTruth of(CocoObject object) {
        return new CocoGroundTruth(new TreeMap<>(), new TreeSet<>(List.of(1L)), List.of(object));
    }

    @Test
    void eitherAllObjectsHaveMasksOrNone() {
        CocoObject object = new CocoObject(5, 1, 3, -4, 2.5, 0, 7, 3.5, true);

        assertThatThrownBy(() -> new CocoGroundTruth(
                        new TreeMap<>(), new TreeSet<>(List.of(1L)), List.of(object, object.with(PIXELS))))
                .hasMessage("some objects have masks and others have none");
    }

    /** Two objects, one of whose masks nobody could use. */
    @Test
    void aDataSetIsScoredWithItsMasks() {
        Reference.Entry one =
                new Reference.Entry(0, 1, 1, 2, 2, 4, ObjectKind.OBJECT, Optional.of(new ImageMask(PIXELS, 4, 6)));
        Reference.Entry other = new Reference.Entry(0, 3, 1, 2, 2, 4, ObjectKind.OBJECT);
        Reference reference = new Reference(List.of(new Reference.Image(1, "a.png", List.of(one, other))));
        Dataset dataset =
                new Dataset("set", List.of(new Category(0, 3, "cell")), List.of(), reference, DataReport.CLEAN);
        CocoParameters parameters = new CocoParameters();

        Score score = new Scoring(parameters, Metrics.named(List.of(new SegmFamily()), parameters))
                .score(dataset, List.of(new CocoDetection(1, 3, 1, 1, 2, 2, 0.5).with(PIXELS)));

        assertThat(score.values().value("MaskAR100")).isEqualTo(0.5);
        assertThat(CocoGroundTruth.of(dataset).masked()).isTrue();
    }

    @Test
    void aDataSetWithoutMasksGivesNoScoreOfMasks() {
        Reference.Entry entry = new Reference.Entry(0, 1, 1, 2, 2, 4, ObjectKind.OBJECT);
        Reference reference = new Reference(List.of(new Reference.Image(1, "a.png", List.of(entry))));
        Dataset dataset =
                new Dataset("set", List.of(new Category(0, 3, "cell")), List.of(), reference, DataReport.CLEAN);
        CocoParameters parameters = new CocoParameters();

        Score score = new Scoring(parameters, Metrics.named(List.of(new SegmFamily()), parameters))
                .score(dataset, List.of(new CocoDetection(1, 3, 1, 1, 2, 2, 0.5)));

        assertThat(score.values().value("MaskAP")).isEqualTo(-1);
        assertThat(score.warnings())
                .contains(
                        "the data set is read without masks, so metrics of masks measure nothing; data.masks: true reads"
                                + " them");
    }
}
