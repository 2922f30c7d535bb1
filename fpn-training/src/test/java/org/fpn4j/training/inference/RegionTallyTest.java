package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.ProposedRegions;
import org.fpn4j.core.head.ProposedRegions.Region;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.evaluation.coco.SizeClass;
import org.fpn4j.evaluation.region.RegionUse;
import org.junit.jupiter.api.Test;

/** Images of 100 pixels on an input of 200: what is annotated is twice as large there. */
class RegionTallyTest {
    private static final SampleTransform TRANSFORM =
            SampleTransform.plain(new InputSize(200, 200), ResizeMode.LETTERBOX, new NormalizationConfig());
    private static final RawOutputs NONE = RawOutputs.of(Map.of());

    /** A head that proposes the same for every image. */
    private record Proposing(Optional<ProposedRegions> regions) implements HeadGeometry {
        static Proposing of(Region... regions) {
            return new Proposing(
                    Optional.of(new ProposedRegions(List.of("P2", "P3"), List.of("P2"), false, List.of(regions))));
        }

        @Override
        public Optional<ProposedRegions> proposed(RawOutputs outputs) {
            return regions;
        }

        @Override
        public int cells() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Losses losses() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ImageTargets assign(Scene scene) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Assignment assignment(Scene scene) {
            throw new UnsupportedOperationException();
        }
    }

    private record Grey() implements PictureSource {
        @Override
        public String name() {
            return "grey";
        }

        @Override
        public Picture read() {
            return new Picture(100, 100, 1, new float[100 * 100]);
        }
    }

    private final ImageEntry image = new ImageEntry(
            7,
            "7.png",
            new Grey(),
            100,
            100,
            List.of(
                    new Annotation(1, 1, new Box(0, 0, 10, 10), 100, ObjectKind.OBJECT),
                    new Annotation(2, 0, new Box(50, 50, 90, 90), 1600, ObjectKind.OBJECT),
                    new Annotation(3, 0, new Box(0, 50, 40, 90), 1600, ObjectKind.CROWD)));
    private final Dataset dataset = new Dataset(
            "greys",
            List.of(new Category(0, 1, "heart"), new Category(1, 2, "nodule")),
            List.of(image),
            DataReport.CLEAN);
    private final Sample sample = TRANSFORM.apply(image, image.source().read(), 0);
    private final RegionTally tally = new RegionTally(dataset, TRANSFORM);

    private static Region region(Box box, String level) {
        return new Region(box, level, List.of("P2"));
    }

    private static RegionUse.Objects objects(String name, SizeClass size, long count, long p2, long p3) {
        return new RegionUse.Objects(name, size, count, Map.of("P2", p2, "P3", p3), Map.of("P2", p2 + p3));
    }

    /** The nodule's boxes overlap it by 1/2 and by 3/4, the heart's by less than 1/2. */
    @Test
    void anObjectIsReachedByTheRegionThatOverlapsItMost() {
        tally.heard(
                sample,
                Proposing.of(
                        region(new Box(0, 0, 20, 10), "P2"),
                        region(new Box(0, 0, 20, 15), "P3"),
                        region(new Box(100, 100, 180, 139), "P2")),
                NONE);

        RegionUse use = tally.use().orElseThrow();
        assertThat(use.images()).isEqualTo(1);
        assertThat(use.proposals()).isEqualTo(Map.of("P2", 2L, "P3", 1L));
        assertThat(use.pooling()).containsExactly("P2");
        assertThat(use.objects())
                .containsExactly(
                        objects("heart", SizeClass.SMALL, 0, 0, 0),
                        objects("heart", SizeClass.MEDIUM, 1, 0, 0),
                        objects("heart", SizeClass.LARGE, 0, 0, 0),
                        objects("nodule", SizeClass.SMALL, 1, 0, 1),
                        objects("nodule", SizeClass.MEDIUM, 0, 0, 0),
                        objects("nodule", SizeClass.LARGE, 0, 0, 0));
    }

    @Test
    void halfIsEnoughAndTheFirstOfEqualsCounts() {
        tally.heard(
                sample, Proposing.of(region(new Box(0, 0, 20, 10), "P3"), region(new Box(0, 10, 20, 20), "P2")), NONE);

        assertThat(tally.use().orElseThrow().objects()).contains(objects("nodule", SizeClass.SMALL, 1, 0, 1));
    }

    @Test
    void anImageThatFillsUpABatchCountsOnce() {
        tally.heard(sample, Proposing.of(), NONE);
        tally.heard(sample, Proposing.of(), NONE);

        assertThat(tally.use().orElseThrow().images()).isEqualTo(1);
    }

    @Test
    void aHeadOfOneStageHasNone() {
        tally.heard(sample, new Proposing(Optional.empty()), NONE);

        assertThat(tally.use()).isEmpty();
    }
}
