package org.fpn4j.experiments.explanation;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.topology.FlowNode;

/**
 * What was measured of one run.
 *
 * @param fields of its levels, finest first
 * @param fusion shares of added maps over its training
 * @param outcomes scores without each level
 * @param initialNorms of gradients along each edge, by where it begins, before training
 * @param trainedNorms the same after it
 */
record RunFindings(
        long seed,
        List<LevelField> fields,
        FusionHistory fusion,
        List<KnockOut.Outcome> outcomes,
        Map<FlowNode.Source, Double> initialNorms,
        Map<FlowNode.Source, Double> trainedNorms) {
    RunFindings {
        fields = List.copyOf(fields);
        outcomes = List.copyOf(outcomes);
    }
}
