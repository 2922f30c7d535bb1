package org.fpn4j.interop.dl4j;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.ReadsFiles;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.InvalidFieldsException.InvalidField;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * A DL4J {@link ComputationGraph} as a backbone: the vertices between its input and some maps become operations here, and
 * its weights the initial values of their parameters. What lies behind those maps, a classifier, is left out. Dropout is
 * left out too.
 *
 * <p>Converted are convolutions, depthwise ones, batch norm, max pooling, the activations that {@code Activation} has, sums,
 * concatenations of channels, and zero padding in front of a convolution. Whatever else lies on the way is named, all of
 * it at once. Parameters are named after vertices: {@code res2a_branch2a.weight}; a letter that is no letter, digit, {@code _}
 * or {@code -} becomes {@code _}.
 *
 * <p>Levels are named by strides as DL4J's graph has them. DL4J's zoo ResNet-50 halves once more than the paper's: its
 * stages have strides 8 to 64.
 *
 * <p>Differs from DL4J: frozen batch norms, the default here, keep their statistics while training.
 */
public final class Dl4jBackbone implements Backbone {
    /**
     * Makes a backbone of a file.
     *
     * @param file a ComputationGraph as DL4J's ModelSerializer writes it; a relative path starts at the working directory
     * @param outputs vertices that become levels, finest first; empty: the last vertex of each stride from 4 on
     * @param freezeNorm keeps the batch norms as they are: statistics, scale and shift
     * @param trainable false: nothing of it is trained
     */
    @JsonTypeName("dl4j")
    @AutoService(BackboneConfig.class)
    public record Config(
            @NotDecisive String file, @Count(max = 13) List<String> outputs, boolean freezeNorm, boolean trainable)
            implements BackboneConfig, ReadsFiles {
        /** The defaults. */
        public Config() {
            this("", List.of(), true, true);
        }

        public Config {
            requireNonNull(file, "file is null");
            outputs = List.copyOf(outputs);
            FieldChecks.of(Config.class).bounds("outputs", outputs).done();
        }

        /** Reads the file's configuration; its weights are read when something computes. */
        @Override
        public Dl4jBackbone create() {
            if (file.isBlank()) {
                throw refusal("must name a ComputationGraph in a zip file of DL4J's ModelSerializer");
            }
            try {
                Dl4jSource source = new Dl4jSource.InFile(Path.of(file));
                Dl4jStructure structure = new Dl4jStructure(source.configuration(), outputs);
                if (!structure.findings().isEmpty()) {
                    throw new InvalidFieldsException(structure.findings().stream()
                            .map(finding -> new InvalidField(
                                    finding.key(),
                                    finding.key().equals("file") ? file : String.join(", ", outputs),
                                    finding.what()))
                            .toList());
                }
                return new Dl4jBackbone(structure, source, freezeNorm, trainable);
            } catch (IOException e) {
                throw refusal(e.getMessage());
            } catch (InvalidPathException e) {
                throw refusal("is no path: " + e.getReason());
            }
        }

        private InvalidFieldsException refusal(String expectation) {
            return new InvalidFieldsException(List.of(new InvalidField("file", file, expectation)));
        }

        @Override
        public List<Path> files() {
            return file.isBlank() ? List.of() : List.of(Path.of(file));
        }
    }

    private final Dl4jStructure structure;
    private final VertexBlocks blocks;
    private final PyramidSpec outputs;

    private Dl4jBackbone(Dl4jStructure structure, Dl4jSource source, boolean freezeNorm, boolean trainable) {
        this.structure = structure;
        this.blocks = new VertexBlocks(source, freezeNorm, trainable);
        this.outputs = structure.spec();
    }

    /** A network in memory with the outputs that are found by themselves, frozen batch norms and trainable kernels. */
    public static Dl4jBackbone of(ComputationGraph network) {
        return of(network, List.of(), true, true);
    }

    /**
     * A network in memory. The other arguments are those of {@link Config}.
     *
     * @throws UserInputException with everything that cannot be converted
     */
    public static Dl4jBackbone of(
            ComputationGraph network, List<String> outputs, boolean freezeNorm, boolean trainable) {
        Dl4jSource source = new Dl4jSource.InMemory(requireNonNull(network, "network is null"));
        Dl4jStructure structure = new Dl4jStructure(source.configuration(), List.copyOf(outputs));
        if (!structure.findings().isEmpty()) {
            throw new UserInputException(structure.findings().stream()
                    .map(finding -> Problem.of("", "DL4J network " + finding.what()))
                    .toList());
        }
        return new Dl4jBackbone(structure, source, freezeNorm, trainable);
    }

    @Override
    public PyramidSpec outputs() {
        return outputs;
    }

    /** Names of the vertices that are the levels, finest first. */
    public List<String> vertices() {
        return structure.outputs();
    }

    /**
     * Declares the backbone.
     *
     * @throws IllegalArgumentException where a window does not fit into a map of this size
     */
    @Override
    public Pyramid build(Graph graph, Tensor images) {
        NodeNames names = new NodeNames();
        Map<String, VertexBlocks.PaddedMap> maps = new LinkedHashMap<>();
        for (VertexReading vertex : structure.order()) {
            List<VertexBlocks.PaddedMap> inputs = vertex.inputs().stream()
                    .map(input -> structure.isNetworkInput(input) ? VertexBlocks.PaddedMap.of(images) : maps.get(input))
                    .toList();
            String name = names.unique("", vertex.name().replaceAll("[^A-Za-z0-9_-]", "_"));
            maps.put(vertex.name(), blocks.build(graph.scope(name), vertex, inputs));
        }
        return new Pyramid(
                outputs,
                structure.outputs().stream()
                        .map(name -> maps.get(name).tensor())
                        .toList());
    }
}
