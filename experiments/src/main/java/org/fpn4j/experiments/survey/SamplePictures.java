package org.fpn4j.experiments.survey;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.survey.ChosenImage;
import org.fpn4j.data.survey.DuplicateGroup;
import org.fpn4j.data.survey.SplitSurvey;
import org.fpn4j.data.survey.SurveyedObject;
import org.fpn4j.experiments.illustration.Images;
import org.fpn4j.experiments.picture.BoxPainter;
import org.fpn4j.experiments.picture.JpegAllowance;
import org.fpn4j.experiments.picture.LabelledBox;
import org.fpn4j.experiments.picture.Resizing;
import org.fpn4j.experiments.report.Example;
import org.fpn4j.experiments.report.NamedPicture;
import org.fpn4j.experiments.report.PictureGroup;

/** Copies of images with their boxes. Captions have the names of files and nothing else of what files say. */
final class SamplePictures {
    private static final int LONGER_SIDE = 480; // pixels of a picture in a page
    private static final int SHORTER_SIDE = 300;
    private static final int FEW = 3; // of a split; twice as many and one to learn from, so that rows are full
    private static final int MOST = 6; // of a split; twice as many to learn from
    private static final int BYTES = 800_000; // of all samples
    private static final int DUPLICATE_BYTES = 400_000;
    private static final int MOST_GROUPS = 8;
    private static final int MOST_MEMBERS = 4;
    private static final int LEAST_CROP = 48; // pixels around the smallest object

    private final List<SplitSurvey> splits;
    private final BoxPainter painter;

    SamplePictures(List<SplitSurvey> splits) {
        this.splits = List.copyOf(splits);
        this.painter = new BoxPainter(splits.get(0).dataset().classNames());
    }

    /** The images that are shown of a split. */
    static List<ChosenImage> chosen(SplitSurvey split, boolean isFirst) {
        return isFirst ? ChosenImage.of(split, 2 * FEW + 1, 2 * MOST) : ChosenImage.of(split, FEW, MOST);
    }

    /** A row for each split, with its smallest object from near by at the end. */
    PictureGroup samples() {
        List<Example> rows = new ArrayList<>();
        JpegAllowance allowance = JpegAllowance.of(BYTES, (splits.size() + 1) * MOST + splits.size());
        for (SplitSurvey split : splits) {
            List<NamedPicture> pictures = new ArrayList<>();
            for (ChosenImage each : chosen(split, split.equals(splits.get(0)))) {
                String name = Values.baseName(each.image().fileName()) + ": " + String.join("; ", each.reasons());
                pictures.add(new NamedPicture(name, name, allowance.encode(whole(each.image()))));
            }
            nearBy(split, allowance).ifPresent(pictures::add);
            rows.add(new Example(split.name(), pictures));
        }
        return new PictureGroup("With their boxes", "", rows);
    }

    private BufferedImage whole(ImageEntry image) {
        BufferedImage picture = Images.of(image.source().read());
        int factor = Resizing.enlargement(picture, SHORTER_SIDE);
        return Resizing.shrink(painter.paintEnlarged(picture, boxes(image.annotations()), factor), LONGER_SIDE);
    }

    /** What is neither object nor background has no label. */
    private static List<LabelledBox> boxes(List<Annotation> annotations) {
        return annotations.stream()
                .map(annotation -> {
                    LabelledBox box = LabelledBox.groundTruth(annotation.box(), annotation.categoryIndex());
                    return annotation.kind() == ObjectKind.OBJECT ? box : box.unlabelled();
                })
                .toList();
    }

    private Optional<NamedPicture> nearBy(SplitSurvey split, JpegAllowance allowance) {
        return split.objects().stream()
                .min(Comparator.comparingDouble(SurveyedObject::longestSide))
                .map(object -> {
                    String name = Values.baseName(object.image().fileName()) + ": the smallest object from near by";
                    return new NamedPicture(name, name, allowance.encode(crop(object)));
                });
    }

    private BufferedImage crop(SurveyedObject object) {
        BufferedImage picture = Images.of(object.image().source().read());
        Box box = object.annotation().box();
        int side = (int) Math.max(LEAST_CROP, Math.ceil(4 * object.longestSide()));
        int width = Math.min(side, picture.getWidth());
        int height = Math.min(side, picture.getHeight());
        int left = Math.max(0, Math.min(picture.getWidth() - width, Math.round(box.centerX() - width / 2f)));
        int top = Math.max(0, Math.min(picture.getHeight() - height, Math.round(box.centerY() - height / 2f)));
        BufferedImage part = picture.getSubimage(left, top, width, height);
        Box moved = new Box(box.x1() - left, box.y1() - top, box.x2() - left, box.y2() - top);
        return Resizing.shrink(
                painter.paintEnlarged(
                        part,
                        List.of(LabelledBox.groundTruth(moved, object.label())),
                        Resizing.enlargement(part, SHORTER_SIDE)),
                LONGER_SIDE);
    }

    /** The first groups of images of one picture, side by side. */
    List<PictureGroup> duplicates(List<DuplicateGroup> all) {
        if (all.isEmpty()) {
            return List.of();
        }
        int shown = Math.min(MOST_GROUPS, all.size());
        JpegAllowance allowance = JpegAllowance.of(DUPLICATE_BYTES, shown * MOST_MEMBERS);
        List<Example> examples = new ArrayList<>();
        for (DuplicateGroup group : all.subList(0, shown)) {
            List<NamedPicture> pictures = group.members().stream()
                    .limit(MOST_MEMBERS)
                    .map(member -> {
                        String name = member.split().key() + ": "
                                + Values.baseName(member.image().fileName());
                        return new NamedPicture(name, name, allowance.encode(whole(member.image())));
                    })
                    .toList();
            examples.add(new Example(
                    Values.counted(group.members().size(), "image") + " in "
                            + String.join(", ", SurveySections.splitsOf(group)),
                    pictures));
        }
        String title = shown < all.size() ? "The first " + shown + " of " + all.size() : "Side by side";
        return List.of(new PictureGroup(title, "", examples));
    }
}
