package org.fpn4j.experiments.memory;

import java.util.List;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ProposalStage;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanDescription;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.TrainingConfig;

/** What an experiment's detector does, and what that takes of memory at any size. Nothing of it is made to find out. */
enum Work {
    /** A training with its evaluations: both networks are there at the same time. */
    TRAINING {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            TrainingConfig training = experiment.config().training();
            long vectors = (long) training.optimizer().vectors() + (training.emaDecay() > 0 ? 1 : 0);
            long trained = bytes(experiment.checked().parameters().stream()
                    .filter(Parameter::trainable)
                    .toList());
            // ahead of a step lie twice its batches and one more, its own are held, and one is put together
            long images = (3L * training.accumulation() + 2) * size.images();
            MemoryNeed memory = new MemoryNeed(vectors * trained, images * imageBytes(experiment, size, true));
            return STEP.need(experiment, executor, size).and(memory).and(PREDICTION.need(experiment, executor, size));
        }
    },
    /** Training steps alone, on one batch. */
    STEP {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            Detector detector = experiment.detector();
            try (NetworkPlan plan =
                    executor.plan(detector.training(size.images(), size.height(), size.width()), Purpose.TRAINING)) {
                long batch = size.images() * imageBytes(experiment, size, true);
                return new MemoryNeed(
                        bytes(plan, plan.describeGradients()) + proposals(plan, experiment, size),
                        batch + bytes(experiment.checked().parameters()));
            }
        }
    },
    /** Detection in batches. */
    PREDICTION {
        @Override
        MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size) {
            Detector detector = experiment.detector();
            try (NetworkPlan plan =
                    executor.plan(detector.inference(size.images(), size.height(), size.width()), Purpose.INFERENCE)) {
                List<String> outputs = OutputPart.HEAD.among(plan.outputs().keySet());
                long batches =
                        4L * size.images() * imageBytes(experiment, size, false); // three ahead, one put together
                return new MemoryNeed(
                        bytes(plan, plan.describe(outputs)) + proposals(plan, experiment, size),
                        batches + bytes(experiment.checked().parameters()));
            }
        }
    };

    /** What it takes with batches of a size; parameters, batches and plans are known, Java's own objects are not. */
    abstract MemoryNeed need(Experiment experiment, PlanExecutor executor, BatchSize size);

    private static long bytes(NetworkPlan plan, PlanDescription description) {
        return plan.parameterBytes() + description.arenaBytes() + description.keptBytes();
    }

    /** What is computed for the head's stages before their inputs are there. */
    private static long proposals(NetworkPlan plan, Experiment experiment, BatchSize size) {
        long bytes = 0;
        HeadGeometry geometry = experiment.detector().geometry(size.height(), size.width());
        for (ProposalStage stage : geometry.stages()) {
            PlanDescription reads = plan.describe(
                    stage.reads().stream().map(OutputPart.HEAD::output).toList());
            bytes += reads.arenaBytes() + reads.keptBytes();
        }
        return bytes;
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
