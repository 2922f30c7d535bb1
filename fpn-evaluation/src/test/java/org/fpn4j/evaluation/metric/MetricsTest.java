package org.fpn4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    private static final CocoGroundTruth TRUTH = new CocoGroundTruth(
            new TreeMap<>(Map.of(3L, "nodule", 5L, "heart")),
            new TreeSet<>(List.of(1L, 2L)),
            List.of(
                    new CocoObject(1, 1, 3, 0, 0, 10, 10, 100, false),
                    new CocoObject(2, 2, 3, 0, 0, 10, 10, 100, false),
                    new CocoObject(3, 2, 5, 50, 0, 10, 10, 100, false)));
    private static final List<CocoDetection> FOUND = List.of(
            new CocoDetection(2, 5, 0, 0, 10, 10, 0.9),
            new CocoDetection(2, 3, 50, 0, 10, 10, 0.8),
            new CocoDetection(1, 9, 0, 0, 10, 10, 0.7));

    private static Metric counting(String name, ToDoubleFunction<EvaluatedDetections> reading) {
        return new Metric(name, "a count", reading).upTo(Double.MAX_VALUE);
    }

    private static MetricFamily family(String name, Metric... metrics) {
        return new MetricFamily() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Metric> metrics(CocoParameters parameters) {
                return List.of(metrics);
            }
        };
    }

    private static MetricValues read(CocoParameters parameters, Metric... metrics) {
        return Metrics.of(List.of(family("outside", metrics)), parameters)
                .read(EvaluatedDetections.of(TRUTH, FOUND, parameters));
    }

    @Test
    void familiesStandBehindCocosInTheOrderOfTheirNames() {
        Metric first = counting("ZETA", detections -> 0);
        Metric second = counting("ALPHA", detections -> 0);

        Metrics metrics = Metrics.of(List.of(family("b", second), family("a", first)), new CocoParameters());

        assertThat(metrics.all())
                .extracting(Metric::name)
                .startsWith("AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L")
                .endsWith("AR_L", "ZETA", "ALPHA");
    }

    @Test
    void tablesHaveSixOfCocosTwelveAndEveryPlaceTwo() {
        Metrics metrics = Metrics.coco(new CocoParameters());

        assertThat(metrics.all()).hasSize(12);
        assertThat(metrics.in(Shown.TABLES))
                .extracting(Metric::name)
                .containsExactly("AP", "AP50", "AP75", "AP_S", "AP_M", "AP_L");
        assertThat(metrics.in(Shown.EVERYWHERE)).extracting(Metric::name).containsExactly("AP", "AP50");
        assertThat(metrics.ofClasses()).extracting(Metric::name).containsExactly("AP", "AP50");
        assertThat(metrics.named("AR_S")).isPresent();
        assertThat(metrics.named("ARS")).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsRefusedWithBothFamilies() {
        MetricFamily other = family("other", counting("AP50", detections -> 0));

        assertThatThrownBy(() -> Metrics.of(List.of(other), new CocoParameters()))
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith("class path: metric[AP50] is one of [coco] and of [other], which is "
                        + other.getClass().getName())
                .hasMessageContaining("names of metrics must be unique");
    }

    @Test
    void aMetricOfClassesSeesAllImagesAndOneClass() {
        Metric images = counting(
                        "IMAGES",
                        detections -> detections.groundTruth().imageIds().size())
                .ofEachClass();
        Metric objects = counting(
                        "OBJECTS",
                        detections -> detections.groundTruth().objects().size())
                .ofEachClass();
        Metric found =
                counting("FOUND", detections -> detections.detections().size()).ofEachClass();

        MetricValues values = read(new CocoParameters(), images, objects, found);

        assertThat(values.byClass(images)).containsExactly(Map.entry("nodule", 2.0), Map.entry("heart", 2.0));
        assertThat(values.byClass(objects)).containsExactly(Map.entry("nodule", 2.0), Map.entry("heart", 1.0));
        assertThat(values.byClass(found)).containsExactly(Map.entry("nodule", 1.0), Map.entry("heart", 1.0));
        assertThat(values.value(found)).as("with that of an unknown category").isEqualTo(3);
    }

    @Test
    void withoutClassesAMetricSeesOne() {
        Metric classes = counting(
                "CLASSES", detections -> detections.groundTruth().categories().size());
        Metric found =
                counting("FOUND", detections -> detections.detections().size()).ofEachClass();

        MetricValues values = read(new CocoParameters().withoutClasses(), classes, found);

        assertThat(values.value(classes)).isEqualTo(1);
        assertThat(values.value(found))
                .as("without that of an unknown category")
                .isEqualTo(2);
        assertThat(values.ofClasses()).isEmpty();
    }

    @Test
    void whatSeveralMetricsReadIsMadeOnce() {
        int[] made = {0};
        ToDoubleFunction<EvaluatedDetections> reading = detections -> detections.once(Integer.class, all -> ++made[0]);

        read(new CocoParameters(), counting("ONE", reading), counting("OTHER", reading));

        assertThat(made[0]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
    void aValueThatNoneCanBeIsAMistakeOfItsMetric(double value) {
        Metric metric = new Metric("SHARE", "a share", detections -> value);

        assertThatThrownBy(() -> read(new CocoParameters(), metric))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("metric[SHARE] is " + value
                        + "; it must be between 0 and 1.0, or -1 where there is nothing to measure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ap", "n", "AP,50", "AP 50", "5AP"})
    void aNameThatFieldsOfFilesMayHaveIsRefused(String name) {
        assertThatThrownBy(() -> new Metric(name, "", detections -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metric[" + name
                        + "] must begin with a capital and go on with letters, digits and the signs _ . @");
    }

    @Test
    void whichValueIsBetterIsTheMetricsToSay() {
        Metric larger = new Metric("A", "", detections -> 0);
        Metric smaller = larger.smallerIsBetter();

        assertThat(larger.isBetter(0.2, 0.1)).isTrue();
        assertThat(larger.isBetter(0.1, 0.1)).isFalse();
        assertThat(smaller.isBetter(0.1, 0.2)).isTrue();
        assertThat(smaller.isBetter(0.2, 0.1)).isFalse();
        assertThat(smaller.isBetter(0.2, -1))
                .as("what is measured is better than what is not")
                .isTrue();
        assertThat(smaller.isBetter(-1, 0.2)).isFalse();
    }
}
