package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_sqrt;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reduction_sum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Step;

/**
 * Sigmoid focal loss and its gradient for gamma = 0.5, 1, 1.5 ..., a few rows at a time so that everything between stays in the
 * cache.
 *
 * <p>Nearly all values are negatives, so the vector units treat all of them as such. With p = sigmoid(x), s = softplus(x),
 * q = p^gamma and t = -gamma q s:
 *
 * <pre>
 * loss     = (1 - alpha) q s                         = -(1 - alpha) t / gamma
 * gradient = (1 - alpha) q (gamma (1 - p) s + p)     = (1 - alpha) ((q + t) p - t)
 * </pre>
 *
 * The one value of each positive cell that is its class is taken out of the terms before they are summed, and gets the loss
 * and the gradient of a positive in double precision: nothing is added that is subtracted later.
 *
 * <p>Small losses are as exact as large ones, which takes a softplus that is. oneDNN's is off by a rounding of 1, however
 * small the result, so it serves above {@link #LARGE}, where p is 1/16; below, s = -ln(1 - p) = p + p^2 / 2 + p^3 / 3 ... Each
 * part stays at its value at that border on the other side of it, so that s is their product, divided by that value.
 */
final class FocalLossKernels {
    private static final int VALUES = 1 << 16; // of a piece, for each thread: four such pieces take a megabyte
    private static final double LARGE_P = 1.0 / 16;
    private static final double LARGE = -Math.log(1 / LARGE_P - 1);
    private static final int TERMS = 5; // of the series: the next is 2e-7 of the sum

    private final Engine engine;
    private final ElementwiseKernels elementwise;
    private final int threads;

    FocalLossKernels(Engine engine, ElementwiseKernels elementwise, int threads) {
        this.engine = engine;
        this.elementwise = elementwise;
        this.threads = threads;
    }

    KernelChoice choose(Step step, Operation.FocalLoss focal) {
        if (focal.gamma() == 0 || 2 * focal.gamma() % 1 != 0) {
            throw new RefusedException("onednn has kernels for gamma 0.5, 1, 1.5 ..., not for " + focal.gamma());
        }
        Shape logits = step.inputs().get(0).shape();
        int cells = logits.dim(0) * logits.dim(1);
        int classes = logits.dim(2);
        int most = (int) Math.max(1, Math.min(cells, (long) VALUES * threads / classes));
        Rows whole = new Rows(most, classes, focal);
        Rows rest = cells % most == 0 ? whole : new Rows(cells % most, classes, focal);
        return new KernelChoice(
                whole.implementation(),
                List.of(Format.PLAIN, Format.PLAIN, Format.PLAIN),
                List.of(Format.PLAIN, Format.PLAIN),
                whole.scratchBytes() + Math.max(whole.needs(), rest.needs()),
                (in, out, memory) -> {
                    FocalCells table = new FocalCells(
                            Host.floats(in.get(1), cells),
                            Host.floats(in.get(2), cells),
                            classes,
                            engine.floats(cells),
                            engine.floats(cells));
                    List<Kernel> pieces = new ArrayList<>();
                    for (int first = 0; first < cells; first += most) {
                        Rows rows = cells - first >= most ? whole : rest;
                        pieces.addAll(rows.bind(in.get(0), out.get(1), memory, table, first));
                    }
                    return new FocalLoss(
                            focal,
                            table,
                            Host.floats(in.get(0), logits.size()),
                            Kernel.sequence(pieces),
                            Host.floats(out.get(0), 1),
                            Host.floats(out.get(1), logits.size()));
                });
    }

    /** The primitives for a number of rows. */
    private final class Rows {
        private final int rows;
        private final int classes;
        private final dnnl_memory_desc piece;
        private final dnnl_memory_desc column;
        private final Primitive sigmoid;
        private final Optional<Primitive> power; // p^gamma; without it gamma is 2
        private final int factors; // of it, besides p or its root
        private final Primitive smallP;
        private final Primitive largeSoftplus;
        private final Primitive terms;
        private final Primitive gradient;
        private final Optional<Primitive>
                rowSums; // of one class, the terms are the sums: oneDNN reduces nothing to nothing

