package org.fpn4j.experiments.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.region.RegionUse;

/**
 * {@code regions.json}: {@code images}, {@code proposals} by level, {@code pooling}, {@code fused}, and {@code objects} by class and
 * size with their {@code count}, and how many a region reaches by level, {@code proposed_at} and {@code pooled_from}.
 */
public final class StoredRegions {
    private static final String COUNT = "count";
    private static final String PROPOSED_AT = "proposed_at";
    private static final String POOLED_FROM = "pooled_from";
    private static final long MOST = 1L << 52;

    private StoredRegions() {}

    /** Writes the file. */
    public static void write(Path file, RegionUse use) {
        Map<String, Map<String, Object>> objects = new LinkedHashMap<>();
        for (RegionUse.Objects ofSize : use.objects()) {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put(COUNT, ofSize.count());
            counts.put(PROPOSED_AT, ofSize.proposedAt());
            counts.put(POOLED_FROM, ofSize.pooledFrom());
            objects.computeIfAbsent(ofSize.className(), name -> new LinkedHashMap<>())
                    .put(ofSize.size().words(), counts);
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("images", use.images());
        whole.put("proposals", use.proposals());
        whole.put("pooling", use.pooling());
        whole.put("fused", use.isFused());
        whole.put("objects", objects);
        StoredJson.write(file, whole);
    }

    /**
     * Reads the file.
     *
     * @throws org.fpn4j.config.problem.UserInputException where it is damaged
     */
    public static RegionUse read(Path file) {
        StoredJson json = StoredJson.object(file);
        StoredJson byClass = json.object("objects");
        List<RegionUse.Objects> objects = new ArrayList<>();
        for (String name : byClass.fields()) {
            StoredJson bySize = byClass.object(name);
            for (SizeClass size : SizeClass.values()) {
                if (bySize.has(size.words())) {
                    StoredJson counts = bySize.object(size.words());
                    objects.add(new RegionUse.Objects(
                            name,
                            size,
                            counts.integer(COUNT, 0, MOST),
                            counts(counts.object(PROPOSED_AT)),
                            counts(counts.object(POOLED_FROM))));
                }
            }
        }
        RegionUse use = new RegionUse(
                json.integer("images", 0, MOST),
                counts(json.object("proposals")),
                json.texts("pooling"),
                json.truth("fused"),
                objects);
        json.done();
        return use;
    }

    private static Map<String, Long> counts(StoredJson json) {
        Map<String, Long> counts = new LinkedHashMap<>();
        json.fields().forEach(level -> counts.put(level, json.integer(level, 0, MOST)));
        return counts;
    }
}
