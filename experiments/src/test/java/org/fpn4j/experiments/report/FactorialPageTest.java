package org.fpn4j.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.fpn4j.evaluation.statistics.Factor;
import org.fpn4j.evaluation.statistics.Factorial;
import org.fpn4j.evaluation.statistics.FactorialResult;
import org.fpn4j.evaluation.statistics.Question;
import org.fpn4j.evaluation.statistics.Scored;
import org.junit.jupiter.api.Test;

/** Two axes that cross, on the page, in the terminal and in files. */
class FactorialPageTest {
    private static final List<String> SIZES = List.of("128x128", "256x256");
    private static final double[][] MEANS = {{0.30, 0.50}, {0.31, 0.51}};

    @Test
    void thePageHasSentencesPlotAndTables() {
        String page = page(crossed(List.of("fpn", "bifpn"), 5));

        assertThat(page)
                .contains("<section id=\"factorial\">")
                .contains("<h2>Does the effect of neck depend on size?</h2>")
                .contains(
                        "<li>The effect of neck is not shown to depend on size: from 128x128 to 256x256 the gain from fpn")
                .contains("<li>size is the bigger lever: AP changes from 128x128 to 256x256 by +0.199 to +0.201,")
                .contains("<figcaption>neck by size: AP (paired by seed, 5 seeds)</figcaption>")
                .contains("<svg class=\"interaction\"", "role=\"img\" aria-labelledby=\"interaction-title\"")
                .contains("<th scope=\"row\">neck x size</th><td class=\"number\">");
    }

    @Test
    void thePlotTellsItsMeansInWords() {
        assertThat(page(crossed(List.of("fpn", "bifpn"), 5)))
                .contains(
                        "<title id=\"interaction-title\">Mean AP by size, a line for each level of neck. fpn: 0.300 at 128x128,"
                                + " 0.499 at 256x256. bifpn: 0.309 at 128x128, 0.511 at 256x256.</title>");
    }

    @Test
    void linesOfThePlotDifferInMarkAndDash() {
        String page = page(crossed(List.of("fpn", "bifpn"), 5));

        assertThat(page).contains("stroke-dasharray=\"none\"", "stroke-dasharray=\"7 4\"");
        assertThat(page).contains("class=\"mark\" transform", "class=\"mark open\" transform");
    }

    @Test
    void namesOfThePlotStayText() {
        String page = page(crossed(List.of("<b>fpn</b>", "a neck of a name that is far too long"), 2));

        assertThat(page)
                .contains("&lt;b&gt;fpn&lt;/b&gt;", ">a neck of a na\u2026<")
                .doesNotContain("<b>fpn");
    }

    @Test
    void equalScoresAndOneSeedAreDrawn() {
        assertThat(page(crossed(List.of("fpn", "bifpn"), 1)))
                .contains("not tested: one seed.", "<svg class=\"interaction\"")
                .doesNotContain("NaN", "Table of variance");
    }

    @Test
    void withoutScoresThereIsNoPlot() {
        FactorialResult nothing = crossed(List.of("fpn", "bifpn"), 0);

        assertThat(page(nothing))
                .contains("<h2>Does the effect of neck depend on size?</h2>", "nothing to compare by AP")
                .doesNotContain("<svg class=\"interaction\"");
    }

    @Test
    void theTerminalShowsTheSame() {
        String text = FactorialText.of(crossed(List.of("fpn", "bifpn"), 5));

        assertThat(text)
                .startsWith(
                        """
                        neck by size: AP (paired by seed, 5 seeds)
                          size 128x128                fpn to bifpn        +0.009  [-0.013, +0.030]  to look at
                        """)
                .contains("  mean over neck              128x128 to 256x256  +0.200  [+0.199, +0.201]  better\n")
                .contains("  change, 128x128 to 256x256  fpn to bifpn        +0.003  [-0.008, +0.015]  undecided\n")
                .containsPattern("  source       sum of squares  df +F +p\n  seed +\\d\\.\\d{6}   4 ");
    }

    @Test
    void filesHaveEachEffectBehindTheComparisons() {
        Verdicts verdicts = verdicts(crossed(List.of("fpn", "bifpn"), 5));

        List<String> lines = ComparisonFiles.csv(verdicts).lines().toList();
        assertThat(lines.get(0)).endsWith(",vI,kind,at");
        assertThat(lines.subList(lines.size() - 5, lines.size()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("bifpn,fpn,AP,")
                                .endsWith(",interaction,128x128 to 256x256"),
                        line -> assertThat(line).startsWith("bifpn,fpn,AP,").endsWith(",main,mean"),
                        line -> assertThat(line)
                                .startsWith("256x256,128x128,AP,0.2")
                                .endsWith(",main,mean"),
                        line -> assertThat(line).startsWith("bifpn,fpn,AP,").endsWith(",at level,128x128"),
                        line -> assertThat(line).startsWith("bifpn,fpn,AP,").endsWith(",at level,256x256"));
        assertThat(ComparisonFiles.json(verdicts).get("factorial"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("bigger_lever", "size")
                .containsEntry("seeds", List.of(0L, 1L, 2L, 3L, 4L))
                .containsKeys("factors", "effects", "anova", "sentences", "notes");
    }

    private static FactorialResult crossed(List<String> necks, int seeds) {
        List<List<String>> variants = new ArrayList<>();
        List<Scored> scores = new ArrayList<>();
        for (int i = 0; i < necks.size(); i++) {
            List<String> row = new ArrayList<>();
            for (int j = 0; j < SIZES.size(); j++) {
                row.add(SIZES.get(j) + ", " + necks.get(i));
                for (int seed = 0; seed < seeds; seed++) {
                    double score = MEANS[i][j] + 0.01 * Math.sin(1 + seed + 3 * i + 7 * j);
                    scores.add(new Scored(row.get(j), seed, score, Optional.empty()));
                }
            }
            variants.add(row);
        }
        Factorial design =
                new Factorial(Factor.of("neck", necks, necks.get(0)), Factor.of("size", SIZES, SIZES.get(0)), variants);
        return FactorialResult.of(design, new Question(variants.get(0).get(0), List.of()), "AP", true, seeds, scores);
    }

    private static Verdicts verdicts(FactorialResult crossed) {
        return SampleReports.verdicts(List.of(SampleReports.cell("fpn", 0, 0.5)))
                .with(crossed);
    }

    private static String page(FactorialResult crossed) {
        Map<String, Object> model = new TreeMap<>();
        FactorialSection.put(model, Optional.of(crossed));
        model.put("title", "two axes");
        return Page.render("factorial", List.of(), model);
    }
}
