package org.fpn4j.cuda.cudnn;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.files.DiskCache;
import org.fpn4j.engine.kernel.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** cuDNN's plans for a card: each is made once, and those that took a compiler or a stopwatch are kept as files, too. */
public final class ConvolutionPlans implements Convolutions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConvolutionPlans.class);

    private final CudnnTarget target;
    private final DiskCache cache;
    private final PlanSearch search;
    private final String conditions;
    private final boolean isTimed;
    private final Map<ConvolutionGraph, Answer> answers = new HashMap<>();

    /** A plan, or why there is none. */
    private record Answer(Optional<CudnnPlan> plan, String refusal) {}

    /**
     * Plans for a card.
     *
     * @param target closed with this
     * @param timer chooses among the first few; without one, cuDNN's order does
     */
    public ConvolutionPlans(CudnnTarget target, EngineRules rules, DiskCache cache, Optional<PlanTimer> timer) {
        Optional<String> card = target.description();
        this.target = target;
        this.cache = card.isPresent() ? cache : new DiskCache(Optional.empty()); // plans of one card are no other's
        this.search = new PlanSearch(target, rules, timer);
        this.isTimed = timer.isPresent();
        this.conditions = String.join(
                "\n",
                rules.toString(),
                isTimed ? "the fastest" : "the first",
                "cuDNN " + target.version(),
                card.orElse(""));
    }

    @Override
    public synchronized ConvolutionPlan plan(ConvolutionGraph graph) {
        Answer answer = answers.get(graph);
        if (answer == null) {
            synchronized (target.lock()) {
                answer = answer(graph);
            }
            answers.put(graph, answer);
        }
        String refusal = answer.refusal();
        return answer.plan().orElseThrow(() -> new RefusedException(refusal));
    }

    /**
     * Engines that may compute a graph, in the order in which they are tried.
     *
     * @throws CudnnException where cuDNN does not know such graphs
     */
    List<String> engines(ConvolutionGraph graph) {
        return search.engines(graph);
    }

    private Answer answer(ConvolutionGraph graph) {
        try {
            Optional<CudnnPlan> stored = stored(graph);
            return new Answer(Optional.of(stored.isPresent() ? stored.get() : made(graph)), "");
        } catch (CudnnException | RefusedException e) {
            return new Answer(Optional.empty(), e.getMessage());
        }
    }

    private String key(ConvolutionGraph graph) {
        return graph + "\n" + conditions;
    }

    private Optional<CudnnPlan> stored(ConvolutionGraph graph) {
        return cache.get(key(graph)).flatMap(content -> {
            String[] stored = new String(content, StandardCharsets.UTF_8).split("\n", 2); // words, and cuDNN's own
            DescriptorScope parts = new DescriptorScope();
            try {
                Descriptor plan = parts.create(DescriptorKind.EXECUTION_PLAN);
                target.aimPlan(plan);
                plan.text(Attribute.EXECUTION_PLAN_JSON_REPRESENTATION, stored[1])
                        .complete();
                return Optional.of(new CudnnPlan(target, parts, plan, stored[0]));
            } catch (CudnnException e) {
                parts.close();
                LOG.warn("a plan that was kept is made again: {}", e.getMessage());
                return Optional.empty();
            }
        });
    }

    private CudnnPlan made(ConvolutionGraph graph) {
        PlanSearch.Found found = search.find(graph);
        if (isTimed || found.engine().isCompiledAtRunTime()) {
            keep(graph, found);
        }
        return found.plan();
    }

    private void keep(ConvolutionGraph graph, PlanSearch.Found found) {
        try {
            String content = found.engine().words() + "\n" + found.plan().json();
            cache.put(key(graph), content.getBytes(StandardCharsets.UTF_8));
        } catch (CudnnException e) {
            LOG.warn("a plan is not kept: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        answers.values().forEach(answer -> answer.plan().ifPresent(CudnnPlan::close));
        answers.clear();
        target.close();
    }
}
