package org.fpn4j.evaluation.froc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.junit.jupiter.api.Test;

/** Scenes that one can count. */
class FrocTest {
    private static final FrocConvention ONE_RATE = new FrocConvention().at(List.of(1.0));

    @Test
    void aLesionIsFoundByItsOwnClassAlone() {
        List<CocoObject> objects =
                List.of(lesion(1, 1, 0, 0, ObjectKind.OBJECT), lesion(1, 2, 50, 50, ObjectKind.OBJECT));
        List<CocoDetection> found = List.of(detection(1, 2, 0, 0, 0.9), detection(1, 2, 50, 50, 0.8));

        FrocCurve apart = new Froc(detections(1, objects, found, new CocoParameters()), ONE_RATE).curve();
        FrocCurve together =
                new Froc(detections(1, objects, found, new CocoParameters().withoutClasses()), ONE_RATE).curve();

        assertThat(apart.points().get(2)).isEqualTo(new FrocCurve.Point(0.8, 1, 0.5));
        assertThat(together.points().get(2)).isEqualTo(new FrocCurve.Point(0.8, 0, 1));
    }

    @Test
    void whatDoesNotCountIsNoLesionAndMakesNoFalsePositive() {
        for (ObjectKind kind : List.of(ObjectKind.CROWD, ObjectKind.DIFFICULT)) {
            List<CocoObject> objects = List.of(lesion(1, 1, 0, 0, kind), lesion(1, 1, 50, 50, ObjectKind.OBJECT));
            List<CocoDetection> found = List.of(detection(1, 1, 0, 0, 0.9));

            FrocCurve curve = new Froc(detections(1, objects, found, new CocoParameters()), ONE_RATE).curve();

            assertThat(curve.lesions()).isEqualTo(1);
            assertThat(curve.points().get(1)).isEqualTo(new FrocCurve.Point(0.9, 0, 0));
        }
    }

    @Test
    void theRateMayBeOverImagesWithoutObjectsAlone() {
        List<CocoObject> objects = List.of(lesion(1, 1, 0, 0, ObjectKind.OBJECT));
        List<CocoDetection> found =
                List.of(detection(1, 1, 70, 70, 0.9), detection(2, 1, 70, 70, 0.8), detection(1, 1, 0, 0, 0.7));

        Froc froc = new Froc(detections(3, objects, found, new CocoParameters()), ONE_RATE.over(RateImages.NEGATIVE));

        assertThat(froc.negativeImages()).isEqualTo(2);
        assertThat(froc.curve().points()).extracting(FrocCurve.Point::rate).containsExactly(0.0, 0.0, 0.5, 0.5);
        assertThat(froc.operatingPoints().get(0).perImage()).isEqualTo(2 / 3.0);
        assertThat(froc.operatingPoints().get(0).perNegativeImage()).isEqualTo(0.5);
    }

    @Test
    void aRateThatAllowsNothingHasNoThreshold() {
        List<CocoObject> objects = List.of(lesion(1, 1, 0, 0, ObjectKind.OBJECT));
        List<CocoDetection> found = List.of(detection(1, 1, 70, 70, 0.9), detection(1, 1, 0, 0, 0.8));

        Froc.OperatingPoint point = new Froc(
                        detections(1, objects, found, new CocoParameters()), ONE_RATE.at(List.of(0.5)))
                .operatingPoints()
                .get(0);

        assertThat(point.threshold()).isEmpty();
        assertThat(point.sensitivity()).isZero();
        assertThat(point.perImage()).isZero();
    }

    @Test
    void noDetectionFindsNothing() {
        List<CocoObject> objects = List.of(lesion(1, 1, 0, 0, ObjectKind.OBJECT));
        EvaluatedDetections none = detections(2, objects, List.of(), new CocoParameters());

        assertThat(new Froc(none, ONE_RATE).score()).isZero();
        assertThat(new Froc(none, ONE_RATE).wafroc()).isEqualTo(0.5); // all without a mark are equals
        assertThat(notes(none)).contains("there is no detection");
        assertThat(RsnaScore.of(none, 0).mean()).isZero();
    }

    @Test
    void whereThereIsNothingEveryMetricSaysSo() {
        EvaluatedDetections noLesion =
                detections(1, List.of(), List.of(detection(1, 1, 0, 0, 0.9)), new CocoParameters());
        EvaluatedDetections noImage = detections(0, List.of(), List.of(), new CocoParameters());

        for (Metric metric : new FrocFamily().metrics(new CocoParameters())) {
            assertThat(metric.value(noLesion)).as(metric.name()).isEqualTo(-1);
            assertThat(metric.value(noImage)).as(metric.name()).isEqualTo(-1);
        }
        assertThat(RsnaScore.of(noLesion, 0).mean()).isZero();
        assertThat(RsnaScore.of(noLesion, 0.95).mean()).isEqualTo(-1);
        assertThat(RsnaScore.of(noImage, 0).mean()).isEqualTo(-1);
        assertThat(notes(noLesion)).contains("there is no lesion, so there is no sensitivity");
        assertThat(notes(noImage)).contains("there is no image, so nothing is measured");
        assertThat(new FrocFamily(ONE_RATE).section(noImage).toString()).doesNotContain("NaN", "Infinity");
    }

