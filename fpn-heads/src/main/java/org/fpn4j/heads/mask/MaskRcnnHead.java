package org.fpn4j.heads.mask;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.Activation;
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
import org.fpn4j.core.region.TableColumn;
import org.fpn4j.heads.roi.FasterRcnnHead;
import org.fpn4j.heads.roi.RegionTargets;

/** The head of Faster R-CNN, and in the scope {@code mask} a branch that predicts a mask for each detection. */
final class MaskRcnnHead implements DetectionHead {
    /** The output of probabilities {@code [N, D, size * size]} of each detection's own class. */
    static final String MASKS = "masks";

    /** The output of logits {@code [N, R, size * size]} of the regions that masks are learned from. */
    static final String LOGITS = "mask_logits";

    /** The output {@code [N, R, size * size]} of what they are compared with. */
    static final String TARGETS = "mask_targets";

    /** The output {@code [N, R]} of the weights of these regions. */
    static final String WEIGHTS = "mask_weights";

    /** The input {@code [N, Q]} of the objects' masks. */
    static final String RUNS = "mask_runs";

    private final MaskRcnnConfig config;
    private final PyramidSpec pyramid;
    private final FasterRcnnHead boxes;

    MaskRcnnHead(MaskRcnnConfig config, PyramidSpec pyramid) {
        this.config = config;
        this.pyramid = pyramid;
        this.boxes = new FasterRcnnHead(config.boxes(), pyramid);
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public Map<String, Integer> regions() {
        Map<String, Integer> regions = new LinkedHashMap<>(boxes.regions());
        regions.put(FasterRcnnHead.DETECTIONS, config.roi().postprocess().maxDetections());
        return regions;
    }

    @Override
    public HeadOutputs build(Graph graph, Pyramid levels, HeadInputs inputs, HeadUse use) {
        HeadOutputs ofBoxes = boxes.build(graph, levels, inputs, use);
        MaskLayers layers =
                new MaskLayers(config.mask(), pyramid.finest().channels(), config.numClasses(), graph.scope("mask"));
        Map<String, Tensor> predictions = new LinkedHashMap<>(ofBoxes.predictions());
        Map<String, Tensor> learned = new LinkedHashMap<>(ofBoxes.learned());
        if (use.predicts()) {
            Graph scope = graph.scope("prediction").scope("mask");
            Tensor detections = predictions.get(FasterRcnnHead.DETECTIONS);
            Tensor labels = scope.apply(new TableColumn(4), detections);
            Tensor logits = layers.apply(scope, levels, detections, labels);
            predictions.put(MASKS, scope.activate(Activation.SIGMOID, logits));
        }
        if (use.learns()) {
            Graph scope = graph.scope("training").scope("mask");
            int values = config.mask().size() * config.mask().size();
            Tensor shares = ofBoxes.learned().get(Losses.SHARES);
            Tensor regions = scope.apply(
                    new PositiveRegions(config.roi().sampling().mostPositives(), values),
                    learned.get(FasterRcnnHead.SAMPLED),
                    shares);
            Tensor runs = graph.input(
                    RUNS, Shape.of(shares.shape().dim(0), config.mask().maxRuns()));
            Tensor labels = scope.apply(new TableColumn(RegionTargets.CLASS), regions);
            learned.put(LOGITS, layers.apply(scope, levels, regions, labels));
            learned.put(
                    TARGETS,
                    scope.apply(
                            new MaskTargets(config.mask().size(), inputs.imageHeight(), inputs.imageWidth()),
                            regions,
                            runs));
            learned.put(WEIGHTS, scope.apply(new TableColumn(RegionTargets.WEIGHT), regions));
        }
        return new HeadOutputs(predictions, learned);
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new MaskRcnnGeometry(config, boxes.geometry(inputs));
    }
}
