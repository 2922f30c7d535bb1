package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.fpn4j.data.dataset.Category;
import org.junit.jupiter.api.Test;

/** What a mirrored picture may do to classes; {@link SampleTransformTest} mirrors pictures. */
class ClassSwapTest {
    @Test
    void nothingIsMirroredByDefault() {
        assertThat(new AugmentationConfig().horizontalFlip()).isZero();
    }

    @Test
    void aClassStandsInOnePair() {
        String expectation = "must stand in one pair with one other class; a pair holds in both directions";

        assertThatThrownBy(() -> swapping(Map.of("left lung", "left lung")))
                .hasMessage("swapClasses[left lung] " + expectation);
        assertThatThrownBy(() -> swapping(Map.of("left lung", "right lung", "left arm", "right lung")))
                .hasMessage("swapClasses[right lung] " + expectation);
    }

    private static AugmentationConfig swapping(Map<String, String> pairs) {
        return new AugmentationConfig(0.5, 1, 1, 0, 0, 0, pairs);
    }

    @Test
    void aClassThatTheDataLacksHasNoMirrorImage() {
        assertThatThrownBy(() -> ClassSwap.of(Map.of("a", "b"), List.of(new Category(0, 1, "a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no class is named [b]");
    }
}
