package org.fpn4j.evaluation.metric;

import java.util.List;
import org.fpn4j.evaluation.coco.CocoParameters;

/** COCO's twelve, of boxes. */
public final class CocoFamily implements MetricFamily {
    private static final CocoTwelve TWELVE = new CocoTwelve(EvaluatedDetections::curves);

    /** The mean over IoU thresholds and classes. */
    public static final Metric AP = TWELVE.ap();

    /** The same at IoU 0.50; nothing to measure where that is none of the thresholds. */
    public static final Metric AP50 = TWELVE.ap50();

    @Override
    public String name() {
        return "coco";
    }

    @Override
    public List<Metric> metrics(CocoParameters parameters) {
        return TWELVE.all(parameters);
    }
}
