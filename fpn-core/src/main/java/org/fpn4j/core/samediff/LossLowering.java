package org.fpn4j.core.samediff;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What each loss is in SameDiff. Every one is a weighted sum over cells.
 *
 * @param shape of the prediction
 */
record LossLowering(SameDiff sd, List<SDVariable> inputs, Shape shape) implements Operation.Loss.Visitor<SDVariable> {
    @Override
    public SDVariable focal(Operation.FocalLoss loss) {
        return focal(sd, loss, inputs, shape);
    }

    @Override
    public SDVariable smoothL1(Operation.SmoothL1Loss loss) {
        return smoothL1(sd, loss.beta(), inputs);
    }

    @Override
    public SDVariable iou(Operation.IouLoss loss) {
        return iou(sd, loss.kind(), inputs);
    }

    @Override
    public SDVariable softmaxCrossEntropy(Operation.SoftmaxCrossEntropy loss) {
        DataType type = inputs.get(0).dataType();
        int rows = shape.dim(0) * shape.dim(1);
        SDVariable classes = sd.constant(Nd4j.arange(shape.dim(2)).castTo(type).reshape(1, shape.dim(2)));
        SDVariable own = sd.eq(inputs.get(1).reshape(rows, 1), classes).castTo(type); // [rows, K], nothing for no class
        SDVariable logits = inputs.get(0).reshape(rows, shape.dim(2));
        // ND4J's own cannot be differentiated; what is taken away first changes neither the loss nor its gradient
        SDVariable largest = Picks.stopped(sd, logits.max(true, 1));
        SDVariable below = logits.sub(sd.tile(largest, 1, shape.dim(2)));
        SDVariable logs = sd.math().log(sd.math().exp(below).sum(1));
        SDVariable losses = logs.mul(own.sum(1)).sub(below.mul(own).sum(1));
        return losses.mul(inputs.get(2).reshape(rows)).sum();
    }

    @Override
    public SDVariable binaryCrossEntropy(Operation.BinaryCrossEntropy loss) {
        SDVariable logits = inputs.get(0);
        SDVariable losses = softplus(sd, logits).sub(logits.mul(inputs.get(1)));
        return losses.sum(2).mul(inputs.get(2)).sum();
    }

    /** With f = -x where the target is 1 and x elsewhere: share * sigmoid(f)^alpha * softplus(f). */
    @Override
    public SDVariable gaussianFocal(Operation.GaussianFocalLoss loss) {
        float limit = Operation.GaussianFocalLoss.LARGEST_LOGIT;
        SDVariable logits = sd.math().clipByValue(inputs.get(0), -limit, limit);
        SDVariable target = inputs.get(1);
        SDVariable peak = sd.eq(target, 1.0).castTo(logits.dataType());
        SDVariable flipped = logits.mul(peak.mul(-2).add(1));
        SDVariable share =
                peak.rsub(1).mul(power(sd, target.rsub(1), loss.beta())).add(peak);
        SDVariable losses = softplus(sd, flipped).mul(power(sd, sd.nn().sigmoid(flipped), loss.alpha()));
        return losses.mul(share).sum(2).mul(inputs.get(2)).sum();
    }

    /**
     * With z = x for the object's class and -x elsewhere: alpha_t * sigmoid(-z)^gamma * softplus(-z). Ignored cells have
     * weight 0.
     */
    private static SDVariable focal(SameDiff sd, Operation.FocalLoss focal, List<SDVariable> inputs, Shape shape) {
        DataType type = inputs.get(0).dataType();
        SDVariable classes = sd.constant(Nd4j.arange(shape.dim(2)).castTo(type).reshape(1, 1, shape.dim(2)));
        SDVariable labels = inputs.get(1).reshape(shape.dim(0), shape.dim(1), 1);
        SDVariable target = sd.eq(labels, classes).castTo(type); // [N, L, K], 1 at the object's class
        SDVariable flipped = inputs.get(0).mul(target.mul(-2).add(1)); // -z
        SDVariable wrong = sd.nn().sigmoid(flipped);
        SDVariable losses = softplus(sd, flipped).mul(power(sd, wrong, focal.gamma()));
        if (focal.alpha() >= 0) {
            losses = losses.mul(target.mul(2 * focal.alpha() - 1).add(1 - focal.alpha()));
        }
        SDVariable counted = sd.gt(inputs.get(1), -1.5).castTo(type); // label -2 is ignored
        return losses.sum(2).mul(inputs.get(2).mul(counted)).sum();
    }

