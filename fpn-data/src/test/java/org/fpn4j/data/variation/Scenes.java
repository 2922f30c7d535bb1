package org.fpn4j.data.variation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.NormalizationConfig.Channels;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.data.transform.Transform;

/** Dark pictures with a white rectangle, on a ground of -1. */
final class Scenes {
    static final float GROUND = -1;

    private static final NormalizationConfig PLAIN = new NormalizationConfig(
            Channels.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), List.of(-1.0, -1.0, -1.0));

    private Scenes() {}

    static SampleTransform transform(int side, double minVisible, Transform... transforms) {
        AugmentationConfig augmentation =
                new AugmentationConfig(0, 1, 1, 0, 0, minVisible, 0, 0, Map.of()).withTransforms(List.of(transforms));
        return new SampleTransform(
                new InputSize(side, side), ResizeMode.LETTERBOX, PLAIN, augmentation, ClassSwap.NONE, 7);
    }

    /** A picture of 120 rows and 160 columns with a rectangle on whole pixels, as an image of some id. */
    static Sample sample(SampleTransform transform, Box white, long id) {
        float[] planes = new float[120 * 160];
        for (int y = (int) white.y1(); y < white.y2(); y++) {
            Arrays.fill(planes, y * 160 + (int) white.x1(), y * 160 + (int) white.x2(), 1);
        }
        return sample(transform, new Picture(160, 120, 1, planes), id, white);
    }

    static Sample sample(SampleTransform transform, Picture picture, long id, Box... boxes) {
        List<Annotation> annotations = Arrays.stream(boxes)
                .map(box -> new Annotation(1, 0, box, box.area(), ObjectKind.OBJECT))
                .toList();
        return transform.apply(
                new ImageEntry(id, "x.png", UNREAD, picture.width(), picture.height(), annotations), picture, 3);
    }

    /** Of the pixels of an input that are at least as bright. */
    static Box extent(Sample sample, int side, float least) {
        int left = side;
        int top = side;
        int right = 0;
        int bottom = 0;
        for (int place = 0; place < side * side; place++) {
            if (sample.pixels()[place] >= least) {
                left = Math.min(left, place % side);
                right = Math.max(right, place % side + 1);
                top = Math.min(top, place / side);
                bottom = Math.max(bottom, place / side + 1);
            }
        }
        return new Box(left, top, right, bottom);
    }

    static final PictureSource UNREAD = new PictureSource() {
        @Override
        public String name() {
            return "x.png";
        }

        @Override
        public Picture read() {
            throw new AssertionError("is handed in");
        }
    };
}
