package org.fpn4j.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fpn4j.experiments.report.SampleReports.variant;

import java.util.List;
import org.fpn4j.evaluation.metric.CocoFamily;
import org.fpn4j.evaluation.metric.Metrics;
import org.junit.jupiter.api.Test;

class SeedNoiseTest {
    @Test
    void aClearDifferenceIsMoreThanSeedNoise() {
        // pooled sd 0.004, t(0.975, 4) = 2.776: 2.776 * 0.004 * sqrt(2 / 3) = 0.00907
        assertThat(SeedNoise.verdict(
                        CocoFamily.AP, List.of(variant("fpn", 3, 0.391, 0.004), variant("bifpn", 3, 0.412, 0.004))))
                .isEqualTo("AP: bifpn leads fpn by 0.021 (0.412 against 0.391), which is more than seed noise: seed"
                        + " noise reaches 0.009 (95 %, pooled sd 0.004, n = 3 and 3).");
    }

    @Test
    void aSmallDifferenceIsWithinSeedNoise() {
        // pooled sd sqrt((2 * 0.008^2 + 4 * 0.005^2) / 6) = 0.006164, t(0.975, 6) = 2.447
        assertThat(SeedNoise.verdict(
                        CocoFamily.AP,
                        List.of(
                                variant("fpn", 3, 0.408, 0.008),
                                variant("panet", 4, 0.3, 0.001),
                                variant("bifpn", 5, 0.412, 0.005))))
                .isEqualTo("AP: bifpn leads fpn by 0.004 (0.412 against 0.408), which is within seed noise: seed noise"
                        + " reaches 0.011 (95 %, pooled sd 0.006, n = 5 and 3). It is not shown that either is"
                        + " better.");
    }

    @Test
    void twoSeedsAreTooFewToTell() {
        assertThat(SeedNoise.verdict(
                        CocoFamily.AP, List.of(variant("fpn", 2, 0.2, 0.001), variant("bifpn", 3, 0.4, 0.001))))
                .isEqualTo("AP: bifpn leads fpn by 0.200 (0.400 against 0.200), but n is too small to tell this from"
                        + " seed noise (n = 3 and 2; it takes at least 3 seeds each).");
    }

    @Test
    void oneSeedHasNoSpreadAtAll() {
        assertThat(SeedNoise.verdict(
                        CocoFamily.AP,
                        List.of(variant("fpn", 1, 0.4, Double.NaN), variant("bifpn", 1, 0.4002, Double.NaN))))
                .isEqualTo("AP: bifpn leads fpn by less than 0.001 (0.400 against 0.400), but n is too small to tell"
                        + " this from seed noise (n = 1 and 1; it takes at least 3 seeds each).");
    }

    @Test
    void aSingleVariantHasNothingToBeComparedWith() {
        assertThat(SeedNoise.verdict(
                        CocoFamily.AP, List.of(variant("fpn", 3, 0.4, 0.01), variant("bifpn", 3, -1, Double.NaN))))
                .isEqualTo("AP: only fpn has a value, so there is nothing to compare.");
    }

    @Test
    void equalMeansHaveNoLeader() {
        assertThat(SeedNoise.verdict(
                        CocoFamily.AP, List.of(variant("fpn", 3, 0.4, 0.01), variant("bifpn", 3, 0.4, 0.02))))
                .isEqualTo("AP: fpn and bifpn have the same mean, 0.400 (n = 3 and 3).");
    }

    @Test
    void ofMistakesTheFewestLead() {
        assertThat(SeedNoise.verdict(
                        CocoFamily.AP.smallerIsBetter(),
                        List.of(variant("fpn", 3, 0.391, 0.004), variant("bifpn", 3, 0.412, 0.004))))
                .startsWith(
                        "AP: fpn leads bifpn by 0.021 (0.391 against 0.412; the smaller is the better), which is more");
    }

    @Test
    void nothingMeasuredIsSaid() {
        assertThat(SeedNoise.verdict(Metrics.coco().named("AP_L").orElseThrow(), List.of(variant("fpn", 3, 0.4, 0.01))))
                .isEqualTo("AP_L: no variant has a value, so there is nothing to compare.");
    }

    @Test
    void theQuantileGoesOnSmoothlyBeyondItsTable() {
        assertThat(SeedNoise.quantile(4)).isEqualTo(2.776);
        // published: 2.0395 for 31, 1.9840 for 100 degrees of freedom
        assertThat(SeedNoise.quantile(31)).isEqualTo(2.0395, within(0.004));
        assertThat(SeedNoise.quantile(100)).isEqualTo(1.9840, within(0.001));
    }

    @Test
    void theSpreadIsTheSampleStandardDeviation() {
        Statistic statistic = Statistic.of(List.of(0.40, 0.42, 0.44));
        assertThat(statistic.mean()).isEqualTo(0.42, within(1e-12));
        assertThat(statistic.sd()).isEqualTo(0.02, within(1e-12)); // sqrt(2 * 0.02^2 / 2)
        assertThat(Statistic.of(List.of(0.4)).sd()).isNaN();
        assertThat(Statistic.of(List.of(-1.0, -1.0))).isEqualTo(new Statistic(-1, Double.NaN));
        assertThat(Statistic.of(List.of()).isMeasured()).isFalse();
    }
}
