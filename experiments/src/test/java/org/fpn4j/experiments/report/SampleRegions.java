package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.region.RegionUse;

/** Invented regions. */
final class SampleRegions {
    private SampleRegions() {}

    /** Of each class 8 small and 4 large objects, of which 6 and 3 are reached. */
    static RegionUse of(List<String> classes) {
        return of(classes, false);
    }

    static RegionUse of(List<String> classes, boolean isFused) {
        List<RegionUse.Objects> objects = new ArrayList<>();
        for (String name : classes) {
            objects.add(new RegionUse.Objects(
                    name,
                    SizeClass.SMALL,
                    8,
                    Map.of("P2", 5L, "P3", 1L),
                    isFused ? Map.of("P2", 6L, "P3", 6L) : Map.of("P2", 6L)));
            objects.add(new RegionUse.Objects(
                    name,
                    SizeClass.LARGE,
                    4,
                    Map.of("P4", 3L),
                    isFused ? Map.of("P2", 3L, "P3", 3L) : Map.of("P2", 1L, "P3", 2L)));
        }
        return new RegionUse(10, ordered(), List.of("P2", "P3"), isFused, objects);
    }

    private static Map<String, Long> ordered() {
        Map<String, Long> proposals = new LinkedHashMap<>();
        proposals.put("P2", 600L);
        proposals.put("P3", 300L);
        proposals.put("P4", 100L);
        return proposals;
    }
}
