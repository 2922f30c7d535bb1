package org.fpn4j.training.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.StepInputs;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.layer.DropPath;
import org.fpn4j.data.loading.Batch;
import org.fpn4j.data.loading.SampleLoader;
import org.fpn4j.data.transform.Sample;

/**
 * What the network is fed, step by step and run by run. A step's batches are taken from the loader when it begins, or before that
 * where somebody asks what comes next ({@link Network#prefetch}); what goes wrong with them is thrown when it begins.
 */
final class StepFeed {
    private final SampleLoader<ImageTargets> loader;
    private final List<DropPath> dropPaths;
    private final HeadGeometry geometry;
    private final Network network;
    private final RunClock clock;
    private Step ahead; // null where the loader still has the next step's batches
    private RuntimeException failure; // of taking them before their time; null where nothing failed
    private double waited;

    /**
     * Takes no batch yet.
     *
     * @param dropPaths of the backbone
     */
    StepFeed(
            SampleLoader<ImageTargets> loader,
            List<DropPath> dropPaths,
            HeadGeometry geometry,
            Network network,
            RunClock clock) {
        this.loader = loader;
        this.dropPaths = List.copyOf(dropPaths);
        this.geometry = geometry;
        this.network = network;
        this.clock = clock;
    }

    /** Images of a batch in a row, as the network takes them. */
    private static final class Images implements Supplier<float[]> {
        private final List<Sample> samples;
        private float[] kept; // null but between the time when they are brought and that when they are fed

        Images(List<Sample> samples) {
            this.samples = samples;
        }

        /** Makes them an array that stays the same. */
        float[] keep() {
            kept = get();
            return kept;
        }

        /** The last time that they are asked for. */
        float[] take() {
            float[] taken = get();
            kept = null;
            return taken;
        }

        @Override
        public float[] get() {
            if (kept != null) {
                return kept;
            }
            int row = samples.get(0).pixels().length;
            float[] pixels = new float[samples.size() * row];
            for (int i = 0; i < samples.size(); i++) {
                System.arraycopy(samples.get(i).pixels(), 0, pixels, i * row, row);
            }
            return pixels;
        }
    }

    /** An optimizer step's runs. */
    final class Step {
        private final List<Images> images = new ArrayList<>();
        private final List<StepInputs.Run> runs = new ArrayList<>();
        private final HeadState before;
        private StepInputs inputs; // null until they are needed: stages of a head run the network for them
        private Map<String, float[]> made; // inputs of the next run; null where they were not needed before their time

        private Step(List<Batch<ImageTargets>> batches, HeadState before) {
            this.before = before;
            for (Batch<ImageTargets> batch : batches) {
                Images ofBatch = new Images(batch.samples());
                images.add(ofBatch);
                runs.add(new StepInputs.Run(ofBatch, batch.targets(), () -> batch.samples().stream()
                        .map(Sample::scene)
                        .toList()));
            }
        }

        private StepInputs inputs() {
            if (inputs == null) {
                inputs = new StepInputs(dropPaths, geometry, network, runs, before);
            }
            return inputs;
        }

        /** All that a run is fed; each is asked for once, in their order. */
        Map<String, float[]> of(int run) {
            Map<String, float[]> inputsOfRun = made;
            made = null;
            if (inputsOfRun == null) {
                inputsOfRun = inputs().of(run);
                inputsOfRun.put(Detector.IMAGES, images.get(run).take());
            }
            return inputsOfRun;
        }

        /** What is known of the next run's inputs before it begins: the very arrays that it will be fed. */
        private Map<String, float[]> before(int run) {
            if (inputs == null && !geometry.stages().isEmpty()) {
                return Map.of(Detector.IMAGES, images.get(run).keep());
            }
            made = of(run);
            return made;
        }

        /** What the head remembers after it. */
        HeadState after() {
            return inputs().after();
        }
    }

    /**
     * The next step.
     *
     * @param runs of it
     * @param before what the head remembers of the steps before
     * @throws org.fpn4j.config.problem.UserInputException if an image turned out broken or missing
     */
    Step next(int runs, HeadState before) {
        if (failure != null) {
            throw failure;
        }
        Step next = ahead == null ? take(runs, before) : ahead;
        ahead = null;
        return next;
    }

    private Step take(int runs, HeadState before) {
        long asked = clock.nanoTime();
        List<Batch<ImageTargets>> batches = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            batches.add(loader.next());
        }
        waited += clock.secondsSince(asked);
        return new Step(batches, before);
    }

    /**
     * What comes after a run, as far as it can be known while it is computed.
     *
     * @param run that is computed
     * @param runs of the step after this one; 0 where none of this epoch is left
     */
    Map<String, float[]> after(Step step, int run, int runs) {
        if (run + 1 < step.runs.size()) {
            return step.before(run + 1);
        }
        if (runs == 0) {
            return Map.of();
        }
        try {
            ahead = take(runs, step.after());
            return ahead.before(0);
        } catch (RuntimeException e) {
            failure = e;
            return Map.of();
        }
    }

    /** Seconds in which the loader was waited for since this was last asked. */
    double waited() {
        double since = waited;
        waited = 0;
        return since;
    }
}
