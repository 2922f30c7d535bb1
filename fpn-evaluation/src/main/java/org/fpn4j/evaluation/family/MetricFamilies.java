package org.fpn4j.evaluation.family;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fpn4j.config.DidYouMean;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.detail.ApFamily;
import org.fpn4j.evaluation.froc.FrocFamily;
import org.fpn4j.evaluation.froc.RsnaFamily;
import org.fpn4j.evaluation.metric.CocoFamily;
import org.fpn4j.evaluation.metric.MetricFamily;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.SegmFamily;
import org.fpn4j.evaluation.tide.TideFamily;

/** The families that there are, by name: those of fpn4j, and those on the class path. */
public final class MetricFamilies {
    private final Map<String, MetricFamily> byName = new TreeMap<>();

    private MetricFamilies(List<MetricFamily> own, List<MetricFamily> outside) {
        own.forEach(family -> byName.put(family.name(), family));
        Problems problems = new Problems();
        for (MetricFamily family : outside) {
            MetricFamily other = byName.putIfAbsent(family.name(), family);
            if (other != null) {
                problems.add(
                        "class path",
                        "family[" + family.name() + "] is " + other.getClass().getName() + " and "
                                + family.getClass().getName(),
                        "names of families must be unique");
            }
        }
        problems.throwIfAny();
    }

    /**
     * All, those of fpn4j by their usual conventions.
     *
     * @throws UserInputException where two have one name
     */
    public static MetricFamilies usual() {
        return with(List.of());
    }

    /**
     * All.
     *
     * @param own by other conventions, instead of those with their names
     * @throws UserInputException where two have one name
     */
    public static MetricFamilies with(List<MetricFamily> own) {
        return of(own, Metrics.onClassPath());
    }

    static MetricFamilies of(List<MetricFamily> own, List<MetricFamily> outside) {
        List<MetricFamily> all = new ArrayList<>(List.of(
                new ApFamily(),
                new CocoFamily(),
                new FrocFamily(),
                new RsnaFamily(Double.NEGATIVE_INFINITY),
                new SegmFamily(),
                new TideFamily()));
        all.addAll(own);
        return new MetricFamilies(all, outside);
    }

    /** Their names in order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The one with a name. */
    public Optional<MetricFamily> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The family that has a metric of a name; of a name that none has, the only one that has it in other letters, small or
     * capital.
     */
    public Optional<FoundMetric> metric(String name, CocoParameters parameters) {
        List<FoundMetric> all = metrics(parameters);
        Optional<FoundMetric> exact =
                all.stream().filter(found -> found.metric().name().equals(name)).findFirst();
        List<FoundMetric> similar = all.stream()
                .filter(found -> found.metric().name().equalsIgnoreCase(name))
                .toList();
        return exact.isPresent() || similar.size() != 1 ? exact : Optional.of(similar.get(0));
    }

    /** All metrics of all families; COCO's first. */
    public List<FoundMetric> metrics(CocoParameters parameters) {
        List<MetricFamily> families = new ArrayList<>(byName.values());
        families.sort(Comparator.comparing(family -> !(family instanceof CocoFamily)));
        List<FoundMetric> metrics = new ArrayList<>();
        families.forEach(family ->
                family.metrics(parameters).forEach(metric -> metrics.add(new FoundMetric(family.name(), metric))));
        return List.copyOf(metrics);
    }

    /**
     * Those with some names, in their order, each once.
     *
     * @param where the names stand, for messages
     * @throws UserInputException with all names that nothing has
     */
    public List<MetricFamily> named(List<String> names, String where) {
        Problems problems = new Problems();
        List<MetricFamily> families = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            named(name)
                    .ifPresentOrElse(
                            families::add,
                            () -> problems.add(
                                    where,
                                    "metrics[" + name + "] is no family of metrics",
                                    DidYouMean.hint(name, names(), "families")));
        }
        problems.throwIfAny();
        return families;
    }
}
