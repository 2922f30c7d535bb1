package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.InputConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector that was never trained but finds something: every cell is an object. */
class PooledViewsTest {
    private static final List<Category> CATEGORIES =
            List.of(new Category(0, 1, "left"), new Category(1, 2, "right"), new Category(2, 3, "heart"));
    private static final ClassSwap SIDES = ClassSwap.of(Map.of("left", "right"), CATEGORIES);
    private static final double ALMOST_EQUAL = 0.999;

    @TempDir
    private Path directory;

    private CheckedConfig config;

    @BeforeEach
    void load() {
        config = TinyConfig.load(directory, "head.postprocess.score_threshold=0", "input.width=96");
    }

    private record Painted(String name, Picture picture) implements PictureSource {
        @Override
        public Picture read() {
            return picture;
        }
    }

    /** 80 x 50: letterboxed, so that the mirror is not that of the input. */
    private static ImageEntry image(long id, boolean mirrored) {
        float[] plane = new float[50 * 80];
        for (int i = 0; i < plane.length; i++) {
            int x = mirrored ? 79 - i % 80 : i % 80;
            plane[i] = (x * 7 + i / 80 * 3) % 64 / 64f;
        }
        return new ImageEntry(id, "a" + id, new Painted("a" + id, new Picture(80, 50, 1, plane)), 80, 50, List.of());
    }

    private static Dataset dataset(ImageEntry... images) {
        return new Dataset("painted", CATEGORIES, List.of(images), DataReport.CLEAN);
    }

    private Predictor predictor(InputConfig input) {
        return new Predictor(
                config.detector(), config.executor(), input, 2, 3, Weights.initial(config.parameters(), 1));
    }

    private static List<Detection> found(Dataset dataset, double overlap, Adding adding) {
        PooledViews views = new PooledViews(dataset, new LoaderOptions(1, 1), overlap);
        adding.to(views);
        List<Detection> found = new ArrayList<>();
        views.forEach((image, detections) -> found.addAll(detections));
        return found;
    }

    private interface Adding {
        void to(PooledViews views);
    }

    private static Detection mirrored(Detection one) {
        Box box = one.box();
        return new Detection(
                SIDES.inMirror(one.label()), one.score(), new Box(80 - box.x2(), box.y1(), 80 - box.x1(), box.y2()));
    }

    private static void assertSame(List<Detection> found, List<Detection> expected) {
        assertThat(found).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < found.size(); i++) {
            Box box = found.get(i).box();
            Box other = expected.get(i).box();
            assertThat(found.get(i).label()).isEqualTo(expected.get(i).label());
            assertThat(found.get(i).score()).isCloseTo(expected.get(i).score(), within(1e-5f));
            assertThat(new float[] {box.x1(), box.y1(), box.x2(), box.y2()})
                    .containsExactly(new float[] {other.x1(), other.y1(), other.x2(), other.y2()}, within(1e-3f));
        }
    }

    @Test
    void theMirrorOfAPictureIsTheMirroredPicture() {
        try (Predictor predictor = predictor(config.config().input())) {
            List<Detection> inMirror =
                    found(dataset(image(1, false)), ALMOST_EQUAL, views -> views.addMirrored(predictor, SIDES));
            List<Detection> ofMirrored = found(dataset(image(1, true)), ALMOST_EQUAL, views -> views.add(predictor));

            assertSame(
                    inMirror, ofMirrored.stream().map(PooledViewsTest::mirrored).toList());
            assertThat(inMirror.stream().map(Detection::label)).contains(0, 1);
        }
    }

    @Test
    void oneViewTwiceFindsWhatItFindsOnce() {
        try (Predictor predictor = predictor(config.config().input())) {
            List<Detection> twice = found(dataset(image(1, false)), ALMOST_EQUAL, views -> {
                views.add(predictor);
                views.add(predictor);
            });

            assertSame(twice, predictor.detect(image(1, false)));
        }
    }

    @Test
    void theSurestOfAllViewsStayAndAreAsManyAsOfOne() {
        try (Predictor predictor = predictor(config.config().input());
                Predictor larger = predictor(config.config().input().withSize(new InputSize(128, 192)))) {
            List<Detection> together = found(
                    dataset(image(1, false)),
                    1,
                    views -> { // no two boxes are one
                        views.add(predictor);
                        views.add(larger);
                    });

            List<Float> scores = Stream.of(predictor, larger)
                    .flatMap(one -> one.detect(image(1, false)).stream())
                    .map(Detection::score)
                    .sorted(Comparator.reverseOrder())
                    .limit(predictor.mostDetections())
                    .toList();
            assertThat(together).extracting(Detection::score).isEqualTo(scores);
        }
    }

    @Test
    void everyImageHasItsOwn() {
        try (Predictor predictor = predictor(config.config().input())) {
            List<Long> order = new ArrayList<>();
            PooledViews views = new PooledViews(
                    dataset(image(1, false), image(2, true), image(3, false)), new LoaderOptions(1, 1), ALMOST_EQUAL);
            views.add(predictor);

            views.forEach((image, detections) -> {
                order.add(image.id());
                assertThat(detections).hasSameSizeAs(predictor.detect(image));
            });

            assertThat(order).containsExactly(1L, 2L, 3L);
        }
    }
}
