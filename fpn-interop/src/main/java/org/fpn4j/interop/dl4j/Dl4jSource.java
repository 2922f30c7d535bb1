package org.fpn4j.interop.dl4j;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where a DL4J network comes from. Weights are asked for when something computes, so that costs need no native library. */
interface Dl4jSource {
    ComputationGraphConfiguration configuration();

    /** A parameter of a vertex by DL4J's key. */
    INDArray parameter(String vertex, String key);

    /** A network in memory. */
    record InMemory(ComputationGraph network) implements Dl4jSource {
        @Override
        public ComputationGraphConfiguration configuration() {
            return network.getConfiguration();
        }

        @Override
        public INDArray parameter(String vertex, String key) {
            return network.getVertex(vertex).paramTable(false).get(key);
        }
    }

    /** A file as DL4J's ModelSerializer writes it. */
    final class InFile implements Dl4jSource {
        private final Dl4jFile file;
        private final ComputationGraphConfiguration configuration;
        private SoftReference<ComputationGraph> network = new SoftReference<>(null);

        /**
         * Reads the configuration and leaves the weights where they are.
         *
         * @throws IOException where it is not such a file; the message ends a sentence that begins with the file's name
         */
        InFile(Path path) throws IOException {
            this.file = new Dl4jFile(path);
            this.configuration = file.configuration();
        }

        @Override
        public ComputationGraphConfiguration configuration() {
            return configuration;
        }

        @Override
        public synchronized INDArray parameter(String vertex, String key) {
            ComputationGraph loaded = network.get();
            if (loaded == null) {
                loaded = load();
                network = new SoftReference<>(loaded);
            }
            INDArray parameter = new InMemory(loaded).parameter(vertex, key);
            if (parameter == null) {
                throw new UserInputException(
                        file.path().toString(), "vertex[" + vertex + "] has no parameter[" + key + "]");
            }
            return parameter;
        }

        private ComputationGraph load() {
            try {
                INDArray coefficients = file.coefficients();
                ComputationGraphConfiguration own = configuration.clone();
                own.setDataType(coefficients.dataType());
                ComputationGraph graph = new ComputationGraph(own);
                graph.init(coefficients, false);
                return graph;
            } catch (InsufficientMemoryException e) {
                throw e;
            } catch (IOException e) {
                throw unreadable(e.getMessage(), e);
            } catch (RuntimeException e) { // DL4J's, whose words are about its classes
                throw unreadable("they are not those of the configuration", e);
            }
        }

        private UserInputException unreadable(String reason, Exception cause) {
            UserInputException unreadable =
                    new UserInputException(file.path().toString(), "weights cannot be read: " + reason);
            unreadable.initCause(cause);
            return unreadable;
        }
    }
}
