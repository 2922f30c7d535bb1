package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;

/**
 * What a step does. Most are an {@link Operation} of the definition, forward or backward; the rest are what fusion and
 * differentiation make of them. {@code x} is an operation's input, {@code y} its output, {@code dx} the gradient with
 * respect to x.
 */
public sealed interface Instruction {
    /** Lower-case words, for people. */
    String label();

    /** Asks a visitor what it has for this kind of instruction. */
    <R> R accept(Visitor<R> visitor);

    /**
     * Inputs that may share their memory with the first output where nobody else reads them later: the step reads each of
     * their values before it writes the same place.
     */
    default Set<Integer> overwritable() {
        return Set.of();
    }

    /** Whether the first output is a loss and the second its gradient. */
    default boolean makesLoss() {
        return false;
    }

    /** Whether outputs are buffers of the network, so that the step matters even where nobody reads them. */
    default boolean changesBuffers() {
        return false;
    }

    /**
     * Whether it prepares its first output for those who read it: that is then cheaper to make again for the backward pass
     * than to keep, and is made in the format in which it is read first.
     */
    default boolean prepares() {
        return false;
    }

    /**
     * How many outputs gradients flow back through, the first ones.
     *
     * @param trained whether an input needs a gradient
     */
    default int passing(IntPredicate trained) {
        return 1;
    }

    /**
     * An operation as it stands: its inputs to {@code y}. A group norm also gives {@code mean [N, groups]} and {@code
     * variance [N, groups]}, a max pool a {@link Value.State} of the output's shape.
     */
    record Forward(Operation operation, Set<Integer> overwritable) implements Instruction {
        /** One that writes over none of its inputs. */
        public Forward(Operation operation) {
            this(operation, Set.of());
        }

        /** One that may write over its first input. */
        static Forward inPlace(Operation operation) {
            return new Forward(operation, Set.of(0));
        }

        @Override
        public String label() {
            return operation.label();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.forward(this);
        }
    }

    /**
     * The gradient of an operation, from the operation's own inputs (those that are needed) and {@code dy}:
     *
     * <pre>
     * Activate              (x for SWISH, else y), dy                  -> dx
     * BatchNorm (stored)    x, scale, mean, variance, dy               -> dx, dscale, dshift
     * GroupNorm             x, scale, mean, variance, dy               -> dx, dscale, dshift
     * MaxPool               x, state, dy                               -> dx
     * ResizeNearest         dy                                         -> dx
     * ScaleByParameter      x, factor, dy                              -> dx, dfactor
     * WeightedFusion        x_1 .. x_k, weights, dy                    -> dx_1 .. dx_k, dweights
     * Concat                dy                                         -> dx_1 .. dx_k
     * MapToCells            dy                                         -> dx
     * DecodeDeltas          deltas, anchors, dy                        -> ddeltas
     * DistancesToBoxes      dy                                         -> ddistances
     * </pre>
     */
    record Backward(Operation operation, Set<Integer> overwritable) implements Instruction {
        /** One that writes over none of its inputs. */
        public Backward(Operation operation) {
            this(operation, Set.of());
        }

        @Override
        public String label() {
            return operation.label() + "_backward";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.backward(this);
        }
    }

    /** The gradient of an operation from outside: its inputs and {@code dy} to the gradients of some inputs, by index. */
    record BackwardExtension(Operation.Extension operation, List<Integer> wanted) implements Instruction {
        public BackwardExtension {
            wanted = List.copyOf(wanted);
        }

        @Override
        public String label() {
            return operation.label() + "_backward";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.backwardExtension(this);
        }
    }

    /** A loss and its gradient in one: the operation's inputs to the loss (a scalar) and the gradient of the first. */
    record Loss(Operation.Loss operation) implements Instruction {
        @Override
        public String label() {
            return operation.label();
        }

