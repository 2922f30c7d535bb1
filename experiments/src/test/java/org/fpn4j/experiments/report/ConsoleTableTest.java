package org.fpn4j.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fpn4j.experiments.report.SampleReports.cell;
import static org.fpn4j.experiments.report.SampleReports.scores;
import static org.fpn4j.experiments.report.SampleReports.variant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTableTest {
    private static final CellRow BROKEN = new CellRow(
            Map.of("neck", "fpn"), 1, CellRow.failed("out of memory"), RunScores.NONE, 3, "", "", LearningCurves.NONE);

    @Test
    void columnsAreAlignedAndTheBestIsMarked() {
        AblationReport report = SampleReports.report(
                List.of(variant("fpn", 1, 0.391, Double.NaN), variant("bifpn", 2, 0.4123, 0.0049)),
                List.of(cell("fpn", 0, 0.391), BROKEN, cell("bifpn", 0, 0.4158), cell("bifpn", 1, 0.4088)));
        assertThat(ConsoleTable.render(report))
                .isEqualTo(
                        """
                        necks: 3 of 4 runs done

                        neck   n            AP  AP50  AP75  AP_S  AP_M  AP_L  params (M)  GMACs  seconds
                        fpn    1        0.391     –     –     –     –     –        1.000  2.000     60.0
                        bifpn  2  0.412±0.005*    –     –     –     –     –        1.000  2.000     60.0

                        mean±sd over n seeds; * highest mean of its column

                        AP against fpn (paired by seed, 1 seed; interval 95 %)
                          bifpn  +0.025    not tested
                        bifpn and fpn, one seed: +0.025; another seed can turn it round. Not tested.
                        Of AP no draws of images are at hand: intervals are for these validation images.
                        fpn, seed 1: failed: out of memory
                        """);
    }

    @Test
    void eachClassHasItsColumn() {
        CellRow fpn = scored("fpn", 0, Map.of("nodule", scores(0.1, 0.25)));
        CellRow bifpn = scored("bifpn", 0, Map.of("nodule", scores(0.1, 0.5)));
        CellRow other = scored("bifpn", 1, Map.of("nodule", scores(0.2, 0.6)));
        AblationReport report = SampleReports.report(
                List.of(variant("fpn", List.of(fpn)), variant("bifpn", List.of(bifpn, other))),
                List.of(fpn, bifpn, other));

        assertThat(ConsoleTable.render(report))
                .contains(
                        """

                        AP50 by class
                        neck         nodule
                        fpn          0.250
                        bifpn  0.550±0.071*

                        """);
    }

    @Test
    void classesThatDoNotFitIntoTheWidthAreCounted() {
        Map<String, Map<String, Double>> classes = new LinkedHashMap<>();
        for (int i = 10; i < 90; i++) {
            classes.put("finding " + i, scores(0.5, 0.5));
        }
        CellRow run = scored("fpn", 0, classes);
        AblationReport report = SampleReports.report(List.of(variant("fpn", List.of(run))), List.of(run));

        String text = ConsoleTable.render(report);

        // neck, and eight columns of ten characters and what marks the best, each after a gap of two: 4 + 8 * 12 = 100
        assertThat(text).contains("finding 17\n").doesNotContain("finding 18");
        assertThat(text).contains("\n72 more of 80 classes: results.csv, report.html\n");
    }

    private static CellRow scored(String neck, long seed, Map<String, Map<String, Double>> classes) {
        return new CellRow(
                Map.of("neck", neck),
                seed,
                CellRow.DONE,
                new RunScores(Map.of(), classes),
                1,
                "cells/x",
                "",
                LearningCurves.NONE);
    }

    @Test
    void decimalsSuitTheLargestNumberOfAColumn() {
        CellRow day = new CellRow(
                Map.of("neck", "fpn"), 0, CellRow.DONE, RunScores.NONE, 86_400, "x", "", LearningCurves.NONE);
        VariantRow large = new VariantRow(Map.of("neck", "fpn"), List.of(day), 34_014_999, 151_540_437_000L);
        assertThat(ConsoleTable.render(SampleReports.report(List.of(large), List.of())))
                .contains("34.01  151.5  86400.0");
    }

    @Test
    void theCsvHasEveryDigitAndQuotesWhatNeedsIt() {
        CellRow odd = new CellRow(
                Map.of("neck", "a,\"b\""),
                7,
                CellRow.failed("line\nbreak"),
                RunScores.NONE,
                1.5,
                "cells/x",
                "",
                LearningCurves.NONE);
        CellRow done = new CellRow(
                Map.of("neck", "fpn"),
                0,
                CellRow.DONE,
                new RunScores(
                        Map.of("AP", 0.123456789, "AP_L", -1.0, "AR100", 0.5), Map.of("left lung", scores(0.25, 0.75))),
                61.25,
                "cells/fpn",
                "",
                LearningCurves.NONE);
        AblationReport report = SampleReports.report(List.of(variant("fpn", 1, 0.12, Double.NaN)), List.of(done, odd));
        assertThat(ResultsCsv.render(report))
                .isEqualTo(
                        "neck,seed,status,AP,AP50,AP75,AP_S,AP_M,AP_L,AR100,AP of left lung,AP50 of left lung,params,macs,train_seconds,run_dir\n"
                                + "fpn,0,done,0.123456789,,,,,-1.0,0.5,0.25,0.75,1000000,2000000000,61.25,cells/fpn\n"
                                + "\"a,\"\"b\"\"\",7,\"failed: line\nbreak\",,,,,,,,,,,,1.5,cells/x\n");
    }
}
