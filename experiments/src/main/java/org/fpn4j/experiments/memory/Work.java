package org.fpn4j.experiments.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.VectorAlgebra;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ProposalStage;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.TrainingConfig;
import org.fpn4j.training.inference.LevelMaps;
import org.fpn4j.training.optimization.OptimizerConfig;
import org.fpn4j.training.optimization.RunningMean;

/** What an experiment's detector does, and what that takes of memory at any size. Nothing of it is made to find out. */
enum Work {
    /** A training with its evaluations: both networks are there at the same time. */
    TRAINING {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            TrainingConfig training = experiment.config().training();
            boolean mean = training.emaDecay() > 0;
            int sum = training.accumulation() > 1 ? 1 : 0; // of the gradients of a step's batches
            // ahead of a step lie twice its batches and one more, its own are held, and one is put together
            long images = (3L * training.accumulation() + 2) * size.images();
            long held = images * imageBytes(experiment, size, true);
            // where a device computes, the next step's batches are held, too, and one of these is put together
            return steps(experiment, executor, size, new Beside(sum, mean, training.accumulation() + 1))
                    .and(new MemoryNeed(Map.of(), held))
                    .and(detection(experiment, executor, size, training.validationLoss()));
        }
    },
    /** A training whose values somebody looks at, and compares its state with that of another one after each step. */
    AUDIT {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            Detector detector = experiment.detector();
            try (NetworkPlan plan =
                    executor.plan(detector.training(size.images(), size.height(), size.width()), Purpose.TRAINING)) {
                TrainingConfig training = experiment.config().training();
                int remembered = training.optimizer().vectors() + (training.emaDecay() > 0 ? 1 : 0);
                long state = (1L + remembered) * bytes(experiment.checked().parameters());
                return TRAINING.need(experiment, executor, size).and(new MemoryNeed(plan.watchBytes(), state));
            }
        }
    },
    /** Training steps alone, on one batch. */
    STEP {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            return steps(experiment, executor, size, new Beside(0, false, 0));
        }
    },
    /** Detection in batches. */
    PREDICTION {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            return detection(experiment, executor, size, false);
        }
    },
    /** A look at every level of backbone and pyramid: all of them are there at the same time. */
    LEVEL_MAPS {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            Detector detector = experiment.detector();
            try (NetworkPlan plan =
                    executor.plan(detector.inference(size.images(), size.height(), size.width()), Purpose.INFERENCE)) {
                PlanDescription levels =
                        plan.describe(LevelMaps.among(plan.outputs().keySet()));
                long images = 2L * size.images() * imageBytes(experiment, size, false); // means are fewer than pixels
                return planned(plan, levels)
                        .and(new MemoryNeed(
                                Map.of(), images + bytes(experiment.checked().parameters())));
            }
        }
    },
    /** A look at the maps that convolutions read: all of them are there at the same time. */
    CALIBRATION {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            Detector detector = experiment.detector();
            try (NetworkPlan plan =
                    executor.plan(detector.inference(size.images(), size.height(), size.width()), Purpose.INFERENCE)) {
                List<String> outputs = OutputPart.HEAD.among(plan.outputs().keySet());
                return planned(plan, plan.describeConvolvedMaps(outputs), experiment, size)
                        .and(new MemoryNeed(
                                Map.of(),
                                imageBytes(experiment, size, false)
                                        + bytes(experiment.checked().parameters())));
            }
        }
    };

    /** What it takes with batches of a size; parameters, batches and plans are known, Java's own objects are not. */
    abstract MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size);

    /**
     * What a training has beside single steps.
     *
     * @param sums of gradients, as long as what is trained
     * @param mean whether there is a running mean of what is trained
     * @param ahead batches that are there for the next step, where inputs are brought to a device meanwhile; 0 where none is
     */
    private record Beside(int sums, boolean mean, int ahead) {}

    /**
     * Detection in batches.
     *
     * @param losses whether they are measured in the same run
     */
    private static MemoryNeed detection(Experiment experiment, PlanExecutor executor, BatchSize size, boolean losses) {
        Detector detector = experiment.detector();
        NetworkDefinition definition = losses
                ? detector.evaluation(size.images(), size.height(), size.width())
                : detector.inference(size.images(), size.height(), size.width());
        try (NetworkPlan plan = executor.plan(definition, Purpose.INFERENCE)) {
            List<String> outputs =
                    new ArrayList<>(OutputPart.HEAD.among(plan.outputs().keySet()));
            outputs.addAll(OutputPart.LOSS.among(plan.outputs().keySet()));
            Map<Memory, Long> vectors = new LinkedHashMap<>();
            boolean isFed = addPrefetched(vectors, plan.prefetchBytes(outputs));
            long batches = isFed ? 6 : 4; // three ahead, one put together; where a device computes the next two times
            long images = batches * size.images() * imageBytes(experiment, size, losses);
            return planned(plan, plan.describe(outputs), experiment, size)
                    .and(new MemoryNeed(
                            vectors, images + bytes(experiment.checked().parameters())));
        }
    }

    /** Training steps with their optimizer. */
    private static MemoryNeed steps(Experiment experiment, PlanExecutor executor, BatchSize size, Beside beside) {
        Detector detector = experiment.detector();
        OptimizerConfig optimizer = experiment.config().training().optimizer();
        try (NetworkPlan plan =
                executor.plan(detector.training(size.images(), size.height(), size.width()), Purpose.TRAINING)) {
            Memory memory = plan.memory();
            long trained = bytes(experiment.checked().parameters().stream()
                    .filter(Parameter::trainable)
                    .toList());
            VectorAlgebra algebra = memory.algebra();
            long stretch = Float.BYTES * Math.min(algebra.stretch(), trained / Float.BYTES);
            int whole = optimizer.vectors() + beside.sums() + (beside.mean() ? 1 : 0);
            int scratch = optimizer.scratchVectors(algebra) + (beside.mean() ? RunningMean.scratchVectors(algebra) : 0);
            Map<Memory, Long> vectors = new LinkedHashMap<>(Map.of(memory, whole * trained + scratch * stretch));
            boolean isFed = beside.ahead() > 0 && addPrefetched(vectors, plan.prefetchBytes());
            long batches = isFed ? 1L + beside.ahead() : 1;
            long images = batches * size.images() * imageBytes(experiment, size, true);
            return planned(plan, plan.describeGradients(), experiment, size)
                    .and(new MemoryNeed(
                            vectors, images + bytes(experiment.checked().parameters())));
        }
    }

    /** Adds inputs that are brought to devices while something is computed, there and on the host; whether there are any. */
    private static boolean addPrefetched(Map<Memory, Long> vectors, Map<Memory, Long> prefetched) {
        prefetched.forEach((device, bytes) -> {
            vectors.merge(device, bytes, Long::sum);
            vectors.merge(NativeMemory.shared(), bytes, Long::sum);
        });
        return !prefetched.isEmpty();
    }

    /** Parameters, what a plan works in, and what is computed for the head's stages before their inputs are there. */
    private static MemoryNeed planned(
            NetworkPlan plan, PlanDescription description, Experiment experiment, BatchSize size) {
        MemoryNeed need = planned(plan, description);
        HeadGeometry geometry = experiment.detector().geometry(size.height(), size.width());
        for (ProposalStage stage : geometry.stages()) {
            PlanDescription before = plan.describe(
                    stage.reads().stream().map(OutputPart.HEAD::output).toList());
            need = need.and(new MemoryNeed(before.memories(), before.heapBytes()));
        }
        return need;
    }

    /** Parameters and what a plan works in. */
    private static MemoryNeed planned(NetworkPlan plan, PlanDescription description) {
        return new MemoryNeed(Map.of(plan.memory(), plan.parameterBytes()), 0)
                .and(new MemoryNeed(description.memories(), description.heapBytes()));
    }

    private static long bytes(List<Parameter> parameters) {
        return Float.BYTES
                * parameters.stream()
                        .mapToLong(parameter -> parameter.shape().size())
                        .sum();
    }

    /** An image as the network takes it, and its targets. */
    private static long imageBytes(Experiment experiment, BatchSize size, boolean targets) {
        long values = 3L * size.height() * size.width();
        if (targets) {
            values += experiment.detector().geometry(size.height(), size.width()).losses().inputs(1).values().stream()
                    .mapToLong(Shape::size)
                    .sum();
        }
        return Float.BYTES * values;
    }
}
