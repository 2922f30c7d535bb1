package org.fpn4j.heads.centernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HeatMapTest {
    private static final float NEXT = (float) Math.exp(-0.5 / (0.5 * 0.5)); // one cell away, radius 1: deviation 1/2
    private static final float CORNER = (float) Math.exp(-1 / (0.5 * 0.5));

    @Test
    void anObjectIsAGaussianWithinItsRadius() {
        HeatMap map = new HeatMap(3, 4, 1);

        map.draw(0, 1, 1, 1);

        assertThat(map.values())
                .containsExactly(
                        new float[] {
                            CORNER, NEXT, CORNER, 0, //
                            NEXT, 1, NEXT, 0, //
                            CORNER, NEXT, CORNER, 0
                        },
                        within(1e-7f));
    }

    @Test
    void whereObjectsOfAClassMeetTheLargerValueStays() {
        HeatMap map = new HeatMap(1, 4, 1);

        map.draw(0, 0, 0, 1);
        map.draw(0, 0, 2, 1);

        assertThat(map.values()).containsExactly(new float[] {1, NEXT, 1, NEXT}, within(1e-7f));
        assertThat(map.peaks()).isEqualTo(2);
    }

    @Test
    void classesHaveMapsOfTheirOwnAndObjectsOfOneInOneCellOnePeak() {
        HeatMap map = new HeatMap(1, 2, 2);

        map.draw(0, 0, 1, 0);
        map.draw(1, 0, 1, 0);
        map.draw(1, 0, 1, 0);

        assertThat(map.values()).containsExactly(0, 0, 1, 1);
        assertThat(map.peaks()).isEqualTo(2);
    }

    @Test
    void whatReachesBeyondTheBorderIsCutOff() {
        HeatMap map = new HeatMap(2, 2, 1);

        map.draw(0, 1, 1, 5);

        assertThat(map.values()[3]).isEqualTo(1);
        assertThat(map.values()[0]).isBetween(0.5f, 0.9f);
    }
}
