package org.fpn4j.experiments.scoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fpn4j.config.DidYouMean;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.family.MetricFamilies;

/** What to say to whoever names a metric that there is not. */
public final class KnownMetrics {
    private KnownMetrics() {}

    /** Names that are near, and all, family by family: {@code metrics of coco: AP, AP50; froc: FROC}. */
    public static String hint(String given, MetricFamilies families, CocoParameters parameters) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        families.metrics(parameters).forEach(found -> names.computeIfAbsent(found.family(), family -> new ArrayList<>())
                .add(found.metric().name()));
        List<String> all = names.values().stream().flatMap(List::stream).toList();
        String near = DidYouMean.hint(given, all, "metrics").replaceFirst("known metrics: .*", "");
        return near
                + names.entrySet().stream()
                        .map(family -> family.getKey() + ": " + String.join(", ", family.getValue()))
                        .collect(Collectors.joining("; ", "metrics of ", ""));
    }
}
