package org.fpn4j.interop.dl4j;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.transferlearning.TransferLearning;

/** What vertices are appended to: DL4J's two builders have the same methods and no common type. */
interface GraphTarget {
    void layer(String name, Layer layer, String input);

    void vertex(String name, GraphVertex vertex, String... inputs);

    void input(String name);

    /** A configuration that is being built. */
    record Configuration(ComputationGraphConfiguration.GraphBuilder builder) implements GraphTarget {
        @Override
        public void layer(String name, Layer layer, String input) {
            builder.addLayer(name, layer, input);
        }

        @Override
        public void vertex(String name, GraphVertex vertex, String... inputs) {
            builder.addVertex(name, vertex, inputs);
        }

        @Override
        public void input(String name) {
            builder.addInputs(name);
        }
    }

    /** A network that is there already. */
    record TrainedNetwork(TransferLearning.GraphBuilder builder) implements GraphTarget {
        @Override
        public void layer(String name, Layer layer, String input) {
            builder.addLayer(name, layer, input);
        }

        @Override
        public void vertex(String name, GraphVertex vertex, String... inputs) {
            builder.addVertex(name, vertex, inputs);
        }

        @Override
        public void input(String name) {
            builder.addInputs(name);
        }
    }
}
