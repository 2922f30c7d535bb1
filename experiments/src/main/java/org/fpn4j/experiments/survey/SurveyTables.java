package org.fpn4j.experiments.survey;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.survey.ObjectGroup;
import org.fpn4j.data.survey.Quantiles;
import org.fpn4j.data.survey.SizeBands;
import org.fpn4j.data.survey.SplitSurvey;
import org.fpn4j.experiments.report.ExplanationReport.TitledTable;
import org.fpn4j.experiments.report.LevelsReport.Table;

/** A survey as rows of words. */
record SurveyTables(List<SplitSurvey> splits) {
    private static final int MOST_VALUES = 12; // of a table of what pictures are

    SurveyTables {
        splits = List.copyOf(splits);
    }

    /** Images and objects of each split. */
    TitledTable counts() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "split",
                "images",
                "without boxes",
                "left out",
                "objects",
                "crowds",
                "difficult",
                "classes",
                "of",
                "median of an image",
                "most of an image"));
        for (SplitSurvey split : splits) {
            Quantiles perImage = Quantiles.of(split.objectsPerImage());
            rows.add(List.of(
                    split.name(),
                    Values.whole(split.dataset().images().size()),
                    Values.whole(split.negatives().size()),
                    Values.whole(split.dataset().leftOutImages()),
                    Values.whole(split.objects().size()),
                    Values.whole(split.dataset().count(ObjectKind.CROWD)),
                    Values.whole(split.dataset().count(ObjectKind.DIFFICULT)),
                    Values.whole((int) split.classes().stream()
                            .filter(group -> !group.objects().isEmpty())
                            .count()),
                    Values.whole(split.dataset().categories().size()),
                    Values.fixed(perImage.median(), 1),
                    Values.fixed(perImage.largest(), 0)));
        }
        return titled("Images and objects", rows);
    }

    /** How many images have how many objects. */
    TitledTable perImage() {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("split"));
        header.addAll(SizeBands.OBJECTS.names());
        rows.add(header);
        splits.forEach(split -> rows.add(row(split.name(), SizeBands.OBJECTS.counts(split.objectsPerImage()))));
        return titled("Images by their number of objects", rows);
    }

    private static List<String> row(String name, List<Integer> counts) {
        List<String> row = new ArrayList<>(List.of(name));
        counts.forEach(count -> row.add(Values.whole(count)));
        return row;
    }

    /** Objects of each class, and in how many images they are. */
    TitledTable classes() {
        boolean ignores = splits.stream()
                .anyMatch(split ->
                        split.dataset().annotationCount() > split.objects().size());
        List<String> columns = ignores ? List.of("objects", "images", "ignored") : List.of("objects", "images");
        return byClass("Objects by class", columns, group -> {
            List<Integer> counts = new ArrayList<>(List.of(group.objects().size(), group.images()));
            if (ignores) {
                counts.add(group.crowds() + group.difficult());
            }
            return counts;
        });
    }

    TitledTable inPixels() {
        return byClass("Objects by size in pixels of the picture", SizeBands.COCO.names(), ObjectGroup::inPixels);
    }

    TitledTable onInput() {
        return byClass(
                "Objects by size in pixels of the network's input", SizeBands.COCO.names(), ObjectGroup::onInput);
    }

    TitledTable inMillimetres() {
        List<String> names = new ArrayList<>(SizeBands.MILLIMETRES.names());
        names.add("unknown");
        return byClass("Objects by their longest side in mm", names, group -> {
            List<Integer> counts = new ArrayList<>(group.inMillimetres());
            counts.add(group.unmeasured());
            return counts;
        });
    }

    /** A row for each class and one for all; columns for each split. */
    private TitledTable byClass(String title, List<String> columns, Function<ObjectGroup, List<Integer>> counts) {
        List<String> header = new ArrayList<>(List.of("class"));
        for (SplitSurvey split : splits) {
            columns.forEach(column -> header.add(split.name() + " " + column));
        }
        List<List<String>> rows = new ArrayList<>(List.of(header));
        List<List<ObjectGroup>> groups =
                splits.stream().map(SurveyTables::groups).toList();
        for (int place = 0; place < groups.get(0).size(); place++) {
            List<Integer> all = new ArrayList<>();
            for (List<ObjectGroup> ofSplit : groups) {
                all.addAll(counts.apply(ofSplit.get(place)));
            }
            rows.add(row(groups.get(0).get(place).name(), all));
        }
        return titled(title, rows);
    }

    private static List<ObjectGroup> groups(SplitSurvey split) {
        List<ObjectGroup> groups = new ArrayList<>(split.classes());
        if (groups.size() > 1) {
            groups.add(split.all());
        }
        return groups;
    }

    /** How lengths and shapes are spread, a table each. */
    List<TitledTable> spreads() {
        List<TitledTable> tables = new ArrayList<>();
        tables.add(spread("Longest side in pixels of the picture", 1, ObjectGroup::longestSide));
        if (splits.stream().anyMatch(split -> split.all().longestMillimetres().count() > 0)) {
            tables.add(spread("Longest side in mm", 1, ObjectGroup::longestMillimetres));
        }
        tables.add(spread("Root of the area in pixels of the network's input", 1, ObjectGroup::sideOnInput));
        tables.add(spread("Width over height", 2, ObjectGroup::aspect));
        return tables;
    }

    private TitledTable spread(String title, int decimals, Function<ObjectGroup, Quantiles> values) {
        List<String> header = new ArrayList<>(List.of("class", "split", "objects"));
        Quantiles.SHARES.forEach(share -> header.add(
                share == 0
                        ? "least"
                        : share == 1 ? "largest" : share == 0.5 ? "median" : Math.round(100 * share) + " %"));
        List<List<String>> rows = new ArrayList<>(List.of(header));
        List<List<ObjectGroup>> groups =
                splits.stream().map(SurveyTables::groups).toList();
        for (int place = 0; place < groups.get(0).size(); place++) {
            for (int split = 0; split < splits.size(); split++) {
                ObjectGroup group = groups.get(split).get(place);
                Quantiles quantiles = values.apply(group);
                List<String> row = new ArrayList<>(
                        List.of(group.name(), splits.get(split).name(), Values.whole(quantiles.count())));
                for (int i = 0; i < Quantiles.SHARES.size(); i++) {
                    row.add(Values.fixed(
                            quantiles.count() == 0
                                    ? Double.NaN
                                    : quantiles.values().get(i),
                            decimals));
                }
                rows.add(row);
            }
        }
        List<Boolean> numbers = new ArrayList<>(Collections.nCopies(header.size(), true));
        numbers.set(0, false);
        numbers.set(1, false);
        return new TitledTable(title, new Table(rows, numbers));
    }

    /** Sizes, formats and spacings of pictures. */
    List<TitledTable> pictures() {
        return List.of(
                byValue(
                        "Sizes",
                        "width x height",
                        split -> image -> Optional.of(image.width() + " x " + image.height())),
                byValue(
                        "Files",
                        "format, channels, values",
                        split -> image -> Optional.of(split.pictures().get(image.id()))
                                .map(facts -> facts.format() + ", " + (facts.channels() == 1 ? "grey" : "colour") + ", "
                                        + facts.depth().words())),
                byValue(
                        "Spacings",
                        "mm along x and y",
                        split -> image -> Optional.of(Optional.ofNullable(
                                        split.dataset().reference().spacings().get(image.id()))
                                .map(spacing -> millimetres(spacing.x()) + ", " + millimetres(spacing.y()))
                                .orElse("unknown"))));
    }

    private static String millimetres(double spacing) {
        return new BigDecimal(spacing)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Values by how often they occur in all splits. */
    private TitledTable byValue(
            String title, String what, Function<SplitSurvey, Function<ImageEntry, Optional<String>>> value) {
        List<Map<String, Integer>> counts =
                splits.stream().map(split -> split.images(value.apply(split))).toList();
        Set<String> values = new LinkedHashSet<>();
        counts.forEach(ofSplit -> values.addAll(ofSplit.keySet()));
        List<String> header = new ArrayList<>(List.of(what));
        splits.forEach(split -> header.add(split.name()));
        List<List<String>> rows = new ArrayList<>(List.of(header));
        List<Integer> others = new ArrayList<>(Collections.nCopies(splits.size(), 0));
        int shown = 0;
        for (String each : values) {
            List<Integer> ofValue = counts.stream()
                    .map(ofSplit -> ofSplit.getOrDefault(each, 0))
                    .toList();
            if (shown < MOST_VALUES) {
                rows.add(row(each, ofValue));
                shown++;
            } else {
                for (int i = 0; i < ofValue.size(); i++) {
                    others.set(i, others.get(i) + ofValue.get(i));
                }
            }
        }
        if (values.size() > shown) {
            rows.add(row((values.size() - shown) + " others", others));
        }
        return titled(title, rows);
    }

    /** What reading survived, and what became of it. */
    Optional<TitledTable> problems() {
        List<List<String>> rows =
                new ArrayList<>(List.of(List.of("split", "cases", "what, and what was done", "first")));
        for (SplitSurvey split : splits) {
            for (Map.Entry<ProblemKind, Integer> each :
                    split.dataset().report().counts().entrySet()) {
                String first = split.dataset().report().problems().stream()
                        .filter(problem -> problem.kind() == each.getKey())
                        .findFirst()
                        .orElseThrow()
                        .problem()
                        .toString();
                rows.add(List.of(
                        split.name(),
                        Values.whole(each.getValue()),
                        each.getKey().text(),
                        first.replaceAll("\\s*\\n\\s*", "; ")));
            }
        }
        return rows.size() == 1
                ? Optional.empty()
                : Optional.of(
                        new TitledTable("What reading survived", new Table(rows, List.of(false, true, false, false))));
    }

    private static TitledTable titled(String title, List<List<String>> rows) {
        List<Boolean> numbers = new ArrayList<>(Collections.nCopies(rows.get(0).size(), true));
        numbers.set(0, false);
        return new TitledTable(title, new Table(rows, numbers));
    }
}
