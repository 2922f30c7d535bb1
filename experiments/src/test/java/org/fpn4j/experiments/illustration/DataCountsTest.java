package org.fpn4j.experiments.illustration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.experiments.report.DataFacts;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.loop.TrainingData;
import org.junit.jupiter.api.Test;

class DataCountsTest {
    private static final List<Category> CATEGORIES = List.of(new Category(0, 1, "nodule"), new Category(1, 2, "heart"));
    private static final InputConfig HALF_SIZE =
            new InputConfig(64, 64, ResizeMode.LETTERBOX, new NormalizationConfig());

    private static final InputConfig WHOLE = new InputConfig(128, 128, ResizeMode.LETTERBOX, new NormalizationConfig());

    /** A picture that nobody reads. */
    private record Unread(String name) implements PictureSource {
        @Override
        public Picture read() {
            throw new IllegalStateException("counting reads no pictures");
        }
    }

    private static Annotation square(int id, int category, float side, ObjectKind kind) {
        return new Annotation(id, category, new Box(0, 0, side, side), side * side, kind);
    }

    private static Dataset of(String name, DataReport report, Annotation... annotations) {
        ImageEntry image = new ImageEntry(1, "1.png", new Unread("1.png"), 128, 128, List.of(annotations));
        return new Dataset(name, CATEGORIES, List.of(image), report);
    }

    private static DataFacts facts(Dataset train, Dataset validation) {
        return DataCounts.of(
                TrainingData.of(train, validation, PictureCache.ofMegabytes(0)), List.of(HALF_SIZE, WHOLE, HALF_SIZE));
    }

    @Test
    void objectsAreCountedByClassAndBySizeInTheOriginalAndOnTheInput() {
        Dataset train = of(
                "train",
                DataReport.CLEAN,
                square(1, 0, 10, ObjectKind.OBJECT),
                square(2, 0, 40, ObjectKind.OBJECT),
                square(3, 0, 40, ObjectKind.DIFFICULT),
                square(4, 1, 100, ObjectKind.OBJECT));

        DataFacts facts = facts(train, of("val", DataReport.CLEAN));

        assertThat(facts.splits().get(0).classes())
                .containsExactly(
                        new DataFacts.ClassCount("nodule", 2, 1, 1, 1, 0, 12.5), // sides 5 and 20 on the input
                        new DataFacts.ClassCount("heart", 1, 0, 0, 0, 1, 50));
        assertThat(facts.sizes())
                .containsExactly( // each input once
                        new DataFacts.Sizes(
                                "64 x 64 (letterbox)",
                                List.of(List.of(0, 1, 0, 1, 1, 0, 0, 0, 0), Collections.nCopies(9, 0))),
                        new DataFacts.Sizes(
                                "128 x 128 (letterbox)",
                                List.of(List.of(0, 0, 1, 0, 1, 1, 0, 0, 0), Collections.nCopies(9, 0))));
    }

    @Test
    void aSplitWithoutObjectsHasNoMedian() {
        Dataset train = of("train", DataReport.CLEAN, square(1, 0, 10, ObjectKind.OBJECT));

        DataFacts facts = facts(train, of("val", DataReport.CLEAN));

        assertThat(facts.splits().get(1).classes().get(0).medianSide()).isNaN();
    }

    @Test
    void faultsAreCountedByKindWithTheirFirstCase() {
        DataReport report = new DataReport(List.of(
                DataProblem.of(ProblemKind.BOX_WITHOUT_AREA, "a.json: box[1]", "has no area"),
                DataProblem.of(ProblemKind.DUPLICATE_IMAGE, "a.json: image[5]", "is listed twice"),
                DataProblem.of(ProblemKind.BOX_WITHOUT_AREA, "a.json: box[9]", "has no area")));
        Dataset train = of("train", report, square(1, 0, 10, ObjectKind.OBJECT));

        List<DataFacts.Fault> faults =
                facts(train, of("val", DataReport.CLEAN)).splits().get(0).problems();

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        new DataFacts.Fault("box without area, skipped", 2, "a.json: box[1]: has no area"),
                        new DataFacts.Fault("duplicate image, skipped", 1, "a.json: image[5]: is listed twice"));
    }

    @Test
    void binsDoubleAndTheirEndsAreOpen() {
        assertThat(DataFacts.bins())
                .startsWith("< 4", "4\u20138")
                .endsWith("256\u2013512", "\u2265 512")
                .hasSize(9);
        assertThat(List.of(0.5, 3.99, 4.0, 7.99, 8.0, 511.0, 512.0, 9000.0).stream()
                        .map(DataFacts::bin))
                .containsExactly(0, 0, 1, 1, 2, 7, 8, 8);
    }
}
