package org.fpn4j.core.detector;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.ProposalStage;
import org.fpn4j.core.layer.DropPath;

/**
 * What the network is fed in the runs of one optimizer step, but for the images: which branches are left out, targets that a
 * loader assigned, and inputs and targets that the head's stages make of the network's outputs, one stage after the other.
 */
public final class StepInputs {
    private final List<Part> parts = new ArrayList<>(); // the head, then its stages
    private final List<Map<String, float[]>> made = new ArrayList<>(); // inputs that are no targets, by run
    private final HeadState after;

    /**
     * A run of the step.
     *
     * @param images {@code [N, 3, H, W]}; asked for where a stage needs the network's outputs
     * @param targets of each image, as {@link HeadGeometry#assign} gives them
     * @param scenes what is in each image; asked for where the head has stages or branches are left out
     */
    public record Run(Supplier<float[]> images, List<ImageTargets> targets, Supplier<List<Scene>> scenes) {
        public Run {
            targets = List.copyOf(targets);
        }
    }

    /** What has losses: targets of each image of each run, and what was remembered before the step. */
    private record Part(Losses losses, List<List<ImageTargets>> runs, HeadState before) {
        List<ImageTargets> step() {
            return runs.stream().flatMap(List::stream).toList();
        }

        HeadState after() {
            return losses.normalizer().next(before, step());
        }

        Map<String, float[]> targets(int run) {
            return losses.collate(runs.get(run), step(), before).values();
        }

        Map<String, float[]> measured(int counted, int stepImages) {
            return losses.measure(runs.get(0), counted, stepImages, before);
        }
    }

    /**
     * Runs the head's stages, where it has some.
     *
     * @param network none of whose branches is left out by lot
     * @param before what the head remembers of the steps before
     */
    public StepInputs(HeadGeometry geometry, Network network, List<Run> runs, HeadState before) {
        this(List.of(), geometry, network, runs, before);
    }

    /**
     * Runs the head's stages, where it has some.
     *
     * @param dropPaths of the backbone
     * @param network of {@link Detector#training}
     * @param before what the head remembers of the steps before
     */
    public StepInputs(
            List<DropPath> dropPaths, HeadGeometry geometry, Network network, List<Run> runs, HeadState before) {
        Part head = new Part(geometry.losses(), runs.stream().map(Run::targets).toList(), before);
        parts.add(head);
        HeadState next = head.after();
        runs.forEach(run -> made.add(factors(dropPaths, run)));
        for (ProposalStage stage : geometry.stages()) {
            List<List<ImageTargets>> targets = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                targets.add(propose(stage, network, runs.get(i), made.get(i)));
            }
            Part part = new Part(stage.losses(), targets, before.part(stage.name()));
            parts.add(part);
            next = next.with(stage.name(), part.after());
        }
        this.after = next;
    }

    /** What branches of each image are multiplied by, by the names of the inputs. */
    private static Map<String, float[]> factors(List<DropPath> dropPaths, Run run) {
        Map<String, float[]> factors = new LinkedHashMap<>();
        if (!dropPaths.isEmpty()) {
            long[] draws = run.scenes().get().stream().mapToLong(Scene::draw).toArray();
            dropPaths.forEach(path -> factors.put(path.input(), path.factors(draws)));
        }
        return factors;
    }

    /** Adds the stage's inputs to those that were made for a run; gives the targets for them. */
    private static List<ImageTargets> propose(
            ProposalStage stage, Network network, Run run, Map<String, float[]> made) {
        List<Scene> scenes = run.scenes().get();
        if (scenes.size() != run.targets().size()) {
            throw new IllegalArgumentException("stage[" + stage.name() + "] needs a scene for each of ["
                    + run.targets().size() + "] images, got [" + scenes.size() + "]");
        }
        List<ImageTargets> targets = new ArrayList<>();
        Map<String, float[]> fed = new LinkedHashMap<>(made);
        fed.put(Detector.IMAGES, run.images().get());
        ImageStage ofBatch = new ImageStage(stage, scenes.size(), (image, outputs) -> {
            ProposalStage.Proposed ofImage = stage.propose(outputs, scenes.get(image));
            targets.add(ofImage.targets());
            return ofImage.inputs();
        });
        Map<String, float[]> complete = network.complete(fed, ofBatch);
        stage.inputs().keySet().forEach(name -> made.put(name, complete.get(name)));
        return targets;
    }

    /** The inputs of a run, by name, in a map to which the images can be added. */
    public Map<String, float[]> of(int run) {
        Map<String, float[]> inputs = new LinkedHashMap<>(made.get(run));
        parts.forEach(part -> inputs.putAll(part.targets(run)));
        return inputs;
    }

    /**
     * The inputs of a single run that is measured, but for the images: nothing is remembered of it.
     *
     * @param counted how many of its images count, from the first
     * @param stepImages that a step of the training has
     */
    public Map<String, float[]> measured(int counted, int stepImages) {
        Map<String, float[]> inputs = new LinkedHashMap<>(made.get(0));
        parts.forEach(part -> inputs.putAll(part.measured(counted, stepImages)));
        return inputs;
    }

    /** What the head remembers after the step. */
    public HeadState after() {
        return after;
    }
}
