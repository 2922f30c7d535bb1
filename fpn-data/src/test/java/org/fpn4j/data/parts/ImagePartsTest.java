package org.fpn4j.data.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePartsTest {
    private static Reference.Image image(long id, int... classes) {
        return new Reference.Image(
                id,
                id + ".png",
                IntStream.of(classes)
                        .mapToObj(label -> new Reference.Entry(label, 0, 0, 5, 5, 25, ObjectKind.OBJECT))
                        .toList());
    }

    /** Of 40 images all but 8 have class 0, ten class 1, five class 2 (always with class 1), and eight nothing. */
    private static List<Reference.Image> images() {
        List<Reference.Image> images = new ArrayList<>();
        for (long id = 100; id < 132; id++) {
            images.add(id < 105 ? image(id, 0, 1, 2, 0) : id < 110 ? image(id, 1, 0) : image(id, 0));
        }
        for (long id = 132; id < 140; id++) {
            images.add(image(id));
        }
        return images;
    }

    private static long count(Set<Long> part, long from, long to) {
        return part.stream().filter(id -> id >= from && id < to).count();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void everyPartHasItsShareOfEveryClass(long seed) {
        List<Set<Long>> parts = ImageParts.equal(images(), 5, seed);

        assertThat(parts).allSatisfy(part -> {
            assertThat(part).hasSize(8);
            assertThat(count(part, 100, 105)).as("class 2").isEqualTo(1);
            assertThat(count(part, 100, 110)).as("class 1").isEqualTo(2);
            assertThat(count(part, 132, 140)).as("without objects").isBetween(1L, 2L);
        });
    }

    @Test
    void partsDoNotOverlapAndLeaveNothingOut() {
        Set<Long> seen = new HashSet<>();

        ImageParts.equal(images(), 3, 0)
                .forEach(part -> part.forEach(id -> assertThat(seen.add(id)).isTrue()));

        assertThat(seen).hasSize(40);
    }

    @Test
    void sizesDifferByOneAtMost() {
        assertThat(ImageParts.equal(images().subList(0, 11), 4, 0))
                .extracting(Set::size)
                .containsExactly(3, 3, 3, 2);
    }

    @Test
    void theOrderOfAFileDecidesNothing() {
        List<Reference.Image> reversed = images();
        Collections.reverse(reversed);

        assertThat(ImageParts.equal(reversed, 5, 7)).isEqualTo(ImageParts.equal(images(), 5, 7));
        assertThat(ImageParts.equal(images(), 5, 8)).isNotEqualTo(ImageParts.equal(images(), 5, 7));
    }

    @Test
    void asManyPartsAsImagesHaveOneEach() {
        assertThat(ImageParts.equal(images().subList(0, 3), 3, 0))
                .allSatisfy(part -> assertThat(part).hasSize(1));
    }

    @Test
    void morePartsThanImagesAreRefused() {
        List<Reference.Image> two = images().subList(0, 2);

        assertThatThrownBy(() -> ImageParts.equal(two, 3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images[2] are too few for parts[3]");
    }

    @Test
    void aShareHasAsMuchOfEachClass() {
        Set<Long> share = ImageParts.share(images(), 0.2, 0);

        assertThat(share).hasSize(8);
        assertThat(count(share, 100, 105)).isEqualTo(1);
        assertThat(count(share, 100, 110)).isEqualTo(2);
    }

    @Test
    void aShareIsNeverNothingAndNeverAll() {
        assertThat(ImageParts.share(images(), 1e-9, 0)).hasSize(1);
        assertThat(ImageParts.share(images().subList(0, 2), 0.9, 0)).hasSize(1);
    }

    @Test
    void aPartOfADataSetIsScoredAgainstItsOwnImages() {
        List<Reference.Image> all =
                LongStream.range(1, 4).mapToObj(id -> image(id, 0)).toList();
        Dataset whole = new Dataset(
                "whole", List.of(new Category(0, 1, "nodule")), List.of(), new Reference(all), DataReport.CLEAN, "abc");

        Dataset part = whole.part("part", Set.of(1L, 3L));

        assertThat(part.reference().images()).extracting(Reference.Image::id).containsExactly(1L, 3L);
        assertThat(part.contents()).isEqualTo("abc");
        assertThat(part.digest()).isNotEqualTo(whole.digest());
    }
}
