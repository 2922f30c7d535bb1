package org.fpn4j.experiments.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.experiments.report.TextTable;

/** Costs of several detectors beside each other, and how far each is from the first. */
final class CostComparison {
    private static final double GIGA = 1e9;

    /** A detector with its name. */
    record Costed(String name, CostGraph graph) {}

    private final List<Costed> all;

    CostComparison(List<Costed> all) {
        this.all = List.copyOf(all);
    }

    /** A table of parameters and one of multiply-accumulates. */
    String text() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(header("parameters"));
        for (CostPart part : CostPart.values()) {
            rows.add(row(part, false));
        }
        rows.add(Collections.nCopies(2 * all.size(), ""));
        rows.add(header("GMACs"));
        for (CostPart part : CostPart.values()) {
            rows.add(row(part, true));
        }
        List<Boolean> numbers = new ArrayList<>(Collections.nCopies(2 * all.size(), true));
        numbers.set(0, false);
        return TextTable.render(rows, numbers).stripTrailing();
    }

    private List<String> header(String what) {
        List<String> header = new ArrayList<>(List.of(what, all.get(0).name()));
        for (Costed other : all.subList(1, all.size())) {
            header.addAll(List.of(other.name(), ""));
        }
        return header;
    }

    private List<String> row(CostPart part, boolean macs) {
        List<String> row = new ArrayList<>(List.of(part.title()));
        long first = value(part, all.get(0), macs);
        row.add(shown(first, macs));
        for (Costed other : all.subList(1, all.size())) {
            long value = value(part, other, macs);
            row.add(shown(value, macs));
            row.add(difference(value, first));
        }
        return row;
    }

    private static long value(CostPart part, Costed costed, boolean macs) {
        return macs ? part.macs(costed.graph()) : part.params(costed.graph());
    }

    private static String shown(long value, boolean macs) {
        return macs ? String.format(Locale.ROOT, "%.6f", value / GIGA) : String.format(Locale.ROOT, "%,d", value);
    }

    /** In percent of the first; nothing where the first has none. */
    private static String difference(long value, long first) {
        return first == 0 ? "" : String.format(Locale.ROOT, "%+.2f %%", 100.0 * (value - first) / first);
    }
}
