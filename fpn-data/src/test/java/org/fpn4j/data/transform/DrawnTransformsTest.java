package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.mask.PixelMap;
import org.junit.jupiter.api.Test;

class DrawnTransformsTest {
    private static final Box SHOWN = new Box(0, 0, 100, 100);

    @JsonTypeName("test_shift")
    private record Shift(double most) implements GeometricTransform {
        @Override
        public PixelMap draw(Box shown, SampleRandom random) {
            return new PixelMap(1, 1, random.uniform(0, most), 0);
        }
    }

    @JsonTypeName("test_stretch")
    private record Stretch(double factor) implements GeometricTransform {
        @Override
        public PixelMap draw(Box shown, SampleRandom random) {
            random.nextLong();
            return new PixelMap(factor, 1, 0, 0);
        }
    }

    @JsonTypeName("test_light")
    private record Light(List<Double> seen) implements PhotometricTransform {
        @Override
        public void change(PaintedPicture picture, SampleRandom random) {
            seen.add(random.nextDouble());
        }
    }

    private record Nameless() implements GeometricTransform {
        @Override
        public PixelMap draw(Box shown, SampleRandom random) {
            return PixelMap.SAME;
        }
    }

    private static PixelMap map(long image, Transform... transforms) {
        return new DrawnTransforms(List.of(transforms)).map(SHOWN, Draws.of(1, "augmentation", 2, image));
    }

    @Test
    void noTransformChangesTheDrawsOfAnother() {
        PixelMap alone = map(3, new Shift(50));

        assertThat(map(3, new Stretch(1), new Shift(50))).isEqualTo(alone);
        assertThat(map(3, new Shift(50), new Stretch(1))).isEqualTo(alone);
        assertThat(map(4, new Shift(50))).isNotEqualTo(alone);
    }

    @Test
    void twoOfOneNameDrawEachItsOwn() {
        double first = map(3, new Shift(1)).offsetX();
        double both = map(3, new Shift(1), new Shift(1)).offsetX();

        assertThat(both - first).isBetween(0.0, 1.0).isNotEqualTo(first);
    }

    @Test
    void mapsFollowTheOrderOfTheList() {
        double shift = map(3, new Shift(50)).offsetX();

        assertThat(map(3, new Shift(50), new Stretch(2)).offsetX()).isEqualTo(2 * shift);
        assertThat(map(3, new Stretch(2), new Shift(50)).offsetX()).isEqualTo(shift);
    }

    @Test
    void pixelsAreDrawnOfTheSameKeysAsMaps() {
        List<Double> seen = new ArrayList<>();
        DrawnTransforms transforms = new DrawnTransforms(List.of(new Light(seen)));
        PaintedPicture picture = new PaintedPicture(1, 1, new float[][] {{0.5f}});

        transforms.change(picture, Draws.of(1, "augmentation", 2, 3));
        transforms.change(picture, Draws.of(1, "augmentation", 2, 3));
        transforms.change(picture, Draws.of(1, "augmentation", 3, 3));
        transforms.change(picture, Draws.of(1, "mix-up", 2, 3));

        assertThat(seen.get(1)).isEqualTo(seen.get(0));
        assertThat(seen.subList(1, 4)).doesNotHaveDuplicates();
    }

    @Test
    void aMapWithoutInverseIsToldWithItsTransform() {
        assertThatThrownBy(() -> map(3, new Stretch(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("transform[test_stretch] drew ")
                .hasMessageEndingWith(", which has no inverse");
    }

    @Test
    void aTransformWithoutANameIsRefused() {
        assertThatThrownBy(() -> map(3, new Nameless()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("transform[" + Nameless.class.getName()
                        + "] has no @JsonTypeName, by which its draws are keyed");
    }
}
