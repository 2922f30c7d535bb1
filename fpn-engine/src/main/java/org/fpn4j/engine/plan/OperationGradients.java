package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.fpn4j.core.graph.Operation;

/**
 * The gradient of each operation that is a step of its own.
 *
 * @param step the forward step
 * @param dy the gradient of its first output
 * @param needed whether an input needs a gradient
 */
record OperationGradients(Step step, Value dy, Predicate<Value> needed)
        implements Operation.Visitor<OperationGradients.Gradient> {
    /**
     * How gradients of inputs are made.
     *
     * @param instruction empty where the gradient of the output is that of every input
     * @param inputs of the backward step
     * @param wanted inputs of the forward step whose gradients are the backward step's outputs
     */
    record Gradient(Optional<Instruction> instruction, List<Value> inputs, List<Value> wanted) {}

    /** The backward step of an activation, which may write over the gradient that it reads. */
    static Instruction activation(Operation.Activate activate) {
        return new Instruction.Backward(activate, Set.of(1));
    }

    @Override
    public Gradient convolution(Operation.Convolution convolution) {
        return elsewhere(convolution);
    }

    @Override
    public Gradient batchNorm(Operation.BatchNorm norm) {
        List<Value> in = step.inputs();
        return gradient(
                new Instruction.Backward(norm),
                List.of(in.get(0), in.get(1), in.get(3), in.get(4), dy),
                in.subList(0, 3));
    }

    @Override
    public Gradient groupNorm(Operation.GroupNorm norm) {
        List<Value> in = step.inputs();
        List<Value> out = step.outputs();
        return gradient(new Instruction.Backward(norm), List.of(in.get(0), in.get(1), out.get(1), out.get(2), dy), in);
    }

    @Override
    public Gradient activate(Operation.Activate activate) {
        Value known = activate.activation().slopeIsKnownByInput()
                ? step.inputs().get(0)
                : step.outputs().get(0);
        return gradient(activation(activate), List.of(known, dy), step.inputs());
    }

    @Override
    public Gradient maxPool(Operation.MaxPool pool) {
        Value state = step.outputs().get(1);
        return gradient(new Instruction.Backward(pool), List.of(step.inputs().get(0), state, dy), step.inputs());
    }

    @Override
    public Gradient resizeNearest(Operation.ResizeNearest resize) {
        return gradient(new Instruction.Backward(resize), List.of(dy), step.inputs());
    }

    @Override
    public Gradient sum(Operation.Sum sum) {
        return new Gradient(Optional.empty(), List.of(), step.inputs());
    }

    @Override
    public Gradient multiply(Operation.Multiply multiply) {
        return gradient(step.instruction(), List.of(dy), step.inputs());
    }

    @Override
    public Gradient scaleByParameter(Operation.ScaleByParameter scale) {
        return gradient(new Instruction.Backward(scale), inputsAndGradient(), step.inputs());
    }

    @Override
    public Gradient weightedFusion(Operation.WeightedFusion fusion) {
        return gradient(new Instruction.Backward(fusion), inputsAndGradient(), step.inputs());
    }

    @Override
    public Gradient concat(Operation.Concat concat) {
        return gradient(new Instruction.Backward(concat), List.of(dy), step.inputs());
    }

    @Override
    public Gradient mapToCells(Operation.MapToCells cells) {
        return gradient(new Instruction.Backward(cells), List.of(dy), step.inputs());
    }

    @Override
    public Gradient slice(Operation.Slice slice) {
        return gradient(new Instruction.Backward(slice), List.of(dy), step.inputs());
    }

    @Override
    public Gradient maximum(Operation.Maximum maximum) {
        return gradient(new Instruction.Backward(maximum), inputsAndGradient(), step.inputs());
    }

    @Override
    public Gradient mapsToRows(Operation.MapsToRows maps) {
        return gradient(new Instruction.Backward(maps, Set.of(0)), List.of(dy), step.inputs());
    }

    @Override
    public Gradient depthToSpace(Operation.DepthToSpace depth) {
        return gradient(new Instruction.Backward(depth), List.of(dy), step.inputs());
    }

    @Override
    public Gradient spaceToDepth(Operation.SpaceToDepth space) {
        return gradient(new Instruction.Backward(space), List.of(dy), step.inputs());
    }

    @Override
    public Gradient globalAveragePool(Operation.GlobalAveragePool pool) {
        return gradient(new Instruction.Backward(pool), List.of(dy), step.inputs());
    }

    @Override
    public Gradient scaleChannels(Operation.ScaleChannels scale) {
        Value factors = step.inputs().get(1);
        if (!needed.test(factors)) { // then the map need not be kept
            return gradient(
                    step.instruction(), List.of(dy, factors), step.inputs().subList(0, 1));
        }
        return gradient(new Instruction.Backward(scale), inputsAndGradient(), step.inputs());
    }

    @Override
    public Gradient normalizeChannels(Operation.NormalizeChannels normalize) {
        return gradient(new Instruction.Backward(normalize), inputsAndGradient(), step.inputs());
    }

    @Override
    public Gradient takeClass(Operation.TakeClass take) {
        List<Value> in = step.inputs();
        return gradient(new Instruction.Backward(take), List.of(in.get(1), dy), in.subList(0, 1));
    }

    @Override
    public Gradient roiAlign(Operation.RoiAlign align) {
        int maps = step.inputs().size() - 1;
        Value regions = step.inputs().get(maps);
        return gradient(
                new Instruction.Backward(align),
                List.of(regions, dy),
                step.inputs().subList(0, maps));
    }

    @Override
    public Gradient decision(Operation.Decision decision) {
        throw new IllegalStateException("no gradient arrives at a decision[" + decision.label() + "]");
    }

    @Override
    public Gradient decodeDeltas(Operation.DecodeDeltas decode) {
        return gradient(
                new Instruction.Backward(decode),
                inputsAndGradient(),
                step.inputs().subList(0, 1));
    }

    @Override
    public Gradient distancesToBoxes(Operation.DistancesToBoxes distances) {
        return gradient(new Instruction.Backward(distances), List.of(dy), step.inputs());
    }

    @Override
    public Gradient loss(Operation.Loss loss) {
        return elsewhere(loss);
    }

    @Override
    public Gradient extension(Operation.Extension operation) {
        List<Value> in = step.inputs();
        List<Integer> wanted = IntStream.range(0, in.size())
                .filter(index -> needed.test(in.get(index)))
                .boxed()
                .toList();
        return gradient(
                new Instruction.BackwardExtension(operation, wanted),
                inputsAndGradient(),
                wanted.stream().map(in::get).toList());
    }

    private static Gradient gradient(Instruction instruction, List<Value> inputs, List<Value> wanted) {
        return new Gradient(Optional.of(instruction), inputs, wanted);
    }

    private List<Value> inputsAndGradient() {
        List<Value> inputs = new ArrayList<>(step.inputs());
        inputs.add(dy);
        return inputs;
    }

    /** Convolutions and losses are instructions of their own, with rules in {@link InstructionGradients}. */
    private static Gradient elsewhere(Operation operation) {
        throw new IllegalStateException("operation[" + operation.label() + "] is never a step as it stands");
    }
}
