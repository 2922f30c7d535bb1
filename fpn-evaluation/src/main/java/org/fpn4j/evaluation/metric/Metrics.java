package org.fpn4j.evaluation.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.coco.CocoParameters;

/** The metrics that there are: COCO's, then those of families on the class path. Whoever shows one asks here. */
public final class Metrics {
    /** The one that says which of two detectors is the better, and ends a training early. */
    public static final Metric DECISIVE = CocoFamily.AP;

    private final List<Metric> all;
    private final List<MetricFamily> named;

    private Metrics(List<Metric> all, List<MetricFamily> named) {
        this.all = List.copyOf(all);
        this.named = List.copyOf(named);
    }

    /** All, with COCO's parameters. */
    public static Metrics found() {
        return found(new CocoParameters());
    }

    /**
     * All.
     *
     * @throws UserInputException where two families have a metric of one name
     */
    public static Metrics found(CocoParameters parameters) {
        return of(onClassPath(), parameters);
    }

    /** All, and those of masks. */
    static Metrics foundWithMasks(CocoParameters parameters) {
        List<MetricFamily> families = new ArrayList<>(onClassPath());
        families.add(new SegmFamily());
        return of(families, parameters);
    }

    /** The families on the class path, which is all but COCO's and those that are asked for. */
    public static List<MetricFamily> onClassPath() {
        List<MetricFamily> families = new ArrayList<>();
        ServiceLoader.load(MetricFamily.class).forEach(families::add);
        return List.copyOf(families);
    }

    /**
     * COCO's, and those of families that somebody asked for by name, each of which has a section of its own.
     *
     * @param families which may have COCO's among them
     * @throws UserInputException where two families have a metric of one name
     */
    public static Metrics named(List<MetricFamily> families, CocoParameters parameters) {
        List<MetricFamily> others = families.stream()
                .filter(family -> !(family instanceof CocoFamily))
                .toList();
        return new Metrics(of(others, parameters).all, families);
    }

    /** COCO's alone, with COCO's parameters. */
    public static Metrics coco() {
        return coco(new CocoParameters());
    }

    /** COCO's alone. */
    public static Metrics coco(CocoParameters parameters) {
        return of(List.of(), parameters);
    }

    /** COCO's and those of some families. */
    static Metrics of(List<MetricFamily> others, CocoParameters parameters) {
        List<MetricFamily> families = new ArrayList<>(others);
        families.sort(Comparator.comparing(MetricFamily::name)
                .thenComparing(family -> family.getClass().getName()));
        families.add(0, new CocoFamily());
        Map<String, Metric> metrics = new LinkedHashMap<>();
        Map<String, MetricFamily> owners = new LinkedHashMap<>();
        for (MetricFamily family : families) {
            for (Metric metric : family.metrics(parameters)) {
                MetricFamily owner = owners.putIfAbsent(metric.name(), family);
                if (owner != null) {
                    throw new UserInputException(
                            "class path",
                            "metric[" + metric.name() + "] is one of [" + owner.name() + "] and of [" + family.name()
                                    + "], which is " + family.getClass().getName(),
                            "names of metrics must be unique");
                }
                metrics.put(metric.name(), metric);
            }
        }
        return new Metrics(List.copyOf(metrics.values()), List.of());
    }

    /** These and one that tables show, too: in the place of one with its name, or else behind all others. */
    public Metrics with(Metric metric) {
        Metric shown = metric.shown().standsIn(Shown.TABLES) ? metric : metric.in(Shown.TABLES);
        List<Metric> others = new ArrayList<>();
        all.forEach(other -> others.add(other.name().equals(shown.name()) ? shown : other));
        if (named(shown.name()).isEmpty()) {
            others.add(shown);
        }
        return new Metrics(others, named);
    }

    /** In the order of tables and files. */
    public List<Metric> all() {
        return all;
    }

    /** Those that stand in a place. */
    public List<Metric> in(Shown place) {
        return all.stream().filter(metric -> metric.shown().standsIn(place)).toList();
    }

    /** Those that are read of each class. */
    public List<Metric> ofClasses() {
        return all.stream().filter(Metric::ofClasses).toList();
    }

    /** Whether some are read of masks. */
    public boolean ofMasks() {
        return all.stream().anyMatch(Metric::ofMasks);
    }

    /** The one with a name. */
    public Optional<Metric> named(String name) {
        return all.stream().filter(metric -> metric.name().equals(name)).findFirst();
    }

    /** The values of all metrics, and, where classes are told apart, of each class. */
    public MetricValues read(EvaluatedDetections detections) {
        Map<String, Double> values = values(all, detections);
        Map<String, Map<String, Double>> ofClasses = new LinkedHashMap<>();
        if (detections.parameters().classesApart()) {
            detections.ofEachClass().forEach((name, part) -> ofClasses.put(name, values(ofClasses(), part)));
        }
        return new MetricValues(values, ofClasses);
    }

    /** What each family that was asked for by name says, by its name. */
    public Map<String, Map<String, Object>> sections(EvaluatedDetections detections) {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        named.forEach(family -> sections.put(family.name(), family.section(detections)));
        return sections;
    }

    private static Map<String, Double> values(List<Metric> metrics, EvaluatedDetections detections) {
        Map<String, Double> values = new LinkedHashMap<>();
        metrics.forEach(metric -> values.put(metric.name(), metric.value(detections)));
        return values;
    }
}
