package org.fpn4j.cuda.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_HEUR_MODE_A;
import static org.bytedeco.cuda.global.cudnn.CUDNN_HEUR_MODE_FALLBACK;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which engines cuDNN knows for a graph. */
final class Heuristic {
    private static final int MOST = 64;

    private Heuristic() {}

    /**
     * Those that it expects to be fast, in its order, then those that it falls back upon, and last of all its reference, which is
     * fifty times slower than others on large maps and yet before them where they are few. Their configurations are the caller's.
     *
     * @throws CudnnException where it says why it has none
     */
    static List<Engine> engines(Descriptor graph, CudnnTarget target) {
        List<Engine> all = new ArrayList<>();
        CudnnException refusal = null;
        for (int mode : new int[] {CUDNN_HEUR_MODE_A, CUDNN_HEUR_MODE_FALLBACK}) {
            try {
                all.addAll(ask(mode, graph, target));
            } catch (CudnnException e) { // one that knows nothing of such graphs; the other may
                refusal = e;
            }
        }
        if (all.isEmpty() && refusal != null) {
            throw refusal;
        }
        all.sort(Comparator.comparing(Engine::isReference)); // keeps the order of the others
        return all;
    }

    private static List<Engine> ask(int mode, Descriptor graph, CudnnTarget target) {
        try (Descriptor heuristic = new Descriptor(DescriptorKind.ENGINEHEUR)) {
            heuristic.of(Attribute.ENGINEHEUR_OPERATION_GRAPH, graph).choice(Attribute.ENGINEHEUR_MODE, mode);
            target.aimHeuristic(heuristic);
            return heuristic.complete().inner(Attribute.ENGINEHEUR_RESULTS, DescriptorKind.ENGINECFG, MOST).stream()
                    .map(Engine::of)
                    .toList();
        }
    }
}
