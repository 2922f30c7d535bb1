package org.fpn4j.interop.pretrained;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.ResNet;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.naming.Renaming;

/**
 * A ResNet as it was trained on ImageNet, classifier included (arXiv:1512.03385v1, table 1): the mean of every channel of
 * C5, one product, softmax. What a checkpoint names in a photograph shows whether it was understood.
 *
 * @param backbone inferred from the file's tensors
 * @param weights of the backbone, {@code backbone.conv1.weight} ...
 * @param product {@code [classes, channels of C5]}
 * @param shift {@code [classes]}
 */
public record ResNetClassifier(ResNet.Config backbone, Weights weights, NamedTensor product, NamedTensor shift) {
    /** Name of the input {@code [1, 3, H, W]}. */
    public static final String IMAGE = "image";

    /** Name of the output C5. */
    public static final String FEATURES = "features";

    private static final double STEM_CHANNELS = 64;
    private static final Map<Integer, Integer> DEPTH_BY_BLOCKS = Map.of(2, 18, 6, 34, 23, 101, 36, 152); // of stage C4

    /** Puts the file's tensors beside the parameters of a backbone. */
    interface Fitting {
        Renaming of(ResNet.Config backbone, List<Parameter> parameters);
    }

    /**
     * Infers depth and width from the tensors.
     *
     * @param tensors of the file under our names
     */
    static ResNetClassifier of(Path file, Map<String, NamedTensor> tensors, Checkpoint checkpoint, Fitting fitting) {
        NamedTensor product = tensors.get("fc.weight");
        NamedTensor shift = tensors.get("fc.bias");
        NamedTensor stem = tensors.get("backbone.conv1.weight");
        int blocks = 0;
        while (tensors.containsKey("backbone.layer3." + blocks + ".conv1.weight")) {
            blocks++;
        }
        Integer depth = DEPTH_BY_BLOCKS.get(blocks);
        if (depth == null || product == null || shift == null || stem == null) {
            throw new UserInputException(
                    file.toString(),
                    "holds no ResNet with its classifier",
                    "expected the weights of ResNet-18, 34, 50, 101 or 152 with its last layer");
        }
        boolean bottlenecks = tensors.containsKey("backbone.layer1.0.conv3.weight");
        ResNet.Config backbone = checkpoint.resNet(
                bottlenecks && depth == 34 ? 50 : depth, stem.shape().dim(0) / STEM_CHANNELS);
        CostGraph graph = new CostGraph();
        build(backbone, graph, 64);
        Renaming fitted = fitting.of(backbone, graph.parameters());
        fitted.requireComplete(file, "all of the backbone's tensors must be there");
        return new ResNetClassifier(backbone, new Weights(fitted.taken()), product, shift);
    }

    /** The network up to C5: input {@link #IMAGE}, output {@link #FEATURES}. */
    public NetworkDefinition network(int size) {
        return graph -> new NetworkDefinition.Declared(Map.of(FEATURES, build(backbone, graph, size)), Map.of());
    }

    private static Tensor build(ResNet.Config config, Graph graph, int size) {
        Backbone made = config.create();
        Pyramid stages = made.build(graph.scope("backbone"), graph.input(IMAGE, Shape.of(1, 3, size, size)));
        return stages.level(made.outputs().coarsest().level());
    }

    /** Number of classes that are told apart. */
    public int classes() {
        return shift.values().length;
    }

    /**
     * Probabilities of the classes.
     *
     * @param features C5 {@code [1, C, h, w]}
     */
    public double[] probabilities(float[] features) {
        int channels = product.shape().dim(1);
        int cells = features.length / channels;
        double[] scores = new double[classes()];
        double largest = Double.NEGATIVE_INFINITY;
        double[] means = new double[channels];
        for (int i = 0; i < features.length; i++) {
            means[i / cells] += features[i] / (double) cells;
        }
        for (int label = 0; label < scores.length; label++) {
            scores[label] = shift.values()[label];
            for (int channel = 0; channel < channels; channel++) {
                scores[label] += product.values()[label * channels + channel] * means[channel];
            }
            largest = Math.max(largest, scores[label]);
        }
        double sum = 0;
        for (int label = 0; label < scores.length; label++) {
            scores[label] = Math.exp(scores[label] - largest);
            sum += scores[label];
        }
        for (int label = 0; label < scores.length; label++) {
            scores[label] /= sum;
        }
        return scores;
    }
}
