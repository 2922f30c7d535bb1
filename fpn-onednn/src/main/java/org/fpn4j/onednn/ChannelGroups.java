package org.fpn4j.onednn;

import java.nio.FloatBuffer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;

/** Vectors of one image's channels, and the statistics of all images' groups. */
final class ChannelGroups {
    private final Shape shape;
    private final Operation.GroupNorm norm;
    private final int inGroup;
    private final FloatBuffer means;
    private final FloatBuffer variances;
    final Floats mean;
    final Floats variance;
    final Floats dscale;
    final Floats dshift;
    final Floats factor;
    final Floats offset;
    final Floats zero; // as a mean
    final Floats one; // as a variance that leaves values as they are

    ChannelGroups(Engine engine, Shape shape, Operation.GroupNorm norm, Block means, Block variances) {
        this.shape = shape;
        this.norm = norm;
        this.inGroup = shape.channels() / norm.groups();
        this.means = Host.floats(means, (long) shape.batch() * norm.groups());
        this.variances = Host.floats(variances, (long) shape.batch() * norm.groups());
        mean = engine.floats(shape.channels());
        variance = engine.floats(shape.channels());
        dscale = engine.floats(shape.channels());
        dshift = engine.floats(shape.channels());
        factor = engine.floats(shape.channels());
        offset = engine.floats(shape.channels());
        zero = engine.floats(shape.channels());
        one = engine.floats(shape.channels());
        for (int c = 0; c < shape.channels(); c++) {
            zero.put(c, 0);
            one.put(c, (float) (1 - norm.epsilon()));
        }
    }

    /** Statistics of channels to those of groups, which are kept and written over those of the channels. */
    void pool(int image) {
        for (int group = 0; group < norm.groups(); group++) {
            double sum = 0;
            for (int c = group * inGroup; c < (group + 1) * inGroup; c++) {
                sum += mean.get(c);
            }
            double center = sum / inGroup;
            double squares = 0;
            for (int c = group * inGroup; c < (group + 1) * inGroup; c++) {
                squares += variance.get(c) + (mean.get(c) - center) * (mean.get(c) - center);
            }
            means.put(image * norm.groups() + group, (float) center);
            variances.put(image * norm.groups() + group, (float) (squares / inGroup));
        }
        spread(image);
    }

    /** The statistics of an image's groups to each of their channels. */
    void spread(int image) {
        for (int c = 0; c < shape.channels(); c++) {
            mean.put(c, means.get(image * norm.groups() + c / inGroup));
            variance.put(c, variances.get(image * norm.groups() + c / inGroup));
        }
    }

    /** What is still missing from dx, as a factor of x and an offset; sums of an image to those of the batch. */
    void correct(int image, FloatBuffer scale, FloatBuffer dscales, FloatBuffer dshifts) {
        double values = (double) inGroup * shape.height() * shape.width();
        for (int group = 0; group < norm.groups(); group++) {
            double a = 0;
            double b = 0;
            for (int c = group * inGroup; c < (group + 1) * inGroup; c++) {
                a += scale.get(c) * (double) dshift.get(c);
                b += scale.get(c) * (double) dscale.get(c);
            }
            double center = means.get(image * norm.groups() + group);
            double inverse = 1 / Math.sqrt(variances.get(image * norm.groups() + group) + norm.epsilon());
            for (int c = group * inGroup; c < (group + 1) * inGroup; c++) {
                factor.put(c, (float) (-inverse * inverse * b / values));
                offset.put(c, (float) (-inverse * (a - inverse * center * b) / values));
                dscales.put(c, (image == 0 ? 0 : dscales.get(c)) + dscale.get(c));
                dshifts.put(c, (image == 0 ? 0 : dshifts.get(c)) + dshift.get(c));
            }
        }
    }
}
