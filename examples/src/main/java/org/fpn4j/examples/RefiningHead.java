package org.fpn4j.examples;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DenseHead;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.tower.PredictorConv;

/**
 * A two-stage head in small (after Ren et al., Faster R-CNN, arXiv:1506.01497v3, section 3): a first stage says of every
 * cell whether an object is there and how far its sides are; the best cells are proposals, and a second stage classifies
 * these and moves their boxes.
 *
 * <pre>
 * level ─┬─> objectness, distances ─> the best cells ─┐ (no gradient)
 *        └──────────────────────────────────────────> concat ─> cls_logits, box_deltas
 * </pre>
 *
 * <p>Differs from the paper: points instead of anchors, and the second stage sees the map and which cells were proposed
 * instead of features that are pooled from boxes.
 */
public final class RefiningHead implements DenseHead {
    /** The raw output {@code [N, L, 1]}: a logit. */
    static final String OBJECTNESS = "objectness";

    /** The raw output {@code [N, L, 4]}: left, top, right, bottom in strides. */
    static final String DISTANCES = "distances";

    /**
     * Makes the head.
     *
     * @param numClasses classes
     * @param proposals most cells of an image that are looked at again
     * @param leastScore objectness that a proposal exceeds
     */
    @JsonTypeName("refining")
    @AutoService(HeadConfig.class)
    public record Config(
            @Range(min = 1, max = 100000) int numClasses,
            @Range(min = 1, max = 1000000) int proposals,
            @Range(min = 0, max = 1) double leastScore)
            implements HeadConfig {
        public Config() {
            this(80, 300, 0.05);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("numClasses", numClasses)
                    .bounds("proposals", proposals)
                    .bounds("leastScore", leastScore)
                    .done();
        }

        @Override
        public RefiningHead create(PyramidSpec pyramid) {
            return new RefiningHead(this, pyramid);
        }
    }

    private final Config config;
    private final PyramidSpec pyramid;

    private RefiningHead(Config config, PyramidSpec pyramid) {
        this.config = config;
        this.pyramid = pyramid;
    }

    @Override
    public int numClasses() {
        return config.numClasses();
    }

    @Override
    public Map<String, Tensor> build(Graph graph, Pyramid levels) {
        int width = pyramid.finest().channels();
        Layer objectness = PredictorConv.ofClasses(width, 1, 0.1).declare(graph.scope(OBJECTNESS));
        Layer distances = new PredictorConv(width, 4, 2).declare(graph.scope(DISTANCES)); // two strides to each side
        Layer classes =
                PredictorConv.ofClasses(width + 1, config.numClasses(), 0.1).declare(graph.scope("cls_logits"));
        Layer deltas = new PredictorConv(width + 1, 4, 0).declare(graph.scope("box_deltas"));
        Map<String, List<Tensor>> cells = new LinkedHashMap<>();
        for (int i = 0; i < levels.tensors().size(); i++) {
            Tensor x = levels.tensors().get(i); // [N, C, H_l, W_l]
            Shape shape = x.shape();
            Graph level = graph.scope(pyramid.names().get(i));
            Tensor proposed = graph.input( // 1 where a cell was proposed
                    RefiningStage.input(pyramid.names().get(i)),
                    Shape.of(shape.batch(), 1, shape.height(), shape.width()));
            Tensor marked = level.apply(new Operation.Concat(1), x, proposed); // [N, C + 1, H_l, W_l]
            Tensor sides = level.activate(Activation.RELU, distances.apply(level, x));
            add(cells, OBJECTNESS, level, 1, objectness.apply(level, x));
            add(cells, DISTANCES, level, 4, sides);
            add(cells, Decoding.CLASS_LOGITS, level, config.numClasses(), classes.apply(level, marked));
            add(cells, Decoding.BOX_DELTAS, level, 4, deltas.apply(level, marked));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        cells.forEach((name, ofLevels) -> outputs.put(name, graph.apply(new Operation.Concat(1), ofLevels)));
        return outputs; // [N, L, values] each
    }

    private static void add(Map<String, List<Tensor>> cells, String output, Graph level, int values, Tensor predicted) {
        cells.computeIfAbsent(output, name -> new ArrayList<>())
                .add(level.apply(new Operation.MapToCells(values), predicted));
    }

    @Override
    public HeadGeometry at(HeadInputs inputs) {
        return new RefiningGeometry(config, pyramid, inputs);
    }
}
