package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.engine.execution.WatchedValues.Watched;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Kernel;

/** A running plan at which somebody looks; to be closed before the plan. */
final class WatchedPlan implements AutoCloseable {
    private final RunningPlan running;
    private final PlanWatcher watcher;
    private final Map<Memory, FlatVector> places = new LinkedHashMap<>(); // where values are made plain
    private final Map<Integer, List<View>> views = new LinkedHashMap<>(); // by the step that makes them

    /** A value, and what must run before it can be read. */
    private record View(PlanValue value, Kernel plain, TensorView values) {}

    WatchedPlan(RunningPlan running, WatchedValues values, PlanWatcher watcher) {
        this.running = running;
        this.watcher = watcher;
        values.bytes().forEach((memory, bytes) -> places.put(memory, memory.allocate(bytes / Float.BYTES)));
        values.all().forEach(watched -> views.computeIfAbsent(watched.value().step(), step -> new ArrayList<>())
                .add(view(watched)));
    }

    private View view(Watched watched) {
        Block block = running.block(watched.stored());
        long size = watched.value().shape().size();
        if (watched.plain().isEmpty()) {
            return new View(watched.value(), () -> {}, new BlockView(block, size));
        }
        FlatVector place = places.get(watched.stored().memory());
        Block plain = new Block(place, 0, watched.plainBytes());
        long scratch = watched.plain().get().scratch();
        Kernel kernel = watched.plain()
                .get()
                .binding()
                .bind(
                        List.of(block),
                        List.of(plain),
                        scratch == 0 ? null : new Block(place, watched.plainBytes() / Float.BYTES, scratch));
        return new View(watched.value(), kernel, new BlockView(plain, size));
    }

    /** Feeds inputs and runs every step on its own. */
    void run(Map<String, float[]> fed) {
        running.runApart(fed, step -> views.getOrDefault(step, List.of()).forEach(view -> {
            view.plain().run();
            watcher.made(view.value(), view.values());
        }));
    }

    @Override
    public void close() {
        views.values().forEach(ofStep -> ofStep.forEach(view -> view.plain().close()));
        places.values().forEach(FlatVector::close);
    }
}
