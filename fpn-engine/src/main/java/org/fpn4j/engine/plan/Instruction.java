package org.fpn4j.engine.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;

/**
 * What a step does. Most are an {@link Operation} of the definition, forward or backward; the rest are what fusion and
 * differentiation make of them. {@code x} is an operation's input, {@code y} its output, {@code dx} the gradient with
 * respect to x.
 */
public sealed interface Instruction
        permits Instruction.Forward,
                Instruction.Backward,
                Instruction.BackwardExtension,
                Instruction.Loss,
                Instruction.Convolve,
                Instruction.ConvolveBackwardData,
                Instruction.ConvolveBackwardWeights,
                Instruction.JoinCells,
                Instruction.SplitCells,
                NormInstruction,
                ElementwiseChain {
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
        public int passing(IntPredicate trained) {
            return operation.passesGradients() ? 1 : 0;
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
     * Activate              x or y (Activation), dy                    -> dx
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
     * Slice                 dy                                         -> dx
     * Maximum               x_1 .. x_k, dy                             -> dx_1 .. dx_k
     * MapsToRows            dy                                         -> dx
     * DepthToSpace          dy                                         -> dx
     * SpaceToDepth          dy                                         -> dx
     * GlobalAveragePool     dy                                         -> dx
     * ScaleChannels         x, factors, dy                             -> dx, dfactors (factors that learn)
     * NormalizeChannels     x, scale, dy                               -> dx, dscale
     * TakeClass             classes, dy                                -> dx
     * RoiAlign              regions, dy                                -> dx_1 .. dx_k
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
    record Convolve(Operation.Convolution convolution, boolean bias, boolean residual, Activation activation)
            implements Instruction {
        @Override
        public String label() {
            return (convolution.groups() > 1 ? "depthwise " : "") + "convolution" + (bias ? " + bias" : "")
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
    record ConvolveBackwardData(Operation.Convolution convolution) implements Instruction {
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
    record ConvolveBackwardWeights(Operation.Convolution convolution, boolean bias) implements Instruction {
        @Override
        public String label() {
            return "convolution backward weights" + (bias ? " and bias" : "");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.convolveBackwardWeights(this);
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

    /** Something for every kind of instruction; no method has a default, so that the compiler names what is missing. */
    interface Visitor<R> {
        R forward(Forward instruction);

        R backward(Backward instruction);

        R backwardExtension(BackwardExtension instruction);

        R loss(Loss instruction);

        R convolve(Convolve instruction);

        R convolveBackwardData(ConvolveBackwardData instruction);

        R convolveBackwardWeights(ConvolveBackwardWeights instruction);

        R foldNorm(NormInstruction.Fold instruction);

        R foldNormBackward(NormInstruction.FoldBackward instruction);

        R normalizeBatch(NormInstruction.Normalize instruction);

        R normalizeBatchBackward(NormInstruction.NormalizeBackward instruction);

        R updateStatistics(NormInstruction.UpdateStatistics instruction);

        R joinCells(JoinCells instruction);

        R splitCells(SplitCells instruction);

        R chain(ElementwiseChain instruction);
    }
}
