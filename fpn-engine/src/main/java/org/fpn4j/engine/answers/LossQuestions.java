package org.fpn4j.engine.answers;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Value;

/** The focal loss and its gradient, for one class, for a rest, and for full vectors of classes. */
final class LossQuestions {
    private static final int CELLS = 23;
    private static final double ALPHA = 0.25;

    private LossQuestions() {}

    static Stream<Question> all() {
        return Stream.of(focal(1), focal(37), focal(64));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Of a positive with this logit; a negative is a positive with the other sign. */
    private static double loss(double x) {
        return Math.pow(1 / (1 + Math.exp(x)), 2) * softplus(-x);
    }

    private static double gradient(double x) {
        double p = 1 / (1 + Math.exp(-x));
        double q = 1 / (1 + Math.exp(x));
        return -q * q * (2 * p * softplus(-x) + q);
    }

    private static Question focal(int classes) {
        Question.Builder question = new Question.Builder("a focal loss of " + classes + " classes");
        Shape logits = Shape.of(1, CELLS, classes);
        Shape cells = Shape.of(1, CELLS);
        float[] x = Numbers.eighths(logits.size(), 1, -4, 3);
        float[] labels = Numbers.whole(CELLS, 2, -2, Math.min(classes, 4) - 1);
        float[] weights = Numbers.eighths(CELLS, 3, 0, 1);
        double total = 0;
        double[] dx = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int label = (int) labels[i / classes];
            double weight = label == -2 ? 0 : weights[i / classes];
            boolean positive = label == i % classes;
            total += weight * (positive ? ALPHA * loss(x[i]) : (1 - ALPHA) * loss(-x[i]));
            dx[i] = weight * (positive ? ALPHA * gradient(x[i]) : -(1 - ALPHA) * gradient(-x[i]));
        }
        List<Value> inputs =
                List.of(question.plain(logits, x), question.plain(cells, labels), question.plain(cells, weights));
        return question.step(
                        new Instruction.Loss(new Operation.FocalLoss(ALPHA, 2)),
                        inputs,
                        List.of(question.made(Shape.of(), total), question.made(logits, dx)))
                .rounded();
    }
}