        Rows(int rows, int classes, Operation.FocalLoss focal) {
            this.rows = rows;
            this.classes = classes;
            piece = engine.plain(1, rows, 1, classes); // a row as a channel: oneDNN spreads a value per channel fast
            column = engine.plain(1, rows, 1, 1);
            sigmoid = elementwise.eltwise(piece, new Eltwise(dnnl_eltwise_logistic, 0));
            factors = (int) Math.ceil(focal.gamma()) - 1;
            power = focal.gamma() == 2 ? Optional.empty() : Optional.of(power(focal.gamma()));
            smallP = elementwise.eltwise(piece, Eltwise.clip(0, LARGE_P));
            largeSoftplus = chain(PostOps.on(engine)
                    .eltwise(Eltwise.clip(LARGE, Float.MAX_VALUE))
                    .eltwise(new Eltwise(dnnl_eltwise_soft_relu, 1)));
            terms = terms(focal.gamma());
            // ((p^gamma + t) * p - t) * (1 - alpha) * weight
            gradient = elementwise.binary(
                    power.isPresent() ? dnnl_binary_max : dnnl_binary_mul,
                    piece,
                    piece,
                    piece,
                    PostOps.on(engine)
                            .binary(dnnl_binary_add, piece)
                            .binary(dnnl_binary_mul, piece)
                            .binary(dnnl_binary_sub, piece)
                            .eltwise(Eltwise.linear(FocalLoss.negativeShare(focal), 0))
                            .binary(dnnl_binary_mul, column)
                            .attributes());
            rowSums = classes == 1 ? Optional.empty() : Optional.of(rowSums());
        }

        private Primitive rowSums() {
            dnnl_primitive_desc sum = new dnnl_primitive_desc();
            Engine.offered(
                    dnnl_reduction_primitive_desc_create(
                            sum, engine.handle(), dnnl_reduction_sum, piece, column, 0, 0, engine.attributes()),
                    "a sum over rows");
            return new Primitive(engine, sum);
        }

        /** Operations one after the other: oneDNN has them behind a binary one, the larger of a value and itself. */
        private Primitive chain(PostOps operations) {
            return elementwise.binary(dnnl_binary_max, piece, piece, piece, operations.attributes());
        }

        /** The root of p, or p itself, times p as often as it takes. */
        private Primitive power(double gamma) {
            PostOps operations = PostOps.on(engine)
                    .eltwise(gamma % 1 == 0 ? Eltwise.linear(1, 0) : new Eltwise(dnnl_eltwise_sqrt, 0));
            for (int factor = 0; factor < factors; factor++) {
                operations.binary(dnnl_binary_mul, piece);
            }
            return chain(operations);
        }

        /** Of the small p: {@code ((p / 5 + 1 / 4) p + 1 / 3) ... p} times the large softplus, p^gamma and a factor. */
        private Primitive terms(double gamma) {
            PostOps operations = PostOps.on(engine).eltwise(Eltwise.linear(1.0 / TERMS, 1.0 / (TERMS - 1)));
            for (int term = TERMS - 2; term > 0; term--) {
                operations.binary(dnnl_binary_mul, piece).eltwise(Eltwise.linear(1, 1.0 / term));
            }
            for (int factor = 0; factor < (power.isPresent() ? 3 : 4); factor++) {
                operations.binary(dnnl_binary_mul, piece);
            }
            return chain(operations.eltwise(Eltwise.linear(gamma / Math.log1p(-LARGE_P), 0)));
        }

        String implementation() {
            return gradient.implementation();
        }

        private long pieceBytes() {
            return ((long) rows * classes * Float.BYTES + 63) / 64 * 64;
        }

        /** p, its small values, the large ones of s, t, and p^gamma where it is kept. */
        long scratchBytes() {
            return (power.isPresent() ? 5 : 4) * pieceBytes();
        }