        @Override
        public boolean makesLoss() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.loss(this);
        }
    }

    /**
     * A convolution with what follows it: {@code activation(convolution(x, weight) + bias + residual)}. Inputs: x, weight,
     * then bias and residual where there are.
     */
    record Convolve(int stride, Padding padding, int groups, boolean bias, boolean residual, Activation activation)
            implements Instruction {
        @Override
        public String label() {
            return (groups > 1 ? "depthwise " : "") + "convolution" + (bias ? " + bias" : "")
                    + (residual ? " + residual" : "")
                    + (activation == Activation.NONE
                            ? ""
                            : " + " + activation.name().toLowerCase(Locale.ROOT));
        }

        /** What a step of this adds to its convolution; empty where it adds nothing. */
        public Optional<Value> residual(Step step) {
            return residual ? Optional.of(step.inputs().get(step.inputs().size() - 1)) : Optional.empty();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convolve(this);
        }
    }

    /** Inputs: weight, gradient of the convolution's output. Output: dx. */
    record ConvolveBackwardData(int stride, Padding padding, int groups) implements Instruction {
        @Override
        public String label() {
            return "convolution backward data";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convolveBackwardData(this);
        }
    }

    /** Inputs: x, gradient of the convolution's output. Outputs: dweight, and dbias where wanted. */
    record ConvolveBackwardWeights(int stride, Padding padding, int groups, boolean bias) implements Instruction {
        @Override
        public String label() {
            return "convolution backward weights" + (bias ? " and bias" : "");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convolveBackwardWeights(this);
        }
    }

    /**
     * A stored batch norm moved into the convolution before it, with {@code s = scale / sqrt(variance + epsilon)}: weight
     * becomes {@code s weight}, bias {@code shift + s (bias - mean)}. Inputs: weight, bias where there is one, scale,
     * shift, mean, variance. Outputs: the new weight and the new bias.
     */
    record FoldNorm(double epsilon, boolean bias) implements Instruction {
        @Override
        public String label() {
            return "fold norm";
        }

        @Override
        public int passing(IntPredicate trained) {
            return bias && trained.test(1) ? 2 : 1;
        }

        @Override
        public boolean prepares() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.foldNorm(this);
        }
    }

    /**
     * Gradients of the folded weight and bias to those of the convolution's own: times {@code s}. Inputs: scale, variance,
     * gradient of the new weight, and with a bias the gradient of the new bias. Outputs: dweight, and dbias.
     */
    record FoldNormBackward(double epsilon, boolean bias) implements Instruction {
        @Override
        public String label() {
            return "fold norm backward";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.foldNormBackward(this);
        }
    }

    /** Batch norm by the statistics of its batch. Inputs: x, scale, shift. Outputs: y, mean, variance (biased). */
    record NormalizeBatch(double epsilon) implements Instruction {
        @Override
        public String label() {
            return "batch norm";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalizeBatch(this);
        }
    }

    /** Inputs: x, scale, mean, variance, dy. Outputs: dx, dscale, dshift. */
    record NormalizeBatchBackward(double epsilon) implements Instruction {
        @Override
        public String label() {
            return "batch norm backward";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normalizeBatchBackward(this);
        }
    }

    /**
     * Running statistics take a share of the batch's, the variance in its unbiased estimate. Inputs: mean and variance of
     * the batch. Outputs: the running ones, which are buffers of the network and change in place.
     *
     * @param values per channel
     */
    record UpdateStatistics(double momentum, long values) implements Instruction {
        @Override
        public String label() {
            return "update running statistics";
        }

        @Override
        public boolean changesBuffers() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.updateStatistics(this);
        }
    }

    /** Predictor maps of all levels to {@code [N, L, values]}: {@code MapToCells} of each, joined along L. */
    record JoinCells(int values) implements Instruction {
        @Override
        public String label() {
            return "maps to cells";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.joinCells(this);
        }
    }

    /** Gradient of {@link JoinCells}: {@code [N, L, values]} to the gradients of the maps. */
    record SplitCells(int values) implements Instruction {
        @Override
        public String label() {
            return "cells to maps";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.splitCells(this);
        }
    }

    /**
     * Elementwise instructions on tensors of one shape, each on the result of the one before: sums, constant factors,
     * activations and their gradients. Inputs: those of the first link, then for each gradient of an activation behind it what that
     * is known from (its {@code dy} is the result before it).
     */
    record Chain(List<Instruction> links) implements Instruction {
        public Chain {
            links = List.copyOf(links);
        }

        /** A step of this kind as a step for each link. */
        public List<Step> apart(Step chain) {
            List<Step> steps = new ArrayList<>();
            int taken = chain.inputs().size();
            for (Instruction link : links.subList(1, links.size())) {
                taken -= ElementwiseChains.readsBeside(link);
            }
            List<Value> inputs = new ArrayList<>(chain.inputs().subList(0, taken));
            for (int i = 0; i < links.size(); i++) {
                Value made = i == links.size() - 1
                        ? chain.outputs().get(0)
                        : Value.computed(
                                chain.outputs().get(0).name() + "'" + i,
                                chain.outputs().get(0).shape());
                steps.add(new Step(links.get(i), inputs, List.of(made), chain.origins()));
                inputs = new ArrayList<>();
                if (i < links.size() - 1) {
                    int beside = ElementwiseChains.readsBeside(links.get(i + 1));
                    inputs.addAll(chain.inputs().subList(taken, taken + beside));
                    taken += beside;
                }
                inputs.add(made);
            }
            return steps;
        }

        @Override
        public Set<Integer> overwritable() {
            return links.get(0).overwritable();
        }

        @Override
        public String label() {
            return links.stream().map(Instruction::label).collect(Collectors.joining(" + "));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.chain(this);
        }
    }

    /** Something for every kind of instruction; no method has a default, so that the compiler names what is missing. */
    interface Visitor<R> {
        R forward(Forward instruction);

        R backward(Backward instruction);

        R backwardExtension(BackwardExtension instruction);

        R loss(Loss instruction);

        R convolve(Convolve instruction);

        R convolveBackwardData(ConvolveBackwardData instruction);

        R convolveBackwardWeights(ConvolveBackwardWeights instruction);

        R foldNorm(FoldNorm instruction);

        R foldNormBackward(FoldNormBackward instruction);

        R normalizeBatch(NormalizeBatch instruction);

        R normalizeBatchBackward(NormalizeBatchBackward instruction);

        R updateStatistics(UpdateStatistics instruction);

        R joinCells(JoinCells instruction);

        R splitCells(SplitCells instruction);

        R chain(Chain instruction);
    }
}
