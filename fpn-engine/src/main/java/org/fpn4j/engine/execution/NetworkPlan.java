package org.fpn4j.engine.execution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.engine.plan.ConvolvedMaps;
import org.fpn4j.engine.plan.Plan;
import org.fpn4j.engine.plan.PlanGraph;
import org.fpn4j.engine.plan.Planner;

/**
 * What a network would be, without its memory: a plan per set of outputs, and one for gradients, each made when it is first
 * asked for.
 */
public final class NetworkPlan implements AutoCloseable {
    private final Map<String, Shape> inputs;
    private final List<Parameter> parameters;
    private final Planner planner;
    private final Purpose purpose;
    private final List<KernelProvider> providers;
    private final boolean scalesGradients;
    private final Map<Set<String>, PlacedPlan> forwardPlans = new LinkedHashMap<>();
    private PlacedPlan gradientPlan; // null until it is asked for
    private Gradients unplaced; // null until formats are asked for, and once the plan for gradients is there
    private ParameterFormats formats; // null until a plan is made

    /** The steps for gradients, and what was offered for them. */
    private record Gradients(Plan steps, KernelOffers offers) {}

    NetworkPlan(
            PlanGraph graph,
            Planner planner,
            Purpose purpose,
            List<KernelProvider> providers,
            boolean scalesGradients) {
        this.inputs = graph.inputs();
        this.parameters = graph.parameters();
        this.planner = planner;
        this.purpose = purpose;
        this.providers = providers;
        this.scalesGradients = scalesGradients && purpose == Purpose.TRAINING;
    }

    /** Shapes of all inputs by name. */
    public Map<String, Shape> inputs() {
        return inputs;
    }

    /** Shapes of all declared outputs by name. */
    public Map<String, Shape> outputs() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        planner.outputs().forEach((name, value) -> shapes.put(name, value.shape()));
        return shapes;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** Where parameters and gradients lie: with the preferred provider. */
    public Memory memory() {
        return providers.get(0).memory();
    }

    Purpose purpose() {
        return purpose;
    }

    /** Whether gradients begin with a factor, as those in a type of small range do. */
    public boolean scalesGradients() {
        return scalesGradients;
    }

    /** Makes the calling thread one that kernels run in, as every run does; again where others computed there meanwhile. */
    public void enter() {
        providers.forEach(KernelProvider::enter);
    }

    /** Waits until all that kernels were asked for is computed. */
    void await() {
        providers.forEach(KernelProvider::await);
    }

    /** Names of all losses. */
    Set<String> losses() {
        return planner.losses();
    }

    PlacedPlan forward(Collection<String> names) {
        return forwardPlans.computeIfAbsent(
                new LinkedHashSet<>(names),
                wanted -> PlacedPlan.of(planner.forward(wanted, purpose), new KernelOffers(providers), formats()));
    }

    /** The maps that convolutions read on the way to outputs. */
    ConvolvedMaps convolvedMaps(Collection<String> names) {
        return planner.convolvedMaps(names);
    }

    /** What computes these maps. */
    PlacedPlan forConvolvedMaps(Collection<String> names) {
        return PlacedPlan.of(planner.forConvolvedMaps(names), new KernelOffers(providers), formats());
    }

    /** The ranges that a network of this plan needs, as if every bound were 1: what runs does not depend on them. */
    public Ranges exampleRanges(Collection<String> names) {
        ConvolvedMaps maps = convolvedMaps(names);
        Map<String, Ranges.Range> ranges = new LinkedHashMap<>();
        maps.maps()
                .forEach((name, map) ->
                        ranges.put(name, new Ranges.Range(!maps.neverNegative().contains(map), 1)));
        return new Ranges(ranges);
    }

    PlacedPlan gradients() {
        if (purpose != Purpose.TRAINING) {
            throw new IllegalStateException("this network was compiled for inference and has no gradients");
        }
        if (gradientPlan == null) {
            ParameterFormats kept = formats();
            gradientPlan = PlacedPlan.of(unplaced().steps(), unplaced().offers(), kept);
            unplaced = null;
        }
        return gradientPlan;
    }

    private Gradients unplaced() {
        if (unplaced == null) {
            unplaced = new Gradients(
                    scalesGradients ? planner.scaledGradients() : planner.gradients(), new KernelOffers(providers));
        }
        return unplaced;
    }

    /** How parameters are kept: where nothing is trained, plain. */
    private ParameterFormats formats() {
        if (formats == null) {
            formats = purpose == Purpose.TRAINING
                    ? ParameterFormats.of(unplaced().steps(), unplaced().offers())
                    : ParameterFormats.PLAIN;
        }
        return formats;
    }

    /** What runs for some outputs. */
    public PlanDescription describe(Collection<String> names) {
        return PlanDescription.of(forward(names), new double[0]);
    }

    /** What runs for a look at the maps that convolutions read on the way to some outputs. */
    public PlanDescription describeConvolvedMaps(Collection<String> names) {
        return PlanDescription.of(forConvolvedMaps(names), new double[0]);
    }

    /** What runs for the gradients. */
    public PlanDescription describeGradients() {
        return PlanDescription.of(gradients(), new double[0]);
    }

    /** Every value that is made for the gradients, in the order in which they are made. */
    public List<PlanValue> gradientValues() {
        return watchedGradients().all().stream()
                .map(WatchedValues.Watched::value)
                .toList();
    }

    /** What {@link PlanNetwork#watchGradients} takes, by memory. */
    public Map<Memory, Long> watchBytes() {
        return watchedGradients().bytes();
    }

    WatchedValues watchedGradients() {
        return WatchedValues.of(gradients(), providers);
    }

    /** Native bytes of the parameters, and where they are trained of their gradients. */
    public long parameterBytes() {
        return ParameterStore.bytes(parameters, purpose == Purpose.TRAINING);
    }

    /** What {@link PlanNetwork#prefetch} takes for the inputs of gradients, by memory: bytes there, and as many on the host. */
    public Map<Memory, Long> prefetchBytes() {
        return prefetchBytes(gradients());
    }

    /** The same for the inputs of some outputs. */
    public Map<Memory, Long> prefetchBytes(Collection<String> names) {
        return prefetchBytes(forward(names));
    }

    private static Map<Memory, Long> prefetchBytes(PlacedPlan plan) {
        Map<Memory, Long> bytes = new LinkedHashMap<>();
        plan.fed().forEach(input -> bytes.merge(input.memory(), input.bytes(), Long::sum));
        return bytes;
    }

    /** Makes the network, which takes this plan over and closes it; where that fails, nothing is left. */
    public PlanNetwork start(Weights initial) {
        ParameterStore store = null;
        try {
            enter();
            ParameterOrder order = new ParameterOrder(formats(), providers.get(0));
            store = new ParameterStore(parameters, purpose == Purpose.TRAINING, memory(), order);
            store.load(initial);
            return new PlanNetwork(this, store);
        } catch (RuntimeException e) {
            if (store != null) {
                store.close();
            }
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        providers.forEach(KernelProvider::close);
    }
}
