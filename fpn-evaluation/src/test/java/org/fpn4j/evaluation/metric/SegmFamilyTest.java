package org.fpn4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsFile;
import org.fpn4j.evaluation.coco.CocoDetectionsWriter;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoGroundTruthFile;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmFamilyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Offset<Double> LAST_DIGITS = within(1e-15); // the same sums in the same order
    private static final Offset<Double> ROUNDED = within(1e-12); // numpy's spacing(1) in the denominator
    private static final List<String> NAMES =
            List.of("AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L", "AR1", "AR10", "AR100", "AR_S", "AR_M", "AR_L");
    private static final int SIDE = 128;

    @TempDir
    private Path folder;

    @Test
    void agreesWithPycocotoolsOnEverySpellingOfMasks() throws IOException {
        try (InputStream stream = SegmFamilyTest.class.getResourceAsStream("/golden/pycocotools/segm.json")) {
            JsonNode worlds = JSON.readTree(stream);
            assertThat(worlds).hasSize(12);
            for (JsonNode world : worlds) {
                assertAgrees(world);
            }
        }
    }

    private void assertAgrees(JsonNode world) throws IOException {
        Path truth = folder.resolve("truth.json");
        Path detections = folder.resolve("detections.json");
        JSON.writeValue(truth.toFile(), world.get("ground_truth"));
        JSON.writeValue(detections.toFile(), world.get("detections"));
        CocoParameters parameters = new CocoParameters();

        Score score =
                new Scoring(parameters, Metrics.named(List.of(new SegmFamily()), parameters)).score(truth, detections);

        for (int i = 0; i < NAMES.size(); i++) {
            double expected = world.get("segm").get(i).doubleValue();
            assertThat((double) score.sections().get("segm").get(NAMES.get(i))).isCloseTo(expected, LAST_DIGITS);
            assertThat(score.values().value("Mask" + NAMES.get(i))).isCloseTo(expected, LAST_DIGITS);
        }
    }

    @Test
    void whatIsWrittenWithMasksIsReadAgain() throws IOException {
        Path truthFile = Files.writeString(
                folder.resolve("truth.json"),
                "{\"images\": [{\"id\": 1}], \"annotations\": [], \"categories\": [{\"id\": 1, \"name\": \"a\"}]}");
        CocoGroundTruth truth = CocoGroundTruthFile.withMasks(truthFile);
        List<CocoDetection> detections = List.of(new CocoDetection(1, 1, 0.5, 1, 2, 3, 0.25).with(square(8, 8, 30)));
        Path file = folder.resolve("detections.json");

        try (OutputStream out = Files.newOutputStream(file)) {
            new CocoDetectionsWriter(Map.of()).write(out, detections);
        }

        assertThat(CocoDetectionsFile.read(file, truth)).isEqualTo(detections);
    }

    /** A thin L whose box is of medium size, and a large square that is found less well. */
    @Test
    void smallAndLargeAreAreasOfMasks() {
        RunLengthMask thin = outline(10, 10, 70, 10, 70, 14, 14, 14, 14, 70, 10, 70);
        assertThat(thin.area()).isEqualTo(464);

        MetricValues values = values(
                List.of(object(1, 464, thin), object(2, 11_000, outline(5, 20, 115, 20, 115, 120, 5, 120))),
                List.of(
                        new CocoDetection(1, 1, 10, 10, 60, 60, 0.9).with(thin),
                        new CocoDetection(1, 1, 5, 20, 110, 90, 0.8).with(outline(5, 20, 115, 20, 115, 110, 5, 110))));

        assertThat(values.value("MaskAP_S")).isCloseTo(1, ROUNDED);
        assertThat(values.value("MaskAP_M")).isEqualTo(-1);
        assertThat(values.value("MaskAP_L")).isCloseTo(0.9, ROUNDED); // IoU 0.9: not at 0.95
        assertThat(values.value("AP_M")).isEqualTo(-1); // whatever is read, an object's area is its annotation's
    }

    /** The detection that finds nothing has a small mask in a medium box. */
    @Test
    void anUnmatchedDetectionIsAsLargeAsItsMask() {
        RunLengthMask found = square(8, 8, 60);
        RunLengthMask thin = outline(70, 70, 127, 70, 127, 72, 70, 72);

        MetricValues values = values(
                List.of(object(1, 3600, found)),
                List.of(
                        new CocoDetection(1, 1, 70, 70, 57, 57, 0.9).with(thin),
                        new CocoDetection(1, 1, 8, 8, 60, 60, 0.8).with(found)));

        assertThat(values.value("MaskAP_M")).isCloseTo(1, ROUNDED); // with the box's area 0.5, as the boxes' own is
        assertThat(values.value("AP_M")).isCloseTo(0.5, ROUNDED);
    }

    @Test
    void whatLiesInACrowdCountsNeitherWay() {
        RunLengthMask region = outline(10, 10, 90, 10, 90, 60, 10, 60);
        CocoObject crowd = new CocoObject(1, 1, 1, 10, 10, 80, 50, 4000, true).with(region);
        RunLengthMask lesion = outline(5, 62, 20, 62, 20, 77, 5, 77);

        MetricValues values = values(
                List.of(crowd, object(2, 225, lesion)),
                List.of(
                        new CocoDetection(1, 1, 20, 20, 20, 20, 0.95).with(square(20, 20, 20)),
                        new CocoDetection(1, 1, 40, 20, 15, 15, 0.9).with(square(40, 20, 15)),
                        new CocoDetection(1, 1, 5, 62, 15, 15, 0.8).with(lesion)));

        assertThat(values.value("MaskAP")).isCloseTo(1, ROUNDED);
        assertThat(values.value("MaskAR1")).isZero(); // the best detection of the image finds nothing that counts
    }

    @Test
    void anEmptyMaskIsAFalsePositive() {
        RunLengthMask found = square(10, 10, 20);

        MetricValues values = values(
                List.of(object(1, 400, found)),
                List.of(
                        new CocoDetection(1, 1, 0, 0, 0, 0, 0.9).with(RunLengthMask.empty(SIDE, SIDE)),
                        new CocoDetection(1, 1, 10, 10, 20, 20, 0.6).with(found)));

        assertThat(values.value("MaskAP")).isCloseTo(0.5, ROUNDED);
    }

    @Test
    void anObjectWithAnEmptyMaskIsNeverFound() {
        RunLengthMask found = square(8, 8, 30);

        MetricValues values = values(
                List.of(object(1, 900, found), object(2, 0, RunLengthMask.empty(SIDE, SIDE))),
                List.of(
                        new CocoDetection(1, 1, 8, 8, 30, 30, 0.9).with(found),
                        new CocoDetection(1, 1, 0, 0, 0, 0, 0.7).with(RunLengthMask.empty(SIDE, SIDE))));

        assertThat(values.value("MaskAP")).isCloseTo(51 / 101.0, ROUNDED); // recall 0.5
        assertThat(values.value("MaskAR100")).isEqualTo(0.5);
    }

    @Test
    void everyClassHasValuesOfItsOwn() {
        RunLengthMask one = square(8, 8, 30);
        RunLengthMask other = square(60, 60, 30);
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of(1L, "one", 2L, "other")),
                new TreeSet<>(List.of(1L)),
                List.of(object(1, 900, one), object(2, 900, other).ofCategory(2)));

        MetricValues values =
                values(truth, List.of(new CocoDetection(1, 1, 8, 8, 30, 30, 0.9).with(one)), new CocoParameters());

        assertThat(values.ofClasses().get("one").get("MaskAP50")).isCloseTo(1, ROUNDED);
        assertThat(values.ofClasses().get("other").get("MaskAP50")).isZero();
    }

    @Test
    void aMaskOfAnotherClassCountsWhereClassesAreOne() {
        RunLengthMask mask = square(8, 8, 30);
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of(1L, "one", 2L, "other")),
                new TreeSet<>(List.of(1L)),
                List.of(object(1, 900, mask)));
        List<CocoDetection> detections = List.of(new CocoDetection(1, 2, 8, 8, 30, 30, 0.9).with(mask));

        assertThat(values(truth, detections, new CocoParameters()).value("MaskAP"))
                .isZero();
        assertThat(values(truth, detections, new CocoParameters().withoutClasses())
                        .value("MaskAP"))
                .isCloseTo(1, ROUNDED);
    }

    @Test
    void aDrawCountsAnImageAsOftenAsItWasDrawn() {
        RunLengthMask mask = square(8, 8, 30);
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of(1L, "one")),
                new TreeSet<>(List.of(1L, 2L)),
                List.of(object(1, 900, mask), object(2, 900, mask).copied(2, 2)));
        CocoParameters parameters = new CocoParameters();
        EvaluatedDetections all = EvaluatedDetections.of(
                truth, List.of(new CocoDetection(1, 1, 8, 8, 30, 30, 0.9).with(mask)), parameters);
        Metric recall = new SegmFamily().metrics(parameters).get(8);

        assertThat(recall.name()).isEqualTo("MaskAR100");
        assertThat(recall.value(all)).isEqualTo(0.5);
        assertThat(recall.value(all.drawn(new int[] {3, 1}))).isEqualTo(0.75);
        assertThat(all.drawn(new int[] {2, 1}).groundTruth().masked()).isTrue();
    }

    /** Of a data set, whose images have sizes. */
    @Test
    void aBoxStandsForTheMaskOfADetectionThatHasNone() {
        RunLengthMask triangle = outline(10, 10, 30, 10, 10, 30);
        ImageEntry image = new ImageEntry(
                1,
                "a.png",
                new FilePicture(Path.of("a.png"), Orientation.UPRIGHT),
                SIDE,
                SIDE,
                List.of(new Annotation(1, 0, new Box(10, 10, 30, 30), 190, ObjectKind.OBJECT, Optional.of(triangle))));
        Dataset dataset = new Dataset("set", List.of(new Category(0, 1, "one")), List.of(image), DataReport.CLEAN);
        CocoParameters half = new CocoParameters().withIous(List.of(0.45, 0.5));
        List<CocoDetection> boxes = List.of(new CocoDetection(1, 1, 10, 10, 20, 20, 0.9));

        Score score = new Scoring(half, Metrics.named(List.of(new SegmFamily()), half)).score(dataset, boxes);

        assertThat(triangle.area()).isEqualTo(190);
        assertThat(score.values().value("MaskAP")).isCloseTo(0.5, ROUNDED); // IoU 190 / 400: found at 0.45 alone
        assertThat(score.values().value("AP")).isCloseTo(1, ROUNDED);
        assertThat(score.warnings())
                .contains("[1] of [1] detections have no segmentation; what their boxes enclose counts as their masks");
    }

    @Test
    void withoutMasksThereIsNothingToMeasure() {
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of(1L, "one")),
                new TreeSet<>(List.of(1L)),
                List.of(new CocoObject(1, 1, 1, 8, 8, 30, 30, 900, false)));

        MetricValues values = values(truth, List.of(new CocoDetection(1, 1, 8, 8, 30, 30, 0.9)), new CocoParameters());

        assertThat(values.value("MaskAP")).isEqualTo(-1);
        assertThat(values.value("AP")).isCloseTo(1, ROUNDED);
    }

    private static MetricValues values(List<CocoObject> objects, List<CocoDetection> detections) {
        CocoGroundTruth truth =
                new CocoGroundTruth(new TreeMap<>(Map.of(1L, "one")), new TreeSet<>(List.of(1L)), objects);
        return values(truth, detections, new CocoParameters());
    }

    private static MetricValues values(
            CocoGroundTruth truth, List<CocoDetection> detections, CocoParameters parameters) {
        return Metrics.named(List.of(new SegmFamily()), parameters)
                .read(EvaluatedDetections.of(truth, detections, parameters));
    }

    /** With the box of the mask. */
    private static CocoObject object(long id, double area, RunLengthMask mask) {
        return new CocoObject(
                        id,
                        1,
                        1,
                        mask.box().x1(),
                        mask.box().y1(),
                        mask.box().width(),
                        mask.box().height(),
                        area,
                        false)
                .with(mask);
    }

    private static RunLengthMask square(double x, double y, double side) {
        return outline(x, y, x + side, y, x + side, y + side, x, y + side);
    }

    private static RunLengthMask outline(double... coordinates) {
        return new Polygons(List.of(new Polygon(coordinates))).mask(SIDE, SIDE);
    }
}