    @Test
    void sizesAreInPixelsWhereAnImageWithLesionsHasNoSpacing() {
        List<CocoObject> objects =
                List.of(lesion(1, 1, 0, 0, ObjectKind.OBJECT), lesion(2, 1, 0, 0, ObjectKind.OBJECT));
        CocoGroundTruth truth = truth(3, objects);
        FrocConvention sizes = ONE_RATE.bySizes(new SizeBins(List.of(8.0)), new SizeBins(List.of(9.0)));
        PixelSpacing spacing = new PixelSpacing(0.5, 0.8);

        EvaluatedDetections some =
                EvaluatedDetections.of(truth.with(Map.of(1L, spacing)), List.of(), new CocoParameters());
        EvaluatedDetections all = EvaluatedDetections.of(
                truth.with(Map.of(1L, spacing, 2L, new PixelSpacing(0.5, 0.5))), List.of(), new CocoParameters());

        assertThat(new Froc(some, sizes).bySize()).extracting(Froc.OfSize::unit).containsOnly("pixels");
        assertThat(new Froc(some, sizes).bySize())
                .extracting(Froc.OfSize::lesions)
                .containsExactly(0L, 2L);
        assertThat(notes(some)).contains("sizes are in pixels, because [1] images with lesions have no pixel_spacing");
        assertThat(new Froc(all, sizes).bySize()).extracting(Froc.OfSize::unit).containsOnly("mm");
        assertThat(new Froc(all, sizes).bySize()) // 10 pixels are 8 mm down, which is in the upper range, and 5 mm
                .extracting(Froc.OfSize::lesions)
                .containsExactly(1L, 1L);
        assertThat(new Froc(all, sizes).bySize().get(0).score()).isZero();
    }

    @Test
    void theSectionNamesTheConvention() {
        EvaluatedDetections none = detections(1, List.of(), List.of(), new CocoParameters());

        assertThat(new FrocFamily(ONE_RATE).section(none).get("convention"))
                .hasToString(
                        "{hit=iou, iou=0.1, duplicates=ignored, lesions_per_detection=one, reading=step, rates=[1.0],"
                                + " images=all, score=mean of the sensitivities at the rates, classes=apart}");
        assertThat(new FrocFamily(ONE_RATE.with(new HitRule.ByCentre())
                                .with(Duplicates.FALSE_POSITIVES)
                                .with(Credit.ALL)
                                .with(RateReading.LUNA16)
                                .over(RateImages.NEGATIVE))
                        .section(none)
                        .get("convention"))
                .asString()
                .startsWith("{hit=centre, duplicates=false_positives, lesions_per_detection=all, reading=luna16");
    }

    @Test
    void aLineFromPointToPointRunsOtherwiseThanOneFromTopToTop() {
        List<CocoObject> objects =
                List.of(lesion(1, 1, 0, 0, ObjectKind.OBJECT), lesion(1, 1, 50, 0, ObjectKind.OBJECT));
        List<CocoDetection> found =
                List.of(detection(1, 1, 0, 0, 0.9), detection(1, 1, 70, 70, 0.8), detection(1, 1, 50, 0, 0.7));
        FrocCurve curve = new Froc(detections(1, objects, found, new CocoParameters()), ONE_RATE).curve();

        assertThat(curve.sensitivity(0.5, RateReading.LUNA16)).isEqualTo(0.5);
        assertThat(curve.sensitivity(0.5, RateReading.LINEAR)).isCloseTo(0.75, within(1e-15));
        assertThat(curve.sensitivity(1, RateReading.BELOW)).isEqualTo(0.5);
        assertThat(curve.sensitivity(1, RateReading.STEP)).isEqualTo(1);
    }

    @Test
    void whatTheGroundTruthHasNoClassForCountsNeitherWay() {
        List<CocoObject> objects = List.of(lesion(1, 1, 0, 0, ObjectKind.OBJECT));
        List<CocoDetection> found = List.of(detection(1, 7, 70, 70, 0.9), detection(1, 7, 0, 0, 0.8));
        EvaluatedDetections detections = detections(2, objects, found, new CocoParameters());

        assertThat(new Froc(detections, ONE_RATE).curve().points()).hasSize(1);
        assertThat(RsnaScore.of(detections, 0).byImage()).containsExactly(Map.entry(1L, 0.0));
    }

    @Test
    void smallAndLargeRatesHaveNamesWithoutExponents() {
        FrocFamily family = new FrocFamily(ONE_RATE.at(List.of(0.0001, 0.5, 20_000_000.0)));

        assertThat(family.metrics(new CocoParameters()))
                .extracting(Metric::name)
                .containsExactly("FROC", "FROC@0.0001", "FROC@0.5", "FROC@20000000", "WAFROC");
    }

    @Test
    void conventionsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> ONE_RATE.at(List.of(1.0, 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rates[1.0, 1.0] must ascend from above 0");
        assertThatThrownBy(() -> new HitRule.ByIou(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("iou[0.0] must be above 0 and at most 1");
        assertThatThrownBy(() -> new SizeBins(List.of(6.0, 5.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sizes[6.0, 5.0] must ascend from above 0");
        assertThatThrownBy(() -> new RsnaFamily(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @SuppressWarnings("unchecked")
    private static List<String> notes(EvaluatedDetections detections) {
        return (List<String>) new FrocFamily(ONE_RATE).section(detections).get("notes");
    }

    private static CocoObject lesion(long image, long category, double x, double y, ObjectKind kind) {
        return new CocoObject(1, image, category, x, y, 10, 10, 100, kind);
    }

    private static CocoDetection detection(long image, long category, double x, double y, double score) {
        return new CocoDetection(image, category, x, y, 10, 10, score);
    }

    private static CocoGroundTruth truth(int images, List<CocoObject> objects) {
        TreeSet<Long> ids = new TreeSet<>();
        for (long id = 1; id <= images; id++) {
            ids.add(id);
        }
        return new CocoGroundTruth(new TreeMap<>(Map.of(1L, "nodule", 2L, "mass")), ids, objects);
    }

    private static EvaluatedDetections detections(
            int images, List<CocoObject> objects, List<CocoDetection> found, CocoParameters parameters) {
        return EvaluatedDetections.of(truth(images, objects), found, parameters);
    }
}
