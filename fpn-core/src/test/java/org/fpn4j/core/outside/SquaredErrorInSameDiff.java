package org.fpn4j.core.outside;

import com.google.auto.service.AutoService;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.samediff.SameDiffRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What computes {@link SquaredError}. */
@SuppressWarnings("rawtypes") // AutoService names the interface without its parameter
@AutoService(SameDiffRule.class)
public final class SquaredErrorInSameDiff implements SameDiffRule<SquaredError> {
    @Override
    public Class<SquaredError> operation() {
        return SquaredError.class;
    }

    @Override
    public SDVariable lower(SameDiff sd, SquaredError loss, List<SDVariable> inputs, List<Shape> shapes, Shape output) {
        SDVariable distance = inputs.get(0).sub(inputs.get(1));
        return distance.mul(distance).mul(0.5).sum(2).mul(inputs.get(2)).sum();
    }
}
