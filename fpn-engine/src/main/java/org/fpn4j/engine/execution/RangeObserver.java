package org.fpn4j.engine.execution;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.engine.plan.ConvolvedMaps;

/**
 * Looks on while a network computes, and remembers how large the maps become that its convolutions read. All of them are held
 * at a time, so it is for small batches.
 */
public final class RangeObserver implements AutoCloseable {
    private static final int STRETCH = 1 << 14; // values that are looked at together

    private final ConvolvedMaps maps;
    private final RunningPlan running;
    private final Map<String, Float> bounds = new HashMap<>();
    private final float[] stretch = new float[STRETCH];

    RangeObserver(ConvolvedMaps maps, RunningPlan running) {
        this.maps = maps;
        this.running = running;
    }

    /** Runs the network on a batch. */
    public void observe(Map<String, float[]> fed) {
        running.run(fed);
        maps.maps().keySet().forEach(name -> bounds.merge(name, largest(running.output(name)), Math::max));
    }

    private float largest(TensorView values) {
        float largest = 0;
        for (long from = 0; from < values.size(); from += STRETCH) {
            int count = (int) Math.min(STRETCH, values.size() - from);
            values.read(from, stretch, 0, count);
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, Math.abs(stretch[i]));
            }
        }
        return largest;
    }

    /** What was seen until here; of a map that was not finite nothing is known. */
    public Ranges ranges() {
        Map<String, Ranges.Range> ranges = new LinkedHashMap<>();
        maps.maps().forEach((name, map) -> {
            float bound = bounds.getOrDefault(name, 0f);
            if (Float.isFinite(bound)) {
                ranges.put(name, new Ranges.Range(!maps.neverNegative().contains(map), bound));
            }
        });
        return new Ranges(ranges);
    }

    @Override
    public void close() {
        running.close();
    }
}
