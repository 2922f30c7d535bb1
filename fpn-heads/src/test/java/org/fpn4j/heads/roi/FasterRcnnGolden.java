package org.fpn4j.heads.roi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.Golden;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.Wave;
import org.fpn4j.heads.rpn.SamplingConfig;

/** The detector without backbone and neck of {@code golden/faster_rcnn/make_golden.py}: weights, targets and samples. */
final class FasterRcnnGolden {
    static final Golden GOLDEN = Golden.of("faster_rcnn");
    static final int MOST = 50; // proposals of an image in training
    static final PyramidSpec SPEC = PyramidSpec.uniform("P", 2, 6, 8);
    static final String FIRST =
            """
            num_classes: 3
            rpn:
              anchors: {scale: 2}
              sampling: {count: 400}
              proposals: {training: {per_level: 60, most: 50}, prediction: {per_level: 40, most: 30}}
            roi:
              box_head: {type: two_mlp, width: 16}
              sampling: {count: 64}
              max_objects: 5
              postprocess: {max_detections: 12}
            """;
    static final String SECOND =
            """
            rpn: {tower: {convs: 2}}
            roi:
              box_head: {type: conv_fc, convs: 2, channels: 8, norm: {type: batch_norm, epsilon: 1.0e-5, momentum: 0.1}, width: 16}
              sampling: {count: 24}
            """;
    private static final Map<String, Double> SCALES = Map.of(
            "head.rpn.objectness.weight", 0.8,
            "head.rpn.deltas.weight", 0.6,
            "head.box.classes.weight", 2.0,
            "head.box.deltas.weight", 2.0);
    private static final List<GroundTruth> IMAGES = List.of(
            Golden.objects(List.of(1, 0, 2), 3, 4, 20, 30, 30, 12, 66, 84, 0, 0, 9, 9),
            Golden.objects(List.of(2), 25, 45, 70, 85.5f),
            Golden.objects(List.of()));

    private final FasterRcnnConfig config;
    private final DetectionHead head;
    private final HeadInputs inputs;
    private final int images;

    FasterRcnnGolden(String yaml, int images) {
        this.config = Configs.with(Configs.with(new FasterRcnnConfig(), FIRST), yaml);
        this.head = config.create(SPEC);
        this.inputs = Levels.inputs(SPEC, images, 93, 74);
        this.images = images;
    }

    Network compile(HeadUse use) {
        Weights weights = new Weights(weights());
        Purpose purpose = use.learns() ? Purpose.TRAINING : Purpose.INFERENCE;
        return new SameDiffExecutor().compile(graph -> declare(graph, use), purpose, weights);
    }

    private NetworkDefinition.Declared declare(Graph graph, HeadUse use) {
        HeadOutputs outputs = build(graph, use);
        return use.learns()
                ? new NetworkDefinition.Declared(
                        outputs.learned(),
                        head.at(inputs).losses().declare(graph.scope("loss"), images, outputs.learned()))
                : new NetworkDefinition.Declared(outputs.predictions(), Map.of());
    }

    /** Each level goes through a convolution, whose gradients are those that flow into the level. */
    private HeadOutputs build(Graph graph, HeadUse use) {
        Pyramid given = Levels.pyramid(graph, SPEC, inputs);
        List<Tensor> levels = new ArrayList<>();
        given.named()
                .forEach((name, level) -> levels.add(Conv2d.of(8, 8, 1)
                        .declare(graph.scope("lateral." + name))
                        .apply(graph.scope("lateral." + name), level)));
        return head.build(graph.scope("head"), new Pyramid(SPEC, levels), inputs, use);
    }

    private Map<String, NamedTensor> weights() {
        CostGraph graph = new CostGraph();
        build(graph, HeadUse.PREDICTION);
        Map<String, NamedTensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            String name = parameter.name();
            float[] values =
                    switch (name.substring(name.lastIndexOf('.') + 1)) {
                        case "running_mean" -> new float[(int) parameter.shape().size()];
                        case "running_var" -> ones((int) parameter.shape().size());
                        case "bias" -> Wave.values(name, parameter.shape().size(), 0.1);
                        default -> Wave.values(name, parameter.shape().size(), SCALES.getOrDefault(name, 0.3));
                    };
            weights.put(name, new NamedTensor(parameter.shape(), values));
        }
        return weights;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The levels, and targets of the anchors and regions that the script drew. */
    Map<String, float[]> feed(Network network, String part) {
        FasterRcnnConfig all = config.withRpn(config.rpn().withSampling(new SamplingConfig(100000, 1)));
        List<ImageTargets> targets = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            ImageTargets whole = all.create(SPEC).at(inputs).assign(new Scene(IMAGES.get(image), List.of()));
            targets.add(new ImageTargets(
                    Map.of(
                            "objectness", drawn(whole.of("objectness"), part, image),
                            "rpn_box_regression", drawn(whole.of("rpn_box_regression"), part, image)),
                    Map.of(
                            FasterRcnnHead.OBJECTS,
                            whole.givens().get(FasterRcnnHead.OBJECTS),
                            FasterRcnnHead.DRAWS,
                            draws(part, image)),
                    whole.positives()));
        }
        Map<String, float[]> feed = new LinkedHashMap<>(Wave.levels(network.inputs()));
        feed.putAll(head.at(inputs).losses().collate(targets, HeadState.INITIAL).values());
        return feed;
    }

    private static ImageTargets.Row drawn(ImageTargets.Row all, String part, int image) {
        float[] weights = new float[all.weights().length];
        for (float anchor : GOLDEN.floats(part + "/anchors/" + image)) {
            weights[(int) anchor] = all.weights()[(int) anchor];
        }
        return new ImageTargets.Row(all.target(), weights);
    }

    /** Small numbers for what the script drew; there an image's objects stand behind its proposals. */
    private float[] draws(String part, int image) {
        float[] draws = new float[MOST + config.roi().maxObjects()];
        Arrays.fill(draws, 0.75f);
        int proposals = (int) GOLDEN.floats(part + "/proposals")[image];
        for (float index : GOLDEN.floats(part + "/sampled/" + image)) {
            draws[index < proposals ? (int) index : MOST + (int) index - proposals] = 0.25f;
        }
        return draws;
    }
}
