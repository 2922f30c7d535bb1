package org.fpn4j.core.detector;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ProposalStage;

/** A head on a network that predicts: its stages are fed, and its raw outputs are told apart by image. */
public final class HeadRun {
    private final Network network;
    private final HeadGeometry geometry;
    private final List<String> outputs;
    private final int batch;

    /**
     * Prepares it; nothing is run.
     *
     * @param network of {@link Detector#inference}
     * @param geometry of the same size
     */
    public HeadRun(Network network, HeadGeometry geometry) {
        this.network = requireNonNull(network, "network is null");
        this.geometry = requireNonNull(geometry, "geometry is null");
        this.outputs = OutputPart.HEAD.among(network.outputs().keySet());
        this.batch = network.inputs().get(Detector.IMAGES).batch();
    }

    /**
     * All that the network is fed.
     *
     * @param images {@code [N, 3, H, W]}
     */
    public Map<String, float[]> inputs(float[] images) {
        Map<String, float[]> inputs = Map.of(Detector.IMAGES, images);
        for (ProposalStage stage : geometry.stages()) {
            inputs = network.complete(inputs, new ImageStage(stage, batch, (image, ofImage) -> stage.propose(ofImage)));
        }
        return inputs;
    }

    /**
     * What is decoded of each image of the batch: raw outputs, and what stages were fed. They can be read until the network
     * runs again.
     *
     * @param inputs as {@link #inputs} gives them
     */
    public List<RawOutputs> run(Map<String, float[]> inputs) {
        return run(inputs, List.of()).images();
    }

    /**
     * The same, and with it other outputs of the network.
     *
     * @param besides their names
     */
    public Outputs run(Map<String, float[]> inputs, List<String> besides) {
        List<String> wanted = new ArrayList<>(outputs);
        wanted.addAll(besides);
        Map<String, TensorView> all = new LinkedHashMap<>(network.run(inputs, wanted));
        Map<String, TensorView> others = new LinkedHashMap<>();
        besides.forEach(name -> others.put(name, all.remove(name)));
        Map<String, TensorView> views = new LinkedHashMap<>(ImageStage.inner(all));
        for (ProposalStage stage : geometry.stages()) {
            stage.inputs().keySet().forEach(name -> views.put(name, TensorView.of(inputs.get(name))));
        }
        return new Outputs(ImageStage.ofImages(views, batch), others);
    }

    /**
     * What a run gives.
     *
     * @param images what is decoded of each
     * @param others outputs of the whole batch by name
     */
    public record Outputs(List<RawOutputs> images, Map<String, TensorView> others) {
        public Outputs {
            images = List.copyOf(images);
            others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
        }
    }
}
