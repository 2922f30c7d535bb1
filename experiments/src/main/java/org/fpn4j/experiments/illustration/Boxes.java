package org.fpn4j.experiments.illustration;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.mistake.ImageTally;
import org.fpn4j.experiments.picture.BoxPainter;
import org.fpn4j.experiments.picture.JpegAllowance;
import org.fpn4j.experiments.picture.LabelledBox;
import org.fpn4j.experiments.picture.Resizing;
import org.fpn4j.experiments.report.NamedPicture;

/** Copies of validation images with what is there and what a run found. */
final class Boxes {
    private static final int LONGER_SIDE = 480; // pixels of a picture in a page
    private static final int SHORTER_SIDE = 300;

    private final BoxPainter painter;
    private final JpegAllowance allowance;
    private final Map<Long, Integer> classIndices = new HashMap<>();

    Boxes(Dataset dataset, JpegAllowance allowance) {
        this.painter = new BoxPainter(dataset.classNames());
        this.allowance = allowance;
        dataset.categories().forEach(category -> classIndices.put(category.id(), category.index()));
    }

    /** What the shown run of a variant found on an image. */
    NamedPicture of(JudgedVariant variant, ImageEntry image) {
        JudgedRun run = variant.shown();
        List<LabelledBox> found = new ArrayList<>();
        for (CocoDetection detection : run.confident()) {
            if (detection.imageId() == image.id() && classIndices.containsKey(detection.categoryId())) {
                found.add(labelled(detection));
            }
        }
        List<LabelledBox> boxes = new ArrayList<>(found);
        double iou = run.mistakes().rule().iou();
        for (Annotation object : image.annotations()) {
            LabelledBox truth = LabelledBox.groundTruth(object.box(), object.categoryIndex());
            boolean told = found.stream()
                    .anyMatch(each -> each.classIndex() == truth.classIndex()
                            && each.box().iou(truth.box()) >= iou);
            boxes.add(told ? truth.unlabelled() : truth);
        }
        ImageTally tally = run.tally(image.id());
        String name = String.format(
                Locale.ROOT,
                "%s, score \u2265 %.2f: %d of %d found, %d wrong, F1 %.2f",
                variant.label(),
                variant.rule().score(),
                tally.right(),
                tally.right() + tally.missed(),
                tally.wrong(),
                tally.f1());
        BufferedImage picture = Images.of(image.source().read());
        int factor = Resizing.enlargement(picture, SHORTER_SIDE);
        return new NamedPicture(
                name,
                image.fileName() + " with objects and detections; " + name,
                allowance.encode(Resizing.shrink(painter.paintEnlarged(picture, boxes, factor), LONGER_SIDE)));
    }

    private LabelledBox labelled(CocoDetection detection) {
        Box box = new Box(
                (float) detection.x(), (float) detection.y(), (float) (detection.x() + detection.width()), (float)
                        (detection.y() + detection.height()));
        return new LabelledBox(box, classIndices.get(detection.categoryId()), detection.score())
                .withMask(detection.mask().map(ObjectMask.class::cast));
    }
}
