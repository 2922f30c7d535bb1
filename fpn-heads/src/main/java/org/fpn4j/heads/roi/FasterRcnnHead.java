package org.fpn4j.heads.roi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.ObjectTable;
import org.fpn4j.heads.rpn.ProposalConfig;
import org.fpn4j.heads.rpn.RpnGeometry;
import org.fpn4j.heads.rpn.RpnLayers;

/**
 * Two stages over a pyramid: a region proposal network in the scope {@code rpn}, and what looks at the regions in {@code box}.
 * It predicts {@link #PROPOSALS} and {@link #DETECTIONS}; it learns from regions that are sampled in the graph.
 */
public final class FasterRcnnHead implements DetectionHead {
    /** The output of proposed regions {@code [N, P, 5]}, as {@link org.fpn4j.core.region.Proposals} gives them. */
    static final String PROPOSALS = "proposals";

    /** The output of class logits {@code [N, P, K + 1]} of the regions, with the background first. */
    static final String LOGITS = "region_logits";

    /** The output of deltas of the regions. */
    static final String DELTAS = "region_deltas";

    /** The output {@code [N, D, 6]} of {@link org.fpn4j.core.region.RegionDetections}. */
    public static final String DETECTIONS = "detections";

    /** The output {@code [N, S, 12]} of {@link RegionTargets}. */
    public static final String SAMPLED = "sampled_regions";

    /** The input {@code [N, M, 5]} of objects: corners and class. */
    static final String OBJECTS = "objects";

    /** The input of random numbers for the candidates of an image. */
    static final String DRAWS = "region_draws";

    private final FasterRcnnConfig config;
    private final PyramidSpec pyramid;

    /** The head over a pyramid that its stages fit ({@link FasterRcnnConfig#check}). */
    public FasterRcnnHead(FasterRcnnConfig config, PyramidSpec pyramid) {
        this.config = config;
        this.pyramid = pyramid;
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public Map<String, Integer> regions() {
        return Map.of(PROPOSALS, config.rpn().proposals().prediction().most());
    }

    @Override
    public HeadOutputs build(Graph graph, Pyramid levels, HeadInputs inputs, HeadUse use) {
        RpnGeometry geometry = new RpnGeometry(config.rpn(), pyramid, inputs);
        RpnLayers rpn = new RpnLayers(config.rpn(), graph.scope("rpn"), pyramid);
        RegionLayers regions = new RegionLayers(
                config.roi(), config.numClasses(), pyramid.finest().channels(), graph.scope("box"));

        RpnLayers.Predicted first = rpn.apply(graph.scope("rpn"), levels);
        Tensor anchors = geometry.anchors(graph.scope("rpn")); // [L, 4]
        Map<String, Tensor> predictions = new LinkedHashMap<>();
        predictions.put(RpnGeometry.OBJECTNESS, first.objectness()); // [N, L, 1]
        predictions.put(RpnGeometry.DELTAS, first.deltas()); // [N, L, 4]
        Map<String, Tensor> learned = new LinkedHashMap<>(predictions);
        if (use.predicts()) {
            ProposalConfig.Counts counts = config.rpn().proposals().prediction();
            Tensor proposals = graph.scope("prediction")
                    .apply(geometry.proposals(counts), first.objectness(), first.deltas(), anchors); // [N, P, 5]
            RegionLayers.Predicted second = regions.apply(graph.scope("prediction"), levels, proposals);
            predictions.put(PROPOSALS, proposals);
            predictions.put(LOGITS, second.logits()); // [N, P, K + 1]
            predictions.put(DELTAS, second.deltas()); // [N, P, 4 (K + 1)]
            predictions.put(
                    DETECTIONS,
                    graph.apply(
                            config.roi()
                                    .postprocess()
                                    .decision(numClasses(), config.roi().boxCoder(), inputs),
                            proposals,
                            second.logits(),
                            second.deltas())); // [N, D, 6]
        }
        if (use.learns()) {
            ProposalConfig.Counts counts = config.rpn().proposals().training();
            Tensor proposals = graph.scope("training")
                    .apply(geometry.proposals(counts), first.objectness(), first.deltas(), anchors);
            Tensor shares =
                    graph.input(Losses.SHARES, Shape.of(proposals.shape().dim(0)));
            Tensor sampled = sampled(graph, proposals, shares); // [N, S, 12]
            RegionLayers.Predicted second = regions.apply(graph.scope("training"), levels, sampled);
            learned.put(Losses.SHARES, shares);
            learned.put(SAMPLED, sampled);
            learned.put(LOGITS, second.logits()); // [N, S, K + 1]
            learned.put(DELTAS, second.deltas()); // [N, S, 4 (K + 1)]
        }
        return new HeadOutputs(predictions, learned);
    }

    private Tensor sampled(Graph graph, Tensor proposals, Tensor shares) {
        int batch = proposals.shape().dim(0);
        RoiConfig roi = config.roi();
        return graph.apply(
                new RegionTargets(roi.sampling(), roi.matcher(), roi.boxCoder(), roi.withObjects()),
                List.of(
                        proposals,
                        graph.input(OBJECTS, Shape.of(batch, roi.maxObjects(), ObjectTable.COLUMNS)),
                        graph.input(DRAWS, Shape.of(batch, config.draws())),
                        shares));
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return geometry(inputs);
    }

    /** What depends on the sizes, as what it is. */
    public FasterRcnnGeometry geometry(HeadInputs inputs) {
        return new FasterRcnnGeometry(config, pyramid, inputs);
    }
}
