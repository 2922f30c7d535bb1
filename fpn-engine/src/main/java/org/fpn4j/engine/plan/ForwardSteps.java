package org.fpn4j.engine.plan;

import java.util.List;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.PlanGraph.Node;

/**
 * The steps of a node that is part of no other's step: one, and with it what its backward step will ask for.
 *
 * @param purpose decides which statistics batch norm uses
 * @param differentiated whether gradients will be asked for
 */
record ForwardSteps(Node node, Value y, Purpose purpose, boolean differentiated)
        implements Operation.Visitor<List<Step>> {
    static List<Step> of(Node node, Purpose purpose, boolean differentiated) {
        return node.operation().accept(new ForwardSteps(node, node.output(), purpose, differentiated));
    }

    private List<Step> step(Instruction instruction, Value... outputs) {
        return List.of(new Step(instruction, node.inputs(), List.of(outputs), List.of(node.name())));
    }

    @Override
    public List<Step> convolution(Operation.Convolution convolution) {
        return step(new Instruction.Forward(convolution), y);
    }

    @Override
    public List<Step> batchNorm(Operation.BatchNorm norm) {
        if (!norm.trained() || purpose != Purpose.TRAINING) {
            return step(new Instruction.Forward(norm), y);
        }
        List<String> origins = List.of(node.name());
        Value mean = Value.computed(node.name() + ".mean", node.inputs().get(1).shape());
        Value variance = Value.computed(node.name() + ".variance", mean.shape());
        Step normalize = new Step(
                new NormInstruction.Normalize(norm.epsilon()),
                node.inputs().subList(0, 3),
                List.of(y, mean, variance),
                origins);
        long values = y.shape().size() / y.shape().channels();
        Step update = new Step(
                new NormInstruction.UpdateStatistics(norm.momentum(), values),
                List.of(mean, variance),
                node.inputs().subList(3, 5),
                origins);
        return differentiated ? List.of(normalize, update) : List.of(normalize);
    }

    @Override
    public List<Step> groupNorm(Operation.GroupNorm norm) {
        Shape statistics = Shape.of(y.shape().batch(), norm.groups());
        Value mean = Value.computed(node.name() + ".mean", statistics);
        Value variance = Value.computed(node.name() + ".variance", statistics);
        return step(new Instruction.Forward(norm), y, mean, variance);
    }

    @Override
    public List<Step> activate(Operation.Activate activate) {
        return step(Instruction.Forward.inPlace(activate), y);
    }

    @Override
    public List<Step> maxPool(Operation.MaxPool pool) {
        Value state = new Value(node.name() + ".state", y.shape(), new Value.State());
        return step(new Instruction.Forward(pool), y, state);
    }

    @Override
    public List<Step> resizeNearest(Operation.ResizeNearest resize) {
        return step(new Instruction.Forward(resize), y);
    }

    @Override
    public List<Step> sum(Operation.Sum sum) {
        return step(Instruction.Forward.inPlace(sum), y);
    }

    @Override
    public List<Step> multiply(Operation.Multiply multiply) {
        return step(Instruction.Forward.inPlace(multiply), y);
    }

    @Override
    public List<Step> scaleByParameter(Operation.ScaleByParameter scale) {
        return step(Instruction.Forward.inPlace(scale), y);
    }

    @Override
    public List<Step> weightedFusion(Operation.WeightedFusion fusion) {
        return step(new Instruction.Forward(fusion), y);
    }

    @Override
    public List<Step> concat(Operation.Concat concat) {
        return step(new Instruction.Forward(concat), y);
    }

    @Override
    public List<Step> mapToCells(Operation.MapToCells cells) {
        return step(new Instruction.Forward(cells), y);
    }

    @Override
    public List<Step> slice(Operation.Slice slice) {
        return step(new Instruction.Forward(slice), y);
    }

    @Override
    public List<Step> maximum(Operation.Maximum maximum) {
        return step(new Instruction.Forward(maximum), y);
    }

    @Override
    public List<Step> mapsToRows(Operation.MapsToRows maps) {
        return step(Instruction.Forward.inPlace(maps), y);
    }

    @Override
    public List<Step> depthToSpace(Operation.DepthToSpace depth) {
        return step(new Instruction.Forward(depth), y);
    }

    @Override
    public List<Step> spaceToDepth(Operation.SpaceToDepth space) {
        return step(new Instruction.Forward(space), y);
    }

    @Override
    public List<Step> globalAveragePool(Operation.GlobalAveragePool pool) {
        return step(new Instruction.Forward(pool), y);
    }

    @Override
    public List<Step> scaleChannels(Operation.ScaleChannels scale) {
        return step(Instruction.Forward.inPlace(scale), y);
    }

    @Override
    public List<Step> normalizeChannels(Operation.NormalizeChannels normalize) {
        return step(new Instruction.Forward(normalize), y);
    }

    @Override
    public List<Step> takeClass(Operation.TakeClass take) {
        return step(new Instruction.Forward(take), y);
    }

    @Override
    public List<Step> roiAlign(Operation.RoiAlign align) {
        return step(new Instruction.Forward(align), y);
    }

    @Override
    public List<Step> decision(Operation.Decision decision) {
        return step(new Instruction.Forward(decision), y);
    }

    @Override
    public List<Step> decodeDeltas(Operation.DecodeDeltas decode) {
        return step(new Instruction.Forward(decode), y);
    }

    @Override
    public List<Step> distancesToBoxes(Operation.DistancesToBoxes distances) {
        return step(new Instruction.Forward(distances), y);
    }

    @Override
    public List<Step> loss(Operation.Loss loss) {
        return step(
                new Instruction.Loss(loss), y, Value.gradientOf(node.inputs().get(0)));
    }

    @Override
    public List<Step> extension(Operation.Extension operation) {
        return step(new Instruction.Forward(operation), y);
    }
}
