package org.fpn4j.evaluation.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.fpn4j.evaluation.coco.SizeClass;
import org.junit.jupiter.api.Test;

class RegionUseTest {
    private static final RegionUse.Objects SMALL =
            new RegionUse.Objects("nodule", SizeClass.SMALL, 5, Map.of("P3", 2L, "P4", 1L), Map.of("P3", 3L));
    private static final RegionUse.Objects LARGE =
            new RegionUse.Objects("nodule", SizeClass.LARGE, 2, Map.of("P4", 1L), Map.of("P3", 1L));

    private static RegionUse use(long images, String pooling, RegionUse.Objects... objects) {
        return new RegionUse(images, Map.of("P3", 10L, "P4", 4L), List.of(pooling), false, List.of(objects));
    }

    @Test
    void countsOfTheSameClassAndSizeAreAddedUp() {
        RegionUse both = use(1, "P3", SMALL).plus(use(2, "P3", LARGE, SMALL));

        assertThat(both.images()).isEqualTo(3);
        assertThat(both.proposals()).containsEntry("P3", 20L).containsEntry("P4", 8L);
        assertThat(both.objects())
                .containsExactly(
                        new RegionUse.Objects(
                                "nodule", SizeClass.SMALL, 10, Map.of("P3", 4L, "P4", 2L), Map.of("P3", 6L)),
                        LARGE);
        assertThat(both.objects().get(0).reached()).isEqualTo(6);
    }

    @Test
    void detectorsOfOtherLevelsAreNotAddedUp() {
        assertThatThrownBy(() -> use(1, "P3").plus(use(1, "P4")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pooled from [P3] are not levels");
    }
}
