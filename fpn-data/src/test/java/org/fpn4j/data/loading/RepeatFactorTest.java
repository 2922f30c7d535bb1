package org.fpn4j.data.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.junit.jupiter.api.Test;

class RepeatFactorTest {
    private static final PictureSource UNREAD = new PictureSource() {
        @Override
        public String name() {
            return "unread";
        }

        @Override
        public Picture read() {
            throw new AssertionError("boxes are enough");
        }
    };

    /** As detectron2's test of its sampler has it. */
    @Test
    void rareClassesComeByTheRootOfTheirRarity() {
        Dataset dataset = dataset(2, List.of(object(0), object(1)), List.of(object(0)), List.of());

        assertThat(new RepeatFactor(0.5).repeats(dataset).factors()).containsExactly(Math.sqrt(1.5), 1.0, 1.0);
    }

    @Test
    void objectsOfOneImageCountOnce() {
        Dataset dataset = dataset(1, List.of(object(0), object(0), object(0)), List.of(), List.of(), List.of());

        assertThat(new RepeatFactor(1).repeats(dataset).factors()).containsExactly(2.0, 1.0, 1.0, 1.0);
    }

    @Test
    void crowdsMakeNoImageOneOfTheirClass() {
        Annotation crowd = new Annotation(1, 0, new Box(0, 0, 4, 4), 16, ObjectKind.CROWD);
        Dataset dataset = dataset(1, List.of(crowd), List.of());

        assertThat(new RepeatFactor(1).repeats(dataset).factors()).containsExactly(1.0, 1.0);
    }

    @Test
    void everyImageOnceWhateverItShows() {
        Dataset dataset = dataset(1, List.of(object(0)), List.of());

        assertThat(new ImageSamplingConfig.EveryImage().repeats(dataset)).isEqualTo(ImageRepeats.once(2));
    }

    @Test
    void aThresholdIsAShare() {
        assertThatThrownBy(() -> new RepeatFactor(0))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("threshold[0] must be > 0 and <= 1");
    }

    private static Annotation object(int category) {
        return new Annotation(1, category, new Box(0, 0, 4, 4), 16, ObjectKind.OBJECT);
    }

    @SafeVarargs
    private static Dataset dataset(int classes, List<Annotation>... images) {
        List<Category> categories = new ArrayList<>();
        for (int index = 0; index < classes; index++) {
            categories.add(new Category(index, index + 1, "class " + index));
        }
        List<ImageEntry> entries = new ArrayList<>();
        for (List<Annotation> annotations : images) {
            entries.add(new ImageEntry(entries.size(), entries.size() + ".png", UNREAD, 16, 16, annotations));
        }
        return new Dataset("data", categories, entries, DataReport.CLEAN);
    }
}
