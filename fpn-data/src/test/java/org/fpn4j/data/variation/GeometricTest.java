package org.fpn4j.data.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.mask.PixelMap;
import org.fpn4j.data.transform.GeometricTransform;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleRandom;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.data.transform.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeometricTest {
    private static final int SIDE = 160;
    private static final Box WHITE = new Box(50, 40, 100, 70);

    static Stream<List<Transform>> transforms() {
        return Stream.of(
                List.of(new Rotate(15, 1)),
                List.of(new Rotate(180, 1)),
                List.of(new Translate(0.15, 1)),
                List.of(new Translate(0.1, 1), new Rotate(20, 1)));
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void boxesAreTheExtentOfWhatIsPainted(List<Transform> transforms) {
        SampleTransform transform = Scenes.transform(SIDE, 0, transforms.toArray(Transform[]::new));
        for (long id = 0; id < 20; id++) {
            Sample sample = Scenes.sample(transform, WHITE, id);

            Box box = sample.objects().boxes().get(0);
            Box painted = Scenes.extent(sample, SIDE, 0.2f);
            assertThat(List.of(
                            painted.x1() - box.x1(),
                            painted.y1() - box.y1(),
                            painted.x2() - box.x2(),
                            painted.y2() - box.y2()))
                    .as("box %s, painted %s", box, painted)
                    .allSatisfy(off -> assertThat(Math.abs(off)).isLessThan(1));
        }
    }

    @Test
    void aPictureThatIsShrunkAndTurnedIsResampledWithoutAliases() {
        float[] lines = new float[480 * 480];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = i % 2; // every second column: an even grey once it is three times smaller
        }
        SampleTransform transform = Scenes.transform(SIDE, 0, new Rotate(30, 1));

        Sample sample = Scenes.sample(transform, new Picture(480, 480, 1, lines), 4);

        for (int place = SIDE * SIDE / 2 + 40; place < SIDE * SIDE / 2 + 120; place++) {
            assertThat(sample.pixels()[place])
                    .isCloseTo(0.5f, within(0.06f)); // the triangle is off by 1/18, a nearest pixel by 1/2
        }
    }

    @Test
    void whatATurnLeavesEmptyIsGround() {
        Sample sample = Scenes.sample(Scenes.transform(SIDE, 0, new Rotate(45, 1)), WHITE, 5);

        assertThat(sample.pixels()[0]).isEqualTo(Scenes.GROUND);
        assertThat(sample.pixels()[SIDE * 60 + 80]).isNotEqualTo(Scenes.GROUND); // the middle stays
        assertThat(sample.geometry().map().keepsAxes()).isFalse();
    }

    @Test
    void aTurnGoesBackToTheExtentOfTheBox() {
        Sample sample = Scenes.sample(Scenes.transform(SIDE, 0, new Rotate(10, 1)), WHITE, 5);

        Box back = sample.geometry().toOriginal(sample.geometry().toInput(WHITE));

        assertThat(back.x1()).isLessThanOrEqualTo(WHITE.x1() + 1e-3f);
        assertThat(back.y2()).isGreaterThanOrEqualTo(WHITE.y2() - 1e-3f);
        assertThat(back.centerX()).isCloseTo(WHITE.centerX(), within(1e-3f)); // float32 at some hundred pixels
    }

    @Test
    void aMoveIsOfWholePixelsAndKeepsValues() {
        SampleTransform still = Scenes.transform(SIDE, 0);
        SampleTransform moving = Scenes.transform(SIDE, 0, new Translate(0.1, 1));
        Box before = Scenes.sample(still, WHITE, 2).objects().boxes().get(0);

        Sample sample = Scenes.sample(moving, WHITE, 2);

        Box after = sample.objects().boxes().get(0);
        assertThat(after).isNotEqualTo(before);
        assertThat(after.x1() - before.x1()).isEqualTo(Math.round(after.x1() - before.x1()));
        assertThat(Scenes.extent(sample, SIDE, 1)).isEqualTo(after);
    }

    @Test
    void objectsThatLeaveThePictureAreDroppedByTheKey() {
        Box edge = new Box(0, 40, 20, 60);
        long kept = count(edge, 0);
        long half = count(edge, 0.5);
        long whole = count(edge, 1);

        assertThat(kept).isGreaterThan(half);
        assertThat(half).isGreaterThan(whole);
        assertThat(whole).isPositive();
    }

    private static long count(Box box, double minVisible) {
        SampleTransform transform = Scenes.transform(SIDE, minVisible, new Translate(0.5, 1));
        return LongStream.range(0, 60)
                .map(id -> Scenes.sample(transform, box, id).objects().size())
                .sum();
    }

    @Test
    void aPictureThatIsMovedAwayIsGroundAlone() {
        SampleTransform transform = Scenes.transform(4, 0, new Translate(1, 1));
        Picture one = new Picture(1, 1, 1, new float[] {0.5f});
        List<Sample> samples = LongStream.range(0, 50)
                .mapToObj(id -> Scenes.sample(transform, one, id, new Box(0, 0, 1, 1)))
                .toList();

        assertThat(samples).anySatisfy(sample -> {
            assertThat(sample.pixels()).containsOnly(Scenes.GROUND);
            assertThat(sample.objects().size()).isZero();
        });
        assertThat(samples).anySatisfy(sample -> assertThat(sample.pixels()).contains(0.5f));
    }

    @Test
    void picturesOfOnePixelAreTurned() {
        Picture one = new Picture(1, 1, 3, new float[] {0.25f, 0.5f, 0.75f});

        Sample sample = Scenes.sample(Scenes.transform(1, 0, new Rotate(90, 1)), one, 1, new Box(0, 0, 1, 1));

        assertThat(sample.pixels()).containsExactly(0.25f, 0.5f, 0.75f);
        assertThat(sample.objects().size()).isEqualTo(1);
    }

    @Test
    void anglesAndMovesAreDrawnEvenlyAndAsOftenAsTheProbabilitySays() {
        Box shown = new Box(0, 0, 1000, 100);
        double[] angles = drawn(new Rotate(30, 0.5), shown)
                .mapToDouble(map -> Math.toDegrees(Math.atan2(map.skewY(), map.scaleX())))
                .toArray();
        double[] moves = drawn(new Translate(0.2, 0.5), shown)
                .mapToDouble(PixelMap::offsetX)
                .toArray();

        assertThat(angles.length).isBetween(900, 1100); // four and a half standard deviations of 22
        assertThat(DoubleStream.of(angles).average().orElseThrow()).isCloseTo(0, within(2.5)); // of 0.55
        assertThat(DoubleStream.of(angles).max().orElseThrow()).isBetween(29.0, 30.0);
        assertThat(moves.length).isBetween(900, 1100);
        assertThat(DoubleStream.of(moves).average().orElseThrow()).isCloseTo(0, within(17.0)); // of 3.7
        assertThat(DoubleStream.of(moves).min().orElseThrow()).isBetween(-200.0, -195.0);
    }

    private static Stream<PixelMap> drawn(GeometricTransform transform, Box shown) {
        return LongStream.range(0, 2000)
                .mapToObj(id -> transform.draw(shown, SampleRandom.of(3, "test", id)))
                .filter(map -> !map.equals(PixelMap.SAME));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 181})
    void anglesHaveBounds(double degrees) {
        assertThatThrownBy(() -> new Rotate(degrees, 2))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("degrees[" + (int) degrees + "] must be between 0 and 180; probability[2] must be between 0"
                        + " and 1");
    }
}
