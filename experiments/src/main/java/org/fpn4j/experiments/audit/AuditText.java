package org.fpn4j.experiments.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.fpn4j.experiments.audit.Findings.Growth;

/** Says what two trainings in lock-step showed. */
final class AuditText {
    private static final int MOST_DIFFERENCES = 12; // of one step; JSON has all

    private final AuditReport report;
    private final Findings findings;
    private final StringBuilder text = new StringBuilder();

    AuditText(AuditReport report) {
        this.report = report;
        this.findings = report.findings();
    }

    String render() {
        addTrainings();
        if (!findings.tolerance().isPresent()) {
            addVerdictOnBits();
        } else {
            addGrowth(findings.tolerance());
        }
        report.ended().ifPresent(why -> line("a training ended there: %s", why));
        addScope();
        return text.toString().stripTrailing();
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void addTrainings() {
        String first = report.places().get(0);
        String second = report.places().get(1);
        line(
                "%s%s%s",
                first,
                second.equals(first) ? " twice" : " and " + second,
                report.resumption().isPresent()
                        ? ", the second saved and resumed after step "
                                + report.resumption().getAsLong()
                        : "");
        report.config().forEach(difference -> line("  %s", difference));
        if (!report.isSameData()) {
            line("  the contents of their data sets differ");
        }
    }

    private void addVerdictOnBits() {
        if (report.agree()) {
            line("the same bits in %s", count(report.steps(), "step"));
            addDigest();
            return;
        }
        List<Difference> departures = findings.departures();
        Told first = departures.get(0).tensor();
        String before = first.step() <= 1 ? "" : ", after " + count(first.step() - 1, "step") + " of the same bits";
        line(
                "%s%s",
                first.step() == 0 ? "they differ before the first step" : "they differ in step " + first.step(),
                before);
        addDepartures(departures);
    }

    private void addDigest() {
        line("SHA-256 of all that the first training could be resumed from then: %s", report.digest());
    }

    private void addDepartures(List<Difference> departures) {
        Difference first = departures.get(0);
        line("it begins with %s", first.tensor().stage().culprit());
        line("first: %s %s%s", first.tensor().title(), first.tensor().shape(), run(first));
        first.tensor()
                .made()
                .ifPresent(made -> line(
                        "       made by step %d of the plan, %s (%s)%s",
                        made.step(),
                        made.label(),
                        made.kernel(),
                        made.origins().isEmpty() ? "" : ", of " + String.join(", ", made.origins())));
        line("       %s", amounts(first));
        line("       the first at %s: %s and %s", Arrays.toString(first.firstIndex()), first.one(), first.other());
        if (departures.size() > 1) {
            line("then, in the same step:");
        }
        departures.stream()
                .skip(1)
                .limit(MOST_DIFFERENCES)
                .forEach(difference -> line(
                        "  %-10s %s: %s",
                        difference.tensor().stage().word(), difference.tensor().title(), amounts(difference)));
        int more = departures.size() - 1 - MOST_DIFFERENCES;
        if (more > 0) {
            line("  and %d more, which --json lists", more);
        }
    }

    private static String run(Difference difference) {
        int run = difference.tensor().run();
        return run > 1 ? " in run " + run + " of the step" : "";
    }

    private static String amounts(Difference difference) {
        return String.format(
                Locale.ROOT,
                "%d of %s differ; largest difference %.3g, relative %.3g, %s",
                difference.differing(),
                count(difference.tensor().shape().size(), "value"),
                difference.absolute(),
                difference.relative(),
                difference.ulps() == Long.MAX_VALUE ? "not finite" : count(difference.ulps(), "ulp"));
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void addGrowth(OptionalDouble tolerance) {
        line("step  largest difference, as a share of its tensor's largest value");
        for (Growth growth : findings.growth()) {
            line(
                    "%4d  %.2e  %s",
                    growth.step(),
                    growth.share(),
                    growth.tensor()
                            .map(tensor -> tensor.stage().word() + " " + tensor.title())
                            .orElse("the same bits"));
        }
        if (report.agree()) {
            line("within %.3g in %s", tolerance.getAsDouble(), count(report.steps(), "step"));
            addDigest();
        } else {
            List<Difference> departures = findings.departures();
            long step = departures.get(0).tensor().step();
            line("beyond %.3g %s", tolerance.getAsDouble(), step == 0 ? "before the first step" : "in step " + step);
            addDepartures(departures);
        }
    }

    /** What was looked at. */
    private void addScope() {
        line(
                "%d tensors were compared: inputs, %d of the plans' %d values, losses, gradients, parameters, running "
                        + "statistics, what the optimizer remembers",
                findings.compared(),
                report.shared().ofFirst().size(),
                report.shared().either());
    }
}
