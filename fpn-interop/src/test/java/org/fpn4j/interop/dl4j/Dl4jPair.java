package org.fpn4j.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.DelegatingGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.neck.MapValues;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * One definition read by DL4J and by SameDiff, with the same weights.
 *
 * @param inputs shapes for a batch of two, by name, in order
 * @param block what is declared on the inputs
 */
record Dl4jPair(Map<String, Shape> inputs, Definition block) {
    static final int BATCH = 2;

    /** Declares a block on its inputs. */
    interface Definition {
        Pyramid build(Graph graph, List<Tensor> inputs);
    }

    /** A DL4J network and the graph that it was built from. */
    record Built(Dl4jGraph graph, ComputationGraph network) {}

    static Dl4jPair of(NeckNetwork neck) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        for (LevelSpec level : neck.stages().levels()) {
            inputs.put(neck.stages().name(level.level()), neck.stage(BATCH, level.level()));
        }
        return new Dl4jPair(inputs, (graph, maps) -> neck.build(new Fed(graph, maps), BATCH));
    }

    /** A graph whose inputs are there already. */
    private record Fed(Graph graph, List<Tensor> maps) implements DelegatingGraph {
        @Override
        public Tensor input(String name, Shape shape) {
            return maps.stream()
                    .filter(map -> map.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The same block without kinks. */
    Dl4jPair smooth() {
        return new Dl4jPair(inputs, (graph, maps) -> block.build(new SmoothGraph(graph), maps));
    }

    /** Declares inputs and block. */
    Pyramid build(Graph graph) {
        List<Tensor> maps = new ArrayList<>();
        inputs.forEach((name, shape) -> maps.add(graph.input(name, shape)));
        return block.build(graph.scope("block"), maps);
    }

    Weights weights() {
        CostGraph cost = new CostGraph();
        build(cost);
        Weights weights = GoldenValues.weights(cost.parameters());
        weights.tensors().forEach((name, tensor) -> {
            // some fusion weights of the formula are negative, which leaves them and their neighbours without gradient
            for (int i = 0; name.endsWith("fusion") && i < tensor.values().length; i++) {
                tensor.values()[i] = Math.abs(tensor.values()[i]) + 0.1f;
            }
        });
        return weights;
    }

    /** Values of every input for some images. */
    Map<String, float[]> values(int batch) {
        Map<String, float[]> values = new LinkedHashMap<>();
        inputs.forEach(
                (name, shape) -> values.put(name, NeckNetwork.normal(name.hashCode(), shape.size() / BATCH * batch)));
        return values;
    }

    private INDArray[] arrays(Map<String, float[]> values) {
        return inputs.keySet().stream()
                .map(name -> {
                    long[] shape = inputs.get(name).toLongArray();
                    shape[0] = -1;
                    return Nd4j.createFromArray(values.get(name)).reshape('c', shape);
                })
                .toArray(INDArray[]::new);
    }

    /** The levels are the outputs. */
    Built forInference() {
        return build(new Sgd(0), 0, false);
    }

    /** Every level goes into a mean of squares. */
    Built forTraining(IUpdater updater, double l2) {
        return build(updater, l2, true);
    }

    private Built build(IUpdater updater, double l2, boolean losses) {
        NeuralNetConfiguration.Builder configuration = new NeuralNetConfiguration.Builder().updater(updater);
        if (l2 > 0) {
            configuration.l2(l2).l2Bias(l2);
        }
        GraphBuilder builder = configuration.graphBuilder();
        Dl4jGraph graph = Dl4jGraph.on(builder);
        List<String> outputs = new ArrayList<>(graph.outputs(build(graph)));
        if (losses) {
            for (int i = 0; i < outputs.size(); i++) {
                String loss = "loss" + i;
                CnnLossLayer squares = new CnnLossLayer.Builder(LossFunctions.LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build();
                builder.addLayer(loss, squares, outputs.set(i, loss));
            }
        }
        builder.setOutputs(outputs.toArray(new String[0]));
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        return new Built(graph, network);
    }

    List<float[]> outputs(ComputationGraph network, Map<String, float[]> values) {
        List<float[]> outputs = new ArrayList<>();
        for (INDArray output : network.output(false, arrays(values))) {
            outputs.add(output.dup('c').data().asFloat());
        }
        return outputs;
    }

    /** The levels as SameDiff computes them. */
    List<float[]> expected(Weights weights) {
        NetworkDefinition definition =
                graph -> new NetworkDefinition.Declared(build(graph).named(), Map.of());
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.INFERENCE, weights)) {
            return List.copyOf(
                    network.forward(values(BATCH), network.outputs().keySet()).values());
        }
    }

    /** One step of DL4J towards the targets. */
    void fit(Built built) {
        CostGraph cost = new CostGraph();
        INDArray[] labels = build(cost).tensors().stream()
                .map(level -> Nd4j.createFromArray(target(level))
                        .reshape('c', level.shape().toLongArray()))
                .toArray(INDArray[]::new);
        built.network().fit(new MultiDataSet(arrays(values(BATCH)), labels));
    }

    /**
     * What a level is to become: normal values. Not zeros: the gradient of a norm's squared outputs lies in the directions
     * that the norm takes out, so that all before it would learn from rounding alone.
     */
    static float[] target(Tensor level) {
        return NeckNetwork.normal(level.shape().height(), level.shape().size());
    }

    /** What SameDiff has after a step that changes running statistics alone. */
    Weights afterAStep(Weights weights) {
        NetworkDefinition definition = graph -> {
            Pyramid pyramid = build(graph);
            Map<String, Tensor> losses = new LinkedHashMap<>();
            for (Tensor level : pyramid.tensors()) {
                String name = "loss" + losses.size();
                Tensor cells =
                        graph.apply(new Operation.MapToCells(level.shape().channels()), level);
                Tensor target = zeros(graph, name + "_target", cells.shape());
                Tensor share = zeros(
                        graph, name + "_share", Shape.of(BATCH, cells.shape().dim(1)));
                losses.put(name, graph.apply(new Operation.SmoothL1Loss(1), cells, target, share));
            }
            return new NetworkDefinition.Declared(pyramid.named(), losses);
        };
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.TRAINING, weights)) {
            network.backward(values(BATCH));
            return network.weights();
        }
    }

    private static Tensor zeros(Graph graph, String name, Shape shape) {
        return graph.constant(name, shape, () -> new float[(int) shape.size()]);
    }

    static void assertClose(List<float[]> actual, List<float[]> expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(MapValues.distance(actual.get(i), expected.get(i)))
                    .as("level " + i)
                    .isCloseTo(0, within(tolerance));
        }
    }
}
