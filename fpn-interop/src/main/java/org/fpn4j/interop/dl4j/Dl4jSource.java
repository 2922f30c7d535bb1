package org.fpn4j.interop.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.fpn4j.core.problem.UserInputException;
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

    /** A zip file as {@link ModelSerializer} writes it. */
    final class InFile implements Dl4jSource {
        private static final String CONFIGURATION = "configuration.json";
        private static final int LARGEST_CONFIGURATION = 64 << 20; // bytes; that of ResNet-50 has half a million

        private final Path file;
        private final ComputationGraphConfiguration configuration;
        private SoftReference<ComputationGraph> network = new SoftReference<>(null);

        /**
         * Reads the configuration and leaves the weights where they are.
         *
         * @throws IOException where it is not such a file; the message ends a sentence that begins with the file's name
         */
        InFile(Path file) throws IOException {
            this.file = file;
            String json = json(file);
            if (!json.contains("\"vertices\"")) {
                throw new IOException(
                        "holds no ComputationGraph; a MultiLayerNetwork becomes one by its method toComputationGraph()");
            }
            try {
                this.configuration = ComputationGraphConfiguration.fromJson(json);
            } catch (RuntimeException e) {
                throw new IOException("has a " + CONFIGURATION + " that DL4J cannot read: " + e.getMessage(), e);
            }
        }

        private static String json(Path file) throws IOException {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                ZipEntry entry = zip.getEntry(CONFIGURATION);
                if (entry == null) {
                    throw new IOException("holds no " + CONFIGURATION + ", as files of DL4J's ModelSerializer do");
                }
                try (InputStream stream = zip.getInputStream(entry)) {
                    byte[] bytes = stream.readNBytes(LARGEST_CONFIGURATION + 1);
                    if (bytes.length > LARGEST_CONFIGURATION) {
                        throw new IOException("has a " + CONFIGURATION + " of more than 64 MiB");
                    }
                    return new String(bytes, StandardCharsets.UTF_8);
                }
            } catch (java.util.zip.ZipException e) {
                throw new IOException("is not a zip file", e);
            } catch (java.nio.file.NoSuchFileException | java.io.FileNotFoundException e) {
                throw new IOException("does not exist", e);
            }
        }

        @Override
        public ComputationGraphConfiguration configuration() {
            return configuration;
        }

        @Override
        public synchronized INDArray parameter(String vertex, String key) {
            ComputationGraph loaded = network.get();
            if (loaded == null) {
                try {
                    loaded = ModelSerializer.restoreComputationGraph(file.toFile(), false);
                } catch (IOException | RuntimeException e) { // DL4J throws either where the file is damaged
                    UserInputException damaged =
                            new UserInputException(file.toString(), "weights cannot be read: " + e.getMessage());
                    damaged.initCause(e);
                    throw damaged;
                }
                network = new SoftReference<>(loaded);
            }
            return new InMemory(loaded).parameter(vertex, key);
        }
    }
}
