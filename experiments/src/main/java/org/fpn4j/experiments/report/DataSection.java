package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.experiments.plot.BarPlot;

/** What is in the data, and what was wrong with it. */
final class DataSection {
    private static final int MOST_CLASSES = 200;

    /** A split in numbers. */
    record Line(int style, String name, String images, String leftOut, String objects, String problems) {}

    /** A class in one split. */
    record Count(String objects, String small, String medium, String large, String ignored, String side) {
        static final Count NONE = new Count("0", "0", "0", "0", "0", Numbers.NOTHING);

        static Count of(DataFacts.ClassCount count) {
            return new Count(
                    Numbers.grouped(count.objects()),
                    Numbers.grouped(count.small()),
                    Numbers.grouped(count.medium()),
                    Numbers.grouped(count.large()),
                    Numbers.grouped(count.ignored()),
                    Double.isNaN(count.medianSide()) ? Numbers.NOTHING : Numbers.fixed(count.medianSide(), 0));
        }
    }

    /** A class in all splits. */
    record ClassLine(String name, List<Count> counts) {}

    /** A kind of fault in one split. */
    record Fault(String split, String count, String text, String first) {}

    private DataSection() {}

    static void put(Map<String, Object> model, DataFacts data) {
        List<Fault> faults = faults(data);
        List<ClassLine> classes = classes(data);
        int open = classes.size() <= ClassOrder.FEW ? classes.size() : 0;
        model.put("hasData", !data.splits().isEmpty());
        model.put("dataInput", data.sizes().isEmpty() ? "" : data.sizes().get(0).input());
        model.put(
                "splits",
                IntStream.range(0, data.splits().size())
                        .mapToObj(i -> line(i, data.splits().get(i)))
                        .toList());
        model.put("dataClasses", classes.subList(0, open));
        model.put("hasDataClasses", open > 0);
        model.put("moreDataClasses", classes.subList(open, Math.min(MOST_CLASSES, classes.size())));
        model.put("hasMoreDataClasses", open < classes.size());
        model.put("dataClassCount", classes.size());
        model.put(
                "sizePlots",
                data.sizes().stream().map(sizes -> plot(data, sizes)).toList());
        model.put("faults", faults);
        model.put("hasFaults", !faults.isEmpty());
    }

    private static Line line(int style, DataFacts.Split split) {
        int problems =
                split.problems().stream().mapToInt(DataFacts.Fault::count).sum();
        return new Line(
                style,
                split.name(),
                Numbers.grouped(split.images()),
                Numbers.grouped(split.leftOut()),
                Numbers.grouped(split.objects()),
                Numbers.grouped(problems));
    }

    /** Splits have the same classes in the same order. */
    private static List<ClassLine> classes(DataFacts data) {
        List<ClassLine> lines = new ArrayList<>();
        if (data.splits().isEmpty()) {
            return lines;
        }
        List<DataFacts.ClassCount> first = data.splits().get(0).classes();
        for (int i = 0; i < first.size(); i++) {
            int place = i;
            lines.add(new ClassLine(
                    first.get(i).name(),
                    data.splits().stream()
                            .map(split -> place < split.classes().size()
                                    ? Count.of(split.classes().get(place))
                                    : Count.NONE)
                            .toList()));
        }
        return lines;
    }

    private static String plot(DataFacts data, DataFacts.Sizes sizes) {
        return BarPlot.of(
                "Objects by their side on an input of " + sizes.input(),
                "side in pixels of an input of " + sizes.input(),
                DataFacts.bins(),
                IntStream.range(0, data.splits().size())
                        .mapToObj(i -> new BarPlot.Series(
                                data.splits().get(i).name(), sizes.counts().get(i)))
                        .toList());
    }

    private static List<Fault> faults(DataFacts data) {
        List<Fault> faults = new ArrayList<>();
        for (DataFacts.Split split : data.splits()) {
            for (DataFacts.Fault fault : split.problems()) {
                faults.add(new Fault(split.name(), Numbers.grouped(fault.count()), fault.text(), fault.first()));
            }
        }
        return faults;
    }
}
