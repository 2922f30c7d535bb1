package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.region.RegionUse;
import org.fpn4j.evaluation.region.RegionUse.Objects;

/** At which levels regions are proposed, and from which ones those are pooled that reach objects. */
final class RegionsSection {
    private static final int OPEN_VARIANTS = 2;
    private static final int MOST_VARIANTS = 8;
    private static final double PERCENT = 100;

    /**
     * Tables of one variant.
     *
     * @param pooling which levels regions are pooled from
     */
    record Variant(String label, TableView levels, TableView objects, String pooling) {}

    private final ClassOrder order;

    private RegionsSection(ClassOrder order) {
        this.order = order;
    }

    /**
     * Fills the section.
     *
     * @param order of classes
     */
    static void put(Map<String, Object> model, List<VariantRegions> regions, ClassOrder order) {
        RegionsSection section = new RegionsSection(order);
        List<Variant> variants =
                regions.stream().limit(MOST_VARIANTS).map(section::variant).toList();
        int open = Math.min(variants.size(), OPEN_VARIANTS);
        int cut = regions.size() - variants.size();
        model.put("hasRegions", !variants.isEmpty());
        model.put("regions", variants.subList(0, open));
        model.put("hasOtherRegions", open < variants.size());
        model.put("otherRegions", variants.subList(open, variants.size()));
        model.put("otherRegionCount", variants.size() - open);
        model.put("regionOrder", order.explanation(regions.size()));
        model.put("cutRegions", cut == 0 ? "" : "Variants without tables: " + cut + ".");
    }

    private Variant variant(VariantRegions variant) {
        RegionUse use = variant.use();
        String names = String.join(", ", use.pooling());
        return new Variant(variant.label(), levels(use), objects(use), pooling(use, names));
    }

    private static String pooling(RegionUse use, String names) {
        if (use.pooling().size() == 1) {
            return "Each region is pooled from " + names + ".";
        }
        return use.isFused()
                ? "Each region is pooled from all of " + names + ", whose maps are fused."
                : "Each region is pooled from one of " + names + ", by its size.";
    }

    private static TableView levels(RegionUse use) {
        long proposals = sum(use.proposals());
        Map<String, Long> proposedAt = sum(use.objects(), Objects::proposedAt);
        Map<String, Long> pooledFrom = sum(use.objects(), Objects::pooledFrom);
        long reached = sum(proposedAt);
        List<String> header = new ArrayList<>(List.of("proposals", "% of them", "% of objects proposed there"));
        if (!use.isFused()) {
            header.add("% of objects pooled there");
        }
        List<TableView.Row> rows = new ArrayList<>();
        use.proposals().forEach((level, count) -> {
            List<String> cells = new ArrayList<>(List.of(
                    use.images() == 0 ? Numbers.NOTHING : Numbers.fixed((double) count / use.images(), 1),
                    percent(count, proposals),
                    percent(proposedAt.getOrDefault(level, 0L), reached)));
            if (!use.isFused()) {
                cells.add(
                        use.pooling().contains(level)
                                ? percent(pooledFrom.getOrDefault(level, 0L), reached)
                                : Numbers.NOTHING);
            }
            rows.add(new TableView.Row(level, cells(cells)));
        });
        return new TableView("Level", cells(header), rows);
    }

    private TableView objects(RegionUse use) {
        List<String> levels = use.isFused() ? List.of() : use.pooling();
        List<String> header = new ArrayList<>(List.of("objects", "% reached"));
        levels.forEach(level -> header.add("% from " + level));
        List<TableView.Row> rows = new ArrayList<>();
        rows.add(row("all", use, any -> true, levels));
        for (SizeClass size : List.of(SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)) {
            rows.add(row(size.words(), use, objects -> objects.size() == size, levels));
        }
        order.all().subList(0, order.shown()).forEach(name -> {
            if (use.objects().stream().anyMatch(objects -> objects.className().equals(name))) {
                rows.add(row(name, use, objects -> objects.className().equals(name), levels));
            }
        });
        return new TableView("Objects", cells(header), rows);
    }

    private static TableView.Row row(String name, RegionUse use, Predicate<Objects> which, List<String> levels) {
        List<Objects> some = use.objects().stream().filter(which).toList();
        long count = some.stream().mapToLong(Objects::count).sum();
        long reached = some.stream().mapToLong(Objects::reached).sum();
        Map<String, Long> pooledFrom = sum(some, Objects::pooledFrom);
        List<String> cells = new ArrayList<>(List.of(Numbers.grouped(count), percent(reached, count)));
        levels.forEach(level -> cells.add(percent(pooledFrom.getOrDefault(level, 0L), reached)));
        return new TableView.Row(name, cells(cells));
    }

    private static Map<String, Long> sum(List<Objects> objects, Function<Objects, Map<String, Long>> counts) {
        Map<String, Long> sum = new LinkedHashMap<>();
        objects.forEach(some -> counts.apply(some).forEach((level, count) -> sum.merge(level, count, Long::sum)));
        return sum;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? Numbers.NOTHING : Numbers.fixed(PERCENT * part / whole, 0);
    }

    private static List<TableView.Cell> cells(List<String> values) {
        return values.stream().map(value -> new TableView.Cell(value, true)).toList();
    }
}
