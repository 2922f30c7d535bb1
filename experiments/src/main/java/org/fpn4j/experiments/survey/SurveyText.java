package org.fpn4j.experiments.survey;

import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.Paragraph;
import org.fpn4j.experiments.report.SurveyReport;
import org.fpn4j.experiments.report.TextTable;

/** A report for a terminal; pictures and folded tables are for the page. */
record SurveyText(SurveyReport report) {
    private static final int MOST_EXAMPLES = 3;

    /** Ends with a line break. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(Paragraph.of(report.sentence(), 0)).append(report.setting()).append('\n');
        if (!report.remarks().isEmpty()) {
            text.append("\nWhat looks like a mistake:\n");
            report.remarks().forEach(remark -> append(text, remark));
        }
        for (SurveyReport.Section section : report.sections()) {
            if (!section.words().isEmpty() || !section.tables().isEmpty()) {
                text.append('\n');
            }
            section.words().forEach(words -> text.append(Paragraph.of(words, 0)));
            for (TitledTable table : section.tables()) {
                text.append(
                                section.words().isEmpty()
                                                && table.equals(section.tables().get(0))
                                        ? ""
                                        : "\n")
                        .append(table.title())
                        .append('\n')
                        .append(TextTable.render(
                                table.table().rows(), table.table().numbers()));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, SurveyReport.Remark remark) {
        text.append(Paragraph.of(remark.where() + ": " + remark.what() + ". " + remark.hint() + ".", 2));
        int shown = Math.min(MOST_EXAMPLES, remark.examples().size());
        remark.examples()
                .subList(0, shown)
                .forEach(example -> text.append("      ").append(example).append('\n'));
        if (shown > 0 && shown < remark.count()) {
            text.append("      and ").append(remark.count() - shown).append(" more\n");
        }
    }
}
