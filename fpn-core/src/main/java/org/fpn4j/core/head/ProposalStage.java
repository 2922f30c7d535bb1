package org.fpn4j.core.head;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Shape;

/**
 * A part of a head that works on what another part predicts, as the second stage of a two-stage detector works on
 * proposals. What it is fed is made inside a step: first the network runs forward for the outputs that the stage reads,
 * then this makes the stage's inputs of them, and targets of these and the objects; both are fed along with all other
 * inputs. No gradient flows through what is made.
 *
 * <p>{@link DetectionHead#build} declares the inputs, with the batch before the shapes that {@link #inputs} gives, and puts
 * the stage's predictions among the raw outputs. Shapes are static, so a stage has a fixed number of places; those that
 * nothing was proposed for are to be filled with what does no harm, and have weight 0 in the losses.
 */
public interface ProposalStage {
    /** A name that no other stage of the head has. */
    String name();

    /** Names of the raw outputs that it reads; they depend on images and on the inputs of earlier stages alone. */
    List<String> reads();

    /** Shapes of its inputs for one image, by name. */
    Map<String, Shape> inputs();

    /** What it learns by; the names of the losses are none of other stages or the head. */
    Losses losses();

    /**
     * Inputs for one image, in prediction.
     *
     * @param outputs those that it reads
     */
    Map<String, float[]> propose(RawOutputs outputs);

    /**
     * Inputs for one image, and targets for them, in training.
     *
     * @param outputs those that it reads
     * @param scene what is in the image, in pixels of the network's input
     */
    Proposed propose(RawOutputs outputs, Scene scene);

    /**
     * What a stage is fed for one image of a training.
     *
     * @param inputs by name
     * @param targets a row for each of {@link #losses}
     */
    record Proposed(Map<String, float[]> inputs, ImageTargets targets) {
        public Proposed {
            inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        }
    }
}
