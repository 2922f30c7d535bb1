package org.fpn4j.experiments.explanation;

import org.fpn4j.experiments.report.ExplanationReport;
import org.fpn4j.experiments.report.ExplanationReport.Section;
import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.TextTable;

/** An explanation for a terminal: findings and tables. */
final class ExplanationText {
    private ExplanationText() {}

    /** Ends with a line break. */
    static String of(ExplanationReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.name()).append(": ").append(report.setting()).append("\n\n");
        report.findings().forEach(finding -> text.append(finding).append('\n'));
        for (Section section : report.sections()) {
            text.append('\n').append(section.title()).append('\n');
            section.words().forEach(words -> text.append(words).append('\n'));
            for (TitledTable table : section.tables()) {
                text.append('\n').append(table.title()).append('\n');
                text.append(TextTable.render(table.table().rows(), table.table().numbers()));
            }
        }
        if (!report.notes().isEmpty()) {
            text.append('\n');
        }
        report.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }
}
