package org.fpn4j.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Step;
import org.junit.jupiter.api.Test;

class KernelOffersTest {
    /** ND4J's kernels, with a list of what they were asked for. */
    private record AskedKernels(KernelProvider inner, List<String> asked) implements KernelProvider {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public Memory memory() {
            return NativeMemory.shared();
        }

        @Override
        public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
            asked.add(step.toString());
            return inner.choose(step, inputs, wanted);
        }

        @Override
        public boolean owns(Format format) {
            return inner.owns(format);
        }

        @Override
        public KernelChoice convert(Shape shape, Format from, Format to) {
            return inner.convert(shape, from, to);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private static Declared declared(Graph graph) {
        Tensor x = graph.input("x", Shape.of(1, 2, 4, 4));
        Tensor y = Conv2d.of(2, 2, 3).declare(graph.scope("conv")).apply(graph, x);
        Tensor cells = graph.apply(new Operation.MapToCells(2), y);
        Tensor loss = graph.apply(
                new Operation.SmoothL1Loss(0),
                cells,
                graph.input("targets", cells.shape()),
                graph.input("weights", Shape.of(1, 16)));
        return new Declared(Map.of("y", y), Map.of("loss", loss));
    }

    @Test
    void formatsOfParametersAndThePlanThatKnowsThemAskOnce() {
        List<String> asked = new ArrayList<>();
        try (NetworkPlan plan = new PlanExecutor("tested", () -> List.of(new AskedKernels(new Nd4jKernels(), asked)))
                .plan(KernelOffersTest::declared, Purpose.TRAINING)) {

            plan.describeGradients();

            assertThat(asked).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    @Test
    void aForwardPlanThatComesFirstLeavesTheAnswersToThatOfGradients() {
        List<String> asked = new ArrayList<>();
        try (NetworkPlan plan = new PlanExecutor("tested", () -> List.of(new AskedKernels(new Nd4jKernels(), asked)))
                .plan(KernelOffersTest::declared, Purpose.TRAINING)) {
            plan.describe(List.of("y"));
            asked.clear();

            plan.describeGradients();

            assertThat(asked).isEmpty();
        }
    }
}
