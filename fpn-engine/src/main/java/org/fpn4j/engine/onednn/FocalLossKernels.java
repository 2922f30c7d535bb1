package org.fpn4j.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_sum;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.FloatPointer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Choice;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.plan.Step;

/**
 * Sigmoid focal loss and its gradient for gamma = 2, a few rows at a time so that everything between stays in the cache.
 *
 * <p>Nearly all values are negatives, so the vector units treat all of them as such. With p = sigmoid(x), s = softplus(x)
 * and t = -2 p^2 s:
 *
 * <pre>
 * loss     = (1 - alpha) p^2 s                       = -(1 - alpha) t / 2
 * gradient = (1 - alpha) p^2 (2 (1 - p) s + p)       = (1 - alpha) ((p^2 + t) p - t)
 * </pre>
 *
 * Then the one value of each positive cell that is its class is put right.
 */
final class FocalLossKernels {
    private static final int ROWS = 1024; // a row is a cell; of 91 classes, three such pieces take about a megabyte

    private final Engine engine;
    private final ElementwiseKernels elementwise;

    FocalLossKernels(Engine engine, ElementwiseKernels elementwise) {
        this.engine = engine;
        this.elementwise = elementwise;
    }

    static boolean serves(Operation.FocalLoss focal) {
        return focal.gamma() == 2;
    }

    Choice choose(Step step, Operation.FocalLoss focal) {
        Shape logits = step.inputs().get(0).shape();
        int cells = logits.dim(0) * logits.dim(1);
        int classes = logits.dim(2);
        Rows whole = new Rows(Math.min(ROWS, cells), classes, focal);
        Rows rest = cells % ROWS == 0 || cells < ROWS ? whole : new Rows(cells % ROWS, classes, focal);
        long scratch = whole.scratchBytes() + Math.max(whole.needs(), rest.needs());
        return new Choice(
                whole.implementation(),
                List.of(Format.PLAIN, Format.PLAIN, Format.PLAIN),
                List.of(Format.PLAIN, Format.PLAIN),
                scratch,
                (in, out, memory) -> {
                    FloatPointer weights = new FloatPointer(cells);
                    FloatPointer sums = new FloatPointer(cells);
                    List<Kernel> pieces = new ArrayList<>();
                    for (int first = 0; first < cells; first += ROWS) {
                        Rows rows = cells - first >= ROWS || first == 0 ? whole : rest;
                        pieces.addAll(rows.bind(in.get(0), out.get(1), memory, weights, sums, first));
                    }
                    return new Loss(
                            focal,
                            cells,
                            classes,
                            Host.floats(in.get(0), logits.size()),
                            Host.floats(in.get(1), cells),
                            Host.floats(in.get(2), cells),
                            weights,
                            sums,
                            Host.floats(out.get(0), 1),
                            Host.floats(out.get(1), logits.size()),
                            new Sequence(pieces));
                });
    }

    private static double negativeShare(Operation.FocalLoss focal) {
        return focal.alpha() < 0 ? 1 : 1 - focal.alpha();
    }

    private static double positiveShare(Operation.FocalLoss focal) {
        return focal.alpha() < 0 ? 1 : focal.alpha();
    }

    /** The primitives for a number of rows. */
    private final class Rows {
        private final int rows;
        private final int classes;
        private final dnnl_memory_desc piece;
        private final dnnl_memory_desc column;
        private final Primitive sigmoid;
        private final Primitive softplus;
        private final Primitive terms;
        private final Primitive rowSums;
        private final Primitive gradient;

        Rows(int rows, int classes, Operation.FocalLoss focal) {
            this.rows = rows;
            this.classes = classes;
            piece = engine.plain(1, rows, 1, classes); // a row as a channel: oneDNN spreads a value per channel fast
            column = engine.plain(1, rows, 1, 1);
            sigmoid = elementwise.eltwise(piece, new Eltwise(dnnl_eltwise_logistic, 0));
            softplus = elementwise.eltwise(piece, new Eltwise(dnnl_eltwise_soft_relu, 1));
            // p * p * s * -2
            terms = elementwise.binary(
                    dnnl_binary_mul,
                    piece,
                    piece,
                    piece,
                    PostOps.on(engine)
                            .binary(dnnl_binary_mul, piece)
                            .eltwise(linear(-2))
                            .attributes());
            // ((p * p + t) * p - t) * (1 - alpha) * weight
            gradient = elementwise.binary(
                    dnnl_binary_mul,
                    piece,
                    piece,
                    piece,
                    PostOps.on(engine)
                            .binary(dnnl_binary_add, piece)
                            .binary(dnnl_binary_mul, piece)
                            .binary(dnnl_binary_sub, piece)
                            .eltwise(linear(negativeShare(focal)))
                            .binary(dnnl_binary_mul, column)
                            .attributes());
            dnnl_primitive_desc sum = new dnnl_primitive_desc();
            Engine.check(
                    dnnl_reduction_primitive_desc_create(
                            sum, engine.handle(), dnnl_reduction_sum, piece, column, 0, 0, engine.attributes()),
                    "a sum over rows");
            rowSums = new Primitive(engine, sum);
        }

