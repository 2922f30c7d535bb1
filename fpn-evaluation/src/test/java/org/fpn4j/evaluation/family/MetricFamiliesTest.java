package org.fpn4j.evaluation.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.LeftOut;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.MetricFamily;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.evaluation.tide.TideFamily;
import org.fpn4j.evaluation.tide.TideThresholds;
import org.junit.jupiter.api.Test;

class MetricFamiliesTest {
    /** From outside, as a class path would have it. */
    private record Outside(String name) implements MetricFamily {
        @Override
        public List<Metric> metrics(CocoParameters parameters) {
            return List.of(new Metric("FOUND", "how many", detections -> 0.5));
        }
    }

    @Test
    void thereAreThoseOfThisProjectAndThoseFromOutside() {
        MetricFamilies families = MetricFamilies.of(List.of(), List.of(new Outside("mine")));

        assertThat(families.names()).containsExactly("ap", "coco", "froc", "mine", "rsna", "segm", "tide");
        assertThat(families.named(List.of("mine", "coco", "mine"), "--metrics"))
                .extracting(MetricFamily::name)
                .containsExactly("mine", "coco");
    }

    @Test
    void aMetricIsFoundByItsNameWhateverItsFamily() {
        MetricFamilies families = MetricFamilies.of(List.of(), List.of(new Outside("mine")));
        CocoParameters usual = new CocoParameters();

        assertThat(families.metric("FOUND", usual)).map(FoundMetric::family).hasValue("mine");
        assertThat(families.metric("AP", usual)).map(FoundMetric::family).hasValue("coco");
        assertThat(families.metric("AP@0.3", usual)).map(FoundMetric::family).hasValue("ap");
        assertThat(families.metric("wAFROC", usual))
                .map(found -> found.metric().name())
                .hasValue("WAFROC");
        assertThat(families.metric("AP_s", usual))
                .map(found -> found.metric().name())
                .hasValue("AP_S");
        assertThat(families.metric("mAP", usual)).isEmpty();
        assertThat(families.metrics(usual)).extracting(FoundMetric::family).startsWith("coco");
    }

    @Test
    void aFamilyByAnotherConventionStandsForTheUsualOne() {
        TideFamily strict = new TideFamily(new TideThresholds(0.7, 0.3));

        assertThat(MetricFamilies.of(List.of(strict), List.of()).named("tide")).containsSame(strict);
    }

    @Test
    void namesThatNothingHasAreToldTogether() {
        MetricFamilies families = MetricFamilies.of(List.of(), List.of());

        assertThatThrownBy(() -> families.named(List.of("frok", "coco", "segmentation"), "--metrics"))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        --metrics: metrics[frok] is no family of metrics
                            did you mean [froc]?   known families: ap, coco, froc, rsna, segm, tide
                        --metrics: metrics[segmentation] is no family of metrics
                            known families: ap, coco, froc, rsna, segm, tide""");
    }

    @Test
    void aNameThatIsTakenIsTheUsersToChange() {
        assertThatThrownBy(() -> MetricFamilies.of(List.of(), List.of(new Outside("froc"))))
                .isInstanceOf(UserInputException.class)
                .hasMessage("class path: family[froc] is org.fpn4j.evaluation.froc.FrocFamily and "
                        + Outside.class.getName() + "\n    names of families must be unique");
    }

    @Test
    void everyFamilyThatIsNamedHasASectionAndCocosTwelveStandAtTheTop() {
        CocoParameters parameters = new CocoParameters();
        CocoGroundTruth truth = new CocoGroundTruth(
                new TreeMap<>(Map.of(1L, "cell")),
                new TreeSet<>(List.of(1L, 2L)),
                List.of(new CocoObject(1, 1, 1, 0, 0, 10, 10, 100, false)));
        EvaluatedDetections detections =
                EvaluatedDetections.of(truth, List.of(new CocoDetection(1, 1, 0, 0, 10, 10, 0.9)), parameters);
        Metrics metrics = Metrics.named(
                MetricFamilies.of(List.of(), List.of(new Outside("mine"))).named(List.of("mine", "froc"), "--metrics"),
                parameters);

        Map<String, Object> json =
                new Score(metrics.read(detections), metrics.sections(detections), new LeftOut(0, 0), List.of()).json();

        assertThat(json).containsKeys("AP", "AR_L", "per_class", "FROC", "FOUND");
        assertThat(json.get("mine")).isEqualTo(Map.of("FOUND", 0.5));
        assertThat(json.get("froc"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsKeys("convention", "sensitivity", "score");
        assertThat(json).doesNotContainKeys("coco", "tide");
    }
}
