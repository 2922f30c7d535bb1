package org.fpn4j.heads.ssd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.junit.jupiter.api.Test;

class HardNegativesTest {
    /** Two images of five anchors, whose background's loss grows with the other class's logit. */
    private static float[] counted(HardNegatives mining, float[] others, float[] classes, float[] weights) {
        float[] logits = new float[2 * others.length];
        for (int i = 0; i < others.length; i++) {
            logits[2 * i + 1] = others[i];
        }
        float[] counted = new float[others.length];
        int anchors = others.length / 2;
        mining.decide(
                List.of(logits, classes, weights),
                List.of(Shape.of(2, anchors, 2), Shape.of(2, anchors), Shape.of(2, anchors)),
                counted);
        return counted;
    }

    @Test
    void theHardestNegativesOfEachImageCount() {
        float[] counted = counted(
                new HardNegatives(2, 0),
                new float[] {1, 5, 2, 4, 3, 9, 9, 9, 9, 9},
                new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                new float[] {.5f, .5f, .5f, .5f, .5f, 1, 1, 1, 1, 1});

        assertThat(counted).containsExactly(.5f, .5f, 0, .5f, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void anchorsWithoutWeightAreNeitherPositiveNorNegative() {
        float[] counted = counted(
                new HardNegatives(1, 0),
                new float[] {1, 5, 2, 4, 3, 1, 2, 3, 4, 5},
                new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0},
                new float[] {1, 0, 1, 1, 1, 0, 1, 1, 1, 1});

        assertThat(counted).containsExactly(1, 0, 0, 1, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void ofEqualsTheFirstCountAndThereMayBeFewerThanAreWanted() {
        float[] counted = counted(
                new HardNegatives(3, 2),
                new float[] {1, 1, 1, 1, 1, 7, 7, 7, 7, 7},
                new float[] {1, 0, 1, 1, 1, 0, 0, 0, 0, 0},
                new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});

        assertThat(counted).containsExactly(1, 1, 1, 1, 1, 1, 1, 0, 0, 0);
    }

    @Test
    void whatIsNoNumberIsTheHardest() {
        float[] counted = counted(
                new HardNegatives(1, 0),
                new float[] {1, 5, Float.NaN, 4, 3, 0, 0, 0, 0, 0},
                new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});

        assertThat(counted).containsExactly(1, 0, 1, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void inputsThatDoNotFitAreRefused() {
        List<Shape> shapes = List.of(Shape.of(2, 5, 2), Shape.of(2, 4), Shape.of(2, 5));

        assertThatThrownBy(() -> new HardNegatives(3, 0).infer(shapes))
                .hasMessage("hard negatives: inputs do not fit, got [[2, 5, 2], [2, 4], [2, 5]]");
    }
}