        private static Eltwise linear(double factor) {
            return new Eltwise(dnnl_eltwise_linear, (float) factor);
        }

        String implementation() {
            return gradient.implementation();
        }

        private long pieceBytes() {
            return ((long) rows * classes * Float.BYTES + 63) / 64 * 64;
        }

        /** p, s and t. */
        long scratchBytes() {
            return 3 * pieceBytes();
        }

        /** What the primitives themselves need. */
        long needs() {
            long most = 0;
            for (Primitive primitive : List.of(sigmoid, softplus, terms, rowSums, gradient)) {
                most = Math.max(most, primitive.scratchBytes());
            }
            return most;
        }

        List<Kernel> bind(
                Block logits, Block gradients, Block memory, FloatPointer weights, FloatPointer sums, int first) {
            long offset = (long) first * classes;
            Block x = part(logits, offset);
            Block p = part(memory, 0);
            Block s = part(memory, pieceBytes() / Float.BYTES);
            Block t = part(memory, 2 * pieceBytes() / Float.BYTES);
            Block rest = part(memory, 3 * pieceBytes() / Float.BYTES);
            FloatPointer weight = weights.getPointer(first);
            FloatPointer sum = sums.getPointer(first);
            return List.of(
                    engine.bind(sigmoid, rest)
                            .with(DNNL_ARG_SRC, piece, x)
                            .with(DNNL_ARG_DST, piece, p)
                            .kernel(),
                    engine.bind(softplus, rest)
                            .with(DNNL_ARG_SRC, piece, x)
                            .with(DNNL_ARG_DST, piece, s)
                            .kernel(),
                    engine.bind(terms, rest)
                            .with(DNNL_ARG_SRC_0, piece, p)
                            .with(DNNL_ARG_SRC_1, piece, p)
                            .with(PostOps.operand(0), piece, s)
                            .with(DNNL_ARG_DST, piece, t)
                            .kernel(),
                    engine.bind(rowSums, rest)
                            .with(DNNL_ARG_SRC, piece, t)
                            .with(DNNL_ARG_DST, column, sum)
                            .kernel(),
                    engine.bind(gradient, rest)
                            .with(DNNL_ARG_SRC_0, piece, p)
                            .with(DNNL_ARG_SRC_1, piece, p)
                            .with(PostOps.operand(0), piece, t)
                            .with(PostOps.operand(1), piece, p)
                            .with(PostOps.operand(2), piece, t)
                            .with(PostOps.operand(4), column, weight)
                            .with(DNNL_ARG_DST, piece, part(gradients, offset))
                            .kernel());
        }

        private Block part(Block block, long values) {
            return new Block(block.memory(), block.offset() + values, block.bytes() - values * Float.BYTES);
        }
    }

    /** The whole loss. */
    private record Loss(
            Operation.FocalLoss focal,
            int cells,
            int classes,
            FloatBuffer logits,
            FloatBuffer labels,
            FloatBuffer given,
            FloatPointer weights,
            FloatPointer sums,
            FloatBuffer loss,
            FloatBuffer gradients,
            Kernel negatives)
            implements Kernel {
        @Override
        public void run() {
            for (int i = 0; i < cells; i++) {
                weights.put(i, labels.get(i) > -1.5f ? given.get(i) : 0); // label -2 is ignored
            }
            negatives.run();
            double total = 0;
            for (int i = 0; i < cells; i++) {
                float weight = weights.get(i);
                if (weight != 0) {
                    total += weight * sums.get(i) * (-0.5 * negativeShare(focal));
                    int label = Math.round(labels.get(i));
                    if (label >= 0 && label < classes) {
                        total += correct((long) i * classes + label, weight);
                    }
                }
            }
            loss.put(0, (float) total);
        }

        /** Replaces the gradient of one value by that of a positive; gives the difference in the loss. */
        private double correct(long index, float weight) {
            double x = logits.get((int) index);
            double p = 1 / (1 + Math.exp(-x));
            double q = 1 / (1 + Math.exp(x));
            double asNegative = negativeShare(focal) * p * p * softplus(x);
            double likelihood = softplus(-x);
            double asPositive = positiveShare(focal) * q * q * likelihood;
            double gradient = -positiveShare(focal) * q * q * (2 * p * likelihood + q);
            gradients.put((int) index, (float) (weight * gradient));
            return weight * (asPositive - asNegative);
        }

        private static double softplus(double x) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }

        @Override
        public void close() {
            negatives.close();
            weights.close();
            sums.close();
        }
    }
}