        /** What the primitives themselves need. */
        long needs() {
            return Stream.concat(
                            Stream.of(sigmoid, smallP, largeSoftplus, terms, gradient),
                            Stream.concat(power.stream(), rowSums.stream()))
                    .mapToLong(Primitive::scratchBytes)
                    .max()
                    .orElse(0);
        }

        List<Kernel> bind(Block logits, Block gradients, Block memory, FocalCells cells, int first) {
            long offset = (long) first * classes;
            Block x = part(logits, offset);
            Block p = part(memory, 0);
            Block small = part(memory, pieceBytes() / Float.BYTES);
            Block large = part(memory, 2 * pieceBytes() / Float.BYTES);
            Block raised = power.isEmpty() ? p : part(memory, 4 * pieceBytes() / Float.BYTES);
            Block rest = part(memory, scratchBytes() / Float.BYTES);
            Floats weight = cells.weights().part(first, rows);
            Floats sum = cells.sums().part(first, rows);
            Floats t = rowSums.isEmpty()
                    ? sum
                    : Floats.at(Host.pointer(part(memory, 3 * pieceBytes() / Float.BYTES)), (long) rows * classes);
            List<Kernel> kernels = new ArrayList<>();
            kernels.add(engine.bind(sigmoid, rest)
                    .with(DNNL_ARG_SRC, piece, x)
                    .with(DNNL_ARG_DST, piece, p)
                    .kernel());
            power.ifPresent(primitive -> kernels.add(raise(primitive, p, raised, rest)));
            kernels.add(engine.bind(smallP, rest)
                    .with(DNNL_ARG_SRC, piece, p)
                    .with(DNNL_ARG_DST, piece, small)
                    .kernel());
            kernels.add(engine.bind(largeSoftplus, rest)
                    .with(DNNL_ARG_SRC_0, piece, x)
                    .with(DNNL_ARG_SRC_1, piece, x)
                    .with(DNNL_ARG_DST, piece, large)
                    .kernel());
            Engine.Arguments product = engine.bind(terms, rest)
                    .with(DNNL_ARG_SRC_0, piece, small)
                    .with(DNNL_ARG_SRC_1, piece, small)
                    .with(DNNL_ARG_DST, piece, t);
            int operation = 1;
            for (; operation < 2 * (TERMS - 2); operation += 2) { // every second one adds a number
                product.with(PostOps.operand(operation), piece, small);
            }
            for (Block factor : power.isPresent() ? List.of(small, large, raised) : List.of(small, large, p, p)) {
                product.with(PostOps.operand(operation++), piece, factor);
            }
            kernels.add(product.kernel());
            kernels.add(() -> cells.leaveOutPositives(first, rows, t));
            rowSums.ifPresent(primitive -> kernels.add(engine.bind(primitive, rest)
                    .with(DNNL_ARG_SRC, piece, t)
                    .with(DNNL_ARG_DST, column, sum)
                    .kernel()));
            kernels.add(engine.bind(gradient, rest)
                    .with(DNNL_ARG_SRC_0, piece, raised)
                    .with(DNNL_ARG_SRC_1, piece, raised)
                    .with(PostOps.operand(0), piece, t)
                    .with(PostOps.operand(1), piece, p)
                    .with(PostOps.operand(2), piece, t)
                    .with(PostOps.operand(4), column, weight)
                    .with(DNNL_ARG_DST, piece, part(gradients, offset))
                    .kernel());
            return kernels;
        }

        private Kernel raise(Primitive primitive, Block p, Block raised, Block rest) {
            Engine.Arguments arguments = engine.bind(primitive, rest)
                    .with(DNNL_ARG_SRC_0, piece, p)
                    .with(DNNL_ARG_SRC_1, piece, p)
                    .with(DNNL_ARG_DST, piece, raised);
            for (int factor = 0; factor < factors; factor++) {
                arguments.with(PostOps.operand(factor + 1), piece, p);
            }
            return arguments.kernel();
        }

        private Block part(Block block, long values) {
            return block.part(values * Float.BYTES, block.bytes() - values * Float.BYTES);
        }
    }
}
