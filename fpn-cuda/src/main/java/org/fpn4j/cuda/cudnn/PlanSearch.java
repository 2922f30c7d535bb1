package org.fpn4j.cuda.cudnn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.engine.kernel.RefusedException;

/**
 * How cuDNN's engine for a graph is chosen: the first in its order that may be used, can be built and asks for no more memory than
 * is sensible; with a timer, the fastest of the first few such.
 */
final class PlanSearch {
    /** How many plans that cuDNN compiles, for about a second each, may fail before the rest is given up. */
    private static final int COMPILED = 3;
    /** How many plans are timed. */
    private static final int TIMED = 4;
    /** Workspace that is never too much. */
    private static final long SMALL = 32L << 20;
    /** Beyond that, how often a workspace may hold what the graph reads and writes: engines change layouts in it. */
    private static final long COPIES = 4;

    private final CudnnTarget target;
    private final EngineRules rules;
    private final Optional<PlanTimer> timer;

    PlanSearch(CudnnTarget target, EngineRules rules, Optional<PlanTimer> timer) {
        this.target = target;
        this.rules = rules;
        this.timer = timer;
    }

    /** An engine and the plan that was built of it. */
    private record Candidate(Engine engine, Descriptor descriptor, CudnnPlan plan) {}

    /** A plan and what it was built of. */
    record Found(CudnnPlan plan, Engine engine) {}

    /** Engines that may compute a graph, in the order in which they are tried. */
    List<String> engines(ConvolutionGraph graph) {
        try (DescriptorScope scope = new DescriptorScope()) {
            List<Engine> all = Heuristic.engines(OperationGraph.of(graph, target, scope), target);
            all.forEach(engine -> scope.keep(engine.configuration()));
            return all.stream()
                    .filter(engine -> rules.objection(engine, graph).isEmpty())
                    .map(Engine::words)
                    .toList();
        }
    }

    /**
     * The plan for a graph.
     *
     * @throws RefusedException where no engine may be used or can be built
     * @throws CudnnException where cuDNN does not know such graphs
     */
    Found find(ConvolutionGraph graph) {
        DescriptorScope scope = new DescriptorScope();
        try {
            List<Engine> engines = Heuristic.engines(OperationGraph.of(graph, target, scope), target);
            engines.forEach(engine -> scope.keep(engine.configuration()));
            List<Candidate> candidates = candidates(graph, engines, scope);
            Candidate chosen = candidates.get(fastest(graph, candidates));
            candidates.stream()
                    .filter(candidate -> !candidate.equals(chosen))
                    .forEach(candidate -> scope.drop(candidate.descriptor()));
            engines.stream()
                    .filter(engine -> !engine.equals(chosen.engine()))
                    .forEach(engine -> scope.drop(engine.configuration()));
            return new Found(chosen.plan(), chosen.engine());
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private int fastest(ConvolutionGraph graph, List<Candidate> candidates) {
        return timer.isPresent() && candidates.size() > 1
                ? timer.get()
                        .fastest(graph, candidates.stream().map(Candidate::plan).toList())
                : 0;
    }

    /** One, or as many as are timed; where all ask for too much memory, the one that asks for least. */
    private List<Candidate> candidates(ConvolutionGraph graph, List<Engine> engines, DescriptorScope scope) {
        long most = Math.max(SMALL, COPIES * graph.bytes());
        int wanted = timer.isPresent() ? TIMED : 1;
        List<Candidate> sensible = new ArrayList<>();
        List<Candidate> large = new ArrayList<>();
        Set<String> objections = new LinkedHashSet<>();
        int failed = 0;
        for (Engine engine : engines) {
            Optional<String> objection = rules.objection(engine, graph);
            objection.ifPresent(objections::add);
            if (sensible.size() == wanted
                    || objection.isPresent()
                    || (engine.isCompiledAtRunTime() && failed == COMPILED)) {
                continue;
            }
            Optional<Candidate> built = built(engine, scope, objections);
            built.ifPresent(candidate -> (candidate.plan().workspace() <= most ? sensible : large).add(candidate));
            failed += built.isEmpty() && engine.isCompiledAtRunTime() ? 1 : 0;
        }
        if (!sensible.isEmpty()) {
            large.forEach(candidate -> scope.drop(candidate.descriptor()));
            return sensible;
        }
        return List.of(large.stream()
                .min(Comparator.comparingLong(candidate -> candidate.plan().workspace()))
                .orElseThrow(() -> new RefusedException(refusal(engines, objections))));
    }

    private Optional<Candidate> built(Engine engine, DescriptorScope scope, Set<String> objections) {
        Descriptor plan = scope.create(DescriptorKind.EXECUTION_PLAN);
        try {
            target.aimPlan(plan);
            plan.of(Attribute.EXECUTION_PLAN_ENGINE_CONFIG, engine.configuration())
                    .complete();
            return Optional.of(new Candidate(engine, plan, new CudnnPlan(target, scope, plan, engine.words())));
        } catch (CudnnException e) {
            scope.drop(plan);
            objections.add("not to be built here (" + e.getMessage() + ")");
            return Optional.empty();
        }
    }

    private static String refusal(List<Engine> engines, Set<String> objections) {
        return engines.isEmpty()
                ? "cuDNN has no engine for this convolution"
                : "cuDNN has no engine for this convolution that may be used: its " + engines.size() + " are "
                        + String.join(", or ", objections);
    }
}