    private static SDVariable power(SameDiff sd, SDVariable x, double exponent) {
        if (exponent == 0) {
            return sd.onesLike(x);
        }
        return exponent == 2 ? x.mul(x) : sd.math().pow(x, exponent); // the gradient of square is a slow power
    }

    /** {@code ln(1 + e^x)}: linear above 30, where e^x would overflow and the difference is below 1e-13. */
    private static SDVariable softplus(SameDiff sd, SDVariable x) {
        SDVariable bounded = sd.math().log1p(sd.math().exp(sd.math().clipByValue(x, -1e4, 30)));
        return bounded.add(sd.nn().relu(x.sub(30), 0));
    }

    private static SDVariable smoothL1(SameDiff sd, double beta, List<SDVariable> inputs) {
        SDVariable distance = sd.math().abs(inputs.get(0).sub(inputs.get(1)));
        SDVariable losses = distance;
        if (beta > 0) {
            SDVariable near = sd.math().clipByValue(distance, 0, beta); // min(d, beta)
            losses = near.mul(near).mul(0.5 / beta).add(distance).sub(near);
        }
        return losses.sum(2).mul(inputs.get(2)).sum();
    }

    private static SDVariable iou(SameDiff sd, Operation.IouLoss.Kind kind, List<SDVariable> inputs) {
        SDVariable predicted = inputs.get(0);
        SDVariable target = inputs.get(1);
        SDVariable inner = sides(
                sd.math().max(BoxLowering.columns(predicted, 0, 2), BoxLowering.columns(target, 0, 2)),
                sd.math().min(BoxLowering.columns(predicted, 2, 4), BoxLowering.columns(target, 2, 4)));
        SDVariable intersection = area(sd.nn().relu(inner, 0));
        SDVariable union = area(sides(BoxLowering.columns(predicted, 0, 2), BoxLowering.columns(predicted, 2, 4)))
                .add(area(sides(BoxLowering.columns(target, 0, 2), BoxLowering.columns(target, 2, 4))))
                .sub(intersection);
        SDVariable overlap = intersection.div(union.add(Operation.IouLoss.EPSILON));
        SDVariable losses =
                switch (kind) {
                    case IOU -> overlap.rsub(1);
                    case SQUARED -> overlap.mul(overlap).rsub(1);
                    case LOG_IOU -> sd.math()
                            .neg(sd.math().log(sd.math().clipByValue(overlap, Operation.IouLoss.LEAST_LOG_IOU, 1e4)));
                    case GIOU -> {
                        SDVariable hull = area(sides(
                                sd.math().min(BoxLowering.columns(predicted, 0, 2), BoxLowering.columns(target, 0, 2)),
                                sd.math()
                                        .max(BoxLowering.columns(predicted, 2, 4), BoxLowering.columns(target, 2, 4))));
                        yield overlap.rsub(1).add(hull.sub(union).div(hull.add(Operation.IouLoss.EPSILON)));
                    }
                };
        return losses.mul(inputs.get(2)).sum();
    }

    /** {@code [N, L, 2]} width and height from two corners. */
    private static SDVariable sides(SDVariable topLeft, SDVariable bottomRight) {
        return bottomRight.sub(topLeft);
    }

    /** {@code [N, L]} from width and height {@code [N, L, 2]}. */
    private static SDVariable area(SDVariable sides) {
        return column(sides, 0).mul(column(sides, 1));
    }

    private static SDVariable column(SDVariable x, int index) {
        return x.get(SDIndex.all(), SDIndex.all(), SDIndex.point(index));
    }
}
