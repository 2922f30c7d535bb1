package org.fpn4j.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.core.nd4j.NativeVector;
import org.fpn4j.engine.kernel.Block;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private static ArenaPlace place(long bytes, int from, int to) {
        return new ArenaPlace(NativeMemory.shared(), bytes, new Life(from, to));
    }

    @Test
    void placesThatAreAliveTogetherNeverOverlap() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ArenaPlace> places = new ArrayList<>();
            int count = 1 + random.nextInt(40);
            for (int i = 0; i < count; i++) {
                int from = random.nextInt(-3, 20);
                places.add(place(4L * (1 + random.nextInt(300)), from, from + random.nextInt(8)));
            }
            Arena arena = new Arena(places);
            long sum = 0;
            for (ArenaPlace place : places) {
                sum += (place.bytes() + 63) / 64 * 64;
                assertThat(arena.offset(place)).isNotNegative();
                assertThat(arena.offset(place) % 64).as("alignment").isZero();
                assertThat(arena.offset(place) + place.bytes()).isLessThanOrEqualTo(arena.bytes());
                for (ArenaPlace other : places) {
                    if (other != place && together(place.life(), other.life())) {
                        assertThat(arena.offset(place) >= arena.offset(other) + other.bytes()
                                        || arena.offset(other) >= arena.offset(place) + place.bytes())
                                .as("apart, seed " + seed)
                                .isTrue();
                    }
                }
            }
            assertThat(arena.bytes()).isLessThanOrEqualTo(sum);
        }
    }

    /** Whether some step uses both or lies within both lives. */
    private static boolean together(Life one, Life other) {
        return Math.max(one.from(), other.from()) <= Math.min(one.to(), other.to());
    }

    @Test
    void placesOneAfterTheOtherTakeTheRoomOfTheLargest() {
        List<ArenaPlace> places = List.of(place(640, 0, 1), place(1280, 2, 3), place(64, 4, 5));

        Arena arena = new Arena(places);

        assertThat(arena.bytes()).isEqualTo(1280);
        assertThat(places).allSatisfy(place -> assertThat(arena.offset(place)).isZero());
    }

    @Test
    void gapsAreFilled() {
        ArenaPlace first = place(1280, 0, 9);
        ArenaPlace second = place(640, 0, 3);
        ArenaPlace third = place(320, 0, 9);
        ArenaPlace late = place(576, 4, 9);

        Arena arena = new Arena(List.of(first, second, third, late));

        assertThat(arena.offset(late)).isEqualTo(arena.offset(second));
        assertThat(arena.bytes()).isEqualTo(1280 + 640 + 320);
    }

    @Test
    void anArenaOfNothingTakesNoRoom() {
        assertThat(new Arena(List.of()).bytes()).isZero();
    }

    @Test
    void blocksStandWhereTheirPlacesAre() {
        ArenaPlace one = place(64, 0, 1);
        ArenaPlace two = place(64, 0, 1);

        try (ArenaMemory memory = new ArenaMemory(Arenas.of(List.of(one, two)))) {
            Block first = memory.block(one);
            Block second = memory.block(two);
            first.write(filled(1));
            second.write(filled(2));

            assertThat(values(first)).isEqualTo(filled(1));
            assertThat(values(second)).isEqualTo(filled(2));
            assertThat(NativeVector.of(first.memory()).pointer(first.offset()).address() % 64)
                    .isZero();
        }
    }

    private static float[] filled(float value) {
        float[] values = new float[16];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] values(Block block) {
        float[] values = new float[16];
        block.read(0, values, 0, 16);
        return values;
    }
}
