package org.fpn4j.experiments.levels;

import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.data.tiling.Tiling;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.training.config.CheckedConfig;

/**
 * The head of a config at its input's size, as training has it.
 *
 * @param tiling whether pictures are seen whole
 * @param transform the resize of pictures, without augmentation
 * @param pyramid levels of the head
 * @param macs multiply-accumulates of the whole detector
 */
record AskedHead(Tiling tiling, SampleTransform transform, PyramidSpec pyramid, HeadGeometry geometry, long macs) {
    static AskedHead of(CheckedConfig config) {
        InputSize input = config.config().input().size();
        Detector.Costed costed = config.detector().cost(input.height(), input.width());
        Detector.Built built = costed.built();
        return new AskedHead(
                config.config().input().tiling(),
                config.config().input().plainTransform(),
                built.pyramid().spec(),
                config.detector().head().at(HeadInputs.of(built.images(), built.pyramid())),
                costed.graph().macs(""));
    }
}
