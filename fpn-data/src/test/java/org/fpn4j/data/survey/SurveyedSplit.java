package org.fpn4j.data.survey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.data.transform.SampleTransform;

/** A split that is put together box by box, as a reader would: boxes are kept as they are said, and clipped to be learned. */
final class SurveyedSplit {
    private final Split split;
    private final List<String> classes;
    private final List<ImageEntry> images = new ArrayList<>();
    private final List<Reference.Image> reference = new ArrayList<>();
    private final List<DataProblem> problems = new ArrayList<>();
    private final Map<Long, PixelSpacing> spacings = new HashMap<>();
    private final Map<Long, PictureFacts> pictures = new HashMap<>();
    private long boxes;

    SurveyedSplit(Split split, String... classes) {
        this.split = split;
        this.classes = List.of(classes);
    }

    static SurveyedSplit train(String... classes) {
        return new SurveyedSplit(Split.TRAIN, classes);
    }

    /** The next image; boxes are of it from here on. */
    SurveyedSplit image(int width, int height) {
        long id = images.size() + 1L;
        PictureSource none = new PictureSource() {
            @Override
            public String name() {
                return "none";
            }

            @Override
            public Picture read() {
                throw new IllegalStateException("nobody reads it");
            }
        };
        images.add(new ImageEntry(id, id + ".png", none, width, height, List.of()));
        reference.add(new Reference.Image(id, id + ".png", List.of()));
        pictures.put(id, new PictureFacts("PNG", 1, PictureFacts.Depth.EIGHT_BITS, Optional.empty()));
        return this;
    }

    SurveyedSplit spacing(double x, double y) {
        spacings.put((long) images.size(), new PixelSpacing(x, y));
        return this;
    }

    SurveyedSplit showing(Picture picture) {
        pictures.put((long) images.size(), PictureFacts.of("PNG", picture));
        return this;
    }

    SurveyedSplit box(int category, double x, double y, double width, double height) {
        return box(category, x, y, width, height, ObjectKind.OBJECT);
    }

    SurveyedSplit box(int category, double x, double y, double width, double height, ObjectKind kind) {
        int last = images.size() - 1;
        ImageEntry image = images.get(last);
        Box box = new Box((float) x, (float) y, (float) (x + width), (float) (y + height))
                .clip(image.width(), image.height());
        if (box.hasArea()) {
            List<Annotation> annotations = new ArrayList<>(image.annotations());
            annotations.add(new Annotation(++boxes, category, box, box.area(), kind));
            images.set(
                    last,
                    new ImageEntry(
                            image.id(), image.fileName(), image.source(), image.width(), image.height(), annotations));
        }
        List<Reference.Entry> entries = new ArrayList<>(reference.get(last).entries());
        entries.add(new Reference.Entry(category, x, y, width, height, width * height, kind));
        reference.set(last, new Reference.Image(image.id(), image.fileName(), entries));
        return this;
    }

    SurveyedSplit problem(DataProblem problem) {
        problems.add(problem);
        return this;
    }

    /** On an input of 100 x 100 pixels, letterboxed. */
    SplitSurvey survey() {
        List<Category> categories = IntStream.range(0, classes.size())
                .mapToObj(index -> new Category(index, index, classes.get(index)))
                .toList();
        Dataset dataset = new Dataset(
                "set " + split.key(), categories, images, new Reference(reference, spacings), new DataReport(problems));
        SampleTransform transform =
                SampleTransform.plain(new InputSize(100, 100), ResizeMode.LETTERBOX, new NormalizationConfig());
        return SplitSurvey.of(split, new ReadPictures(dataset, pictures), transform::outline);
    }

    /** What looks like a mistake in it, alone. */
    List<Suspicion> suspicions() {
        return DatasetSurvey.of(List.of(survey())).suspicions();
    }

    /** The same of one kind only. */
    static List<Suspicion.Kind> kinds(List<Suspicion> suspicions) {
        return suspicions.stream().map(Suspicion::kind).toList();
    }
}
