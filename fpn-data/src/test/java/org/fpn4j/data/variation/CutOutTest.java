package org.fpn4j.data.variation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.data.transform.SampleTransform;
import org.junit.jupiter.api.Test;

class CutOutTest {
    private static final int SIDE = 32;
    private static final Box SHOWN = new Box(10, 20, 110, 70);

    private static Picture grey() {
        float[] planes = new float[SIDE * SIDE];
        Arrays.fill(planes, 0.5f);
        return new Picture(SIDE, SIDE, 1, planes);
    }

    @Test
    void rectanglesLieWithinThePictureAndAreNoLargerThanTheirShare() {
        List<Box> hidden = LongStream.range(0, 300)
                .boxed()
                .flatMap(id -> new CutOut(4, 0.3, 1).draw(SHOWN, SampleRandom.of(1, "test", id)).stream())
                .toList();

        assertThat(hidden.size()).isBetween(650, 850); // 2.5 each, five standard deviations of 19
        assertThat(hidden).allSatisfy(box -> {
            assertThat(box.x1()).isGreaterThanOrEqualTo(10);
            assertThat(box.y1()).isGreaterThanOrEqualTo(20);
            assertThat(box.x2()).isLessThanOrEqualTo(110.001f);
            assertThat(box.y2()).isLessThanOrEqualTo(70.001f);
            assertThat(box.width()).isLessThanOrEqualTo(30.001f); // float32
            assertThat(box.height()).isLessThanOrEqualTo(15.001f);
        });
    }

    @Test
    void whatIsHiddenIsGroundAndNothingElseChanges() {
        SampleTransform transform = Scenes.transform(SIDE, 0, new CutOut(3, 0.5, 1));

        Sample sample = Scenes.sample(transform, grey(), 2);

        assertThat(IntStream.range(0, SIDE * SIDE)
                        .filter(place -> sample.pixels()[place] == Scenes.GROUND)
                        .count())
                .isBetween(1L, 768L); // three of a quarter each at most
        assertThat(IntStream.range(0, SIDE * SIDE).mapToObj(place -> sample.pixels()[place]))
                .containsOnly(0.5f, Scenes.GROUND);
    }

    @Test
    void objectsThatAreHiddenAreDroppedByTheKeyAndKeepTheirBoxOtherwise() {
        Box object = new Box(12, 12, 18, 18);
        SampleTransform strict = Scenes.transform(SIDE, 0.5, new CutOut(6, 0.6, 1));
        int kept = 0;
        for (long id = 0; id < 200; id++) {
            Sample sample = Scenes.sample(strict, grey(), id, object);
            int shown = 0;
            for (int y = 12; y < 18; y++) {
                for (int x = 12; x < 18; x++) {
                    shown += sample.pixels()[y * SIDE + x] == 0.5f ? 1 : 0;
                }
            }
            assertThat(sample.objects().boxes()).isEqualTo(shown >= 18 ? List.of(object) : List.of());
            kept += sample.objects().size();
        }

        assertThat(kept).isBetween(20, 180);
    }

    @Test
    void whatIsWhollyHiddenIsNoObjectWhateverTheKey() {
        Box pixel = new Box(16, 16, 17, 17);
        SampleTransform transform = Scenes.transform(SIDE, 0, new CutOut(20, 1, 1));

        for (long id = 0; id < 20; id++) {
            Sample sample = Scenes.sample(transform, grey(), id, pixel);
            boolean isHidden = sample.pixels()[16 * SIDE + 16] == Scenes.GROUND;
            assertThat(sample.objects().size()).isEqualTo(isHidden ? 0 : 1);
        }
        assertThat(LongStream.range(0, 20)
                        .map(id -> Scenes.sample(transform, grey(), id, pixel)
                                .objects()
                                .size())
                        .sum())
                .isLessThan(20);
    }
}
