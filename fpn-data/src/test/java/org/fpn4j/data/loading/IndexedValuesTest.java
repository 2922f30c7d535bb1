package org.fpn4j.data.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PicturePart;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.image.PictureSource;
import org.junit.jupiter.api.Test;

class IndexedValuesTest {
    private record Given(float[] planes) implements PictureSource {
        @Override
        public String name() {
            return "given";
        }

        @Override
        public Picture read() {
            return new Picture(planes.length, 1, 1, planes);
        }
    }

    /** Of a window: numbers that are neither 255ths nor 65535ths. */
    private static float[] windowed(int pixels, int values) {
        float[] planes = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            planes[i] = (i * 7 % values) / (values * 1.37f);
        }
        return planes;
    }

    @Test
    void fewValuesTakeTwoBytesEachAndComeBackExactly() {
        float[] planes = windowed(1000, 12);
        PictureSource source = new Given(planes);
        PicturePart part = new PicturePart(source, new PictureSize(1000, 1), 3, 0, new PictureSize(900, 1));
        PictureCache cache = new PictureCache(10_000);
        ImageEntry tile = new ImageEntry(1, "tile", part, 900, 1, List.of());
        ImageEntry whole = new ImageEntry(2, "whole", source, 1000, 1, List.of());
        cache.with(tile, Picture::planes);

        assertThat(cache.usedBytes()).isEqualTo(2 * 1000 + 4 * 12);
        assertThat(cache.with(tile, Picture::planes)).isEqualTo(part.read().planes());
        cache.with(whole, Picture::planes);
        assertThat(cache.with(whole, Picture::planes)).isEqualTo(planes);
    }

    @Test
    void asManyValuesAsSixteenBitsHaveAreIndexed() {
        IndexedValues indexed = IndexedValues.of(windowed(200_000, 65_536)).orElseThrow();

        assertThat(indexed.values()).hasSize(65_536);
        assertThat(indexed.at(199_999)).isEqualTo(windowed(200_000, 65_536)[199_999]);
    }

    @Test
    void moreValuesAreKeptAsTheyAre() {
        assertThat(IndexedValues.of(windowed(200_000, 65_537))).isEmpty();
    }

    @Test
    void aTableThatTakesMoreThanItSavesIsNone() {
        assertThat(IndexedValues.of(new float[] {0.1f, 0.2f, 0.3f, 0.4f})).isEmpty();
    }

    @Test
    void zerosOfBothSignsAndWhatIsNoNumberStayWhatTheyAre() {
        float[] values = new float[100];
        values[1] = -0f;
        values[2] = Float.NaN;

        IndexedValues indexed = IndexedValues.of(values).orElseThrow();

        assertThat(1 / indexed.at(1)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(indexed.at(2)).isNaN();
        assertThat(1 / indexed.at(3)).isEqualTo(Float.POSITIVE_INFINITY);
    }
}
