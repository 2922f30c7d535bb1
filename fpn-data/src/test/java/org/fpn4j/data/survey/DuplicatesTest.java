package org.fpn4j.data.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.survey.DuplicateGroup.Member;
import org.fpn4j.data.transform.SampleRandom;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
    /** Noise of its own for each number. */
    private static Picture noise(long number) {
        SampleRandom random = SampleRandom.of(number, "noise");
        float[] values = new float[64 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new Picture(64, 64, 1, values);
    }

    private static SplitSurvey split(Split split, long... pictures) {
        SurveyedSplit surveyed = new SurveyedSplit(split, "nodule");
        for (long picture : pictures) {
            surveyed.image(64, 64).showing(noise(picture));
        }
        return surveyed.survey();
    }

    private static List<String> named(DuplicateGroup group) {
        return group.members().stream()
                .map((Member member) ->
                        member.split().key() + " " + member.image().fileName())
                .toList();
    }

    @Test
    void leaksComeFirst() {
        List<DuplicateGroup> groups = Duplicates.of(List.of(split(Split.TRAIN, 1, 2, 1, 3), split(Split.VAL, 4, 3)));

        assertThat(groups)
                .extracting(DuplicatesTest::named)
                .containsExactly(List.of("train 4.png", "val 2.png"), List.of("train 1.png", "train 3.png"));
        assertThat(groups).extracting(DuplicateGroup::isLeak).containsExactly(true, false);
        assertThat(groups).extracting(DuplicateGroup::isNearly).containsOnly(false);
        assertThat(groups.get(0).bits()).isZero();
        assertThat(groups.get(0).correlation()).isGreaterThan(0.999);
    }

    /** Another shot of a field of view: correlates by 1 / sqrt(1 + 0.3 * 0.3), 0.958. */
    private static Picture shot(long number, long of) {
        float[] values = noise(of).planes().clone();
        float[] more = noise(number).planes();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + 0.3f * more[i]) / 1.3f;
        }
        return new Picture(64, 64, 1, values);
    }

    @Test
    void twoShotsOfOneFieldAreNearlyOnePictureWhereAllOthersDiffer() {
        SurveyedSplit train = SurveyedSplit.train("nodule");
        IntStream.rangeClosed(1, 21).forEach(i -> train.image(64, 64).showing(noise(i)));
        SplitSurvey val = new SurveyedSplit(Split.VAL, "nodule")
                .image(64, 64)
                .showing(shot(84, 5))
                .survey();

        List<DuplicateGroup> groups = Duplicates.of(List.of(train.survey(), val));

        assertThat(groups).hasSize(1);
        assertThat(named(groups.get(0))).containsExactly("train 5.png", "val 1.png");
        assertThat(groups.get(0).isNearly()).isTrue();
        assertThat(groups.get(0).isLeak()).isTrue();
        assertThat(groups.get(0).correlation()).isBetween(0.9, 0.97);
    }

    /** Nineteen others say too little of how much pictures of a set differ. */
    @Test
    void amongFewPicturesNothingIsNearlyTheSame() {
        SurveyedSplit train = SurveyedSplit.train("nodule");
        IntStream.rangeClosed(1, 20).forEach(i -> train.image(64, 64).showing(noise(i)));
        train.image(64, 64).showing(shot(84, 5));

        assertThat(Duplicates.of(List.of(train.survey()))).isEmpty();
    }

    /** As shots of one thing, or radiographs, are. */
    @Test
    void whereAllPicturesAreAlikeNothingIsNearlyTheSame() {
        SurveyedSplit train = SurveyedSplit.train("nodule");
        IntStream.rangeClosed(100, 130).forEach(i -> train.image(64, 64).showing(shot(i, 5)));

        assertThat(Duplicates.of(List.of(train.survey()))).isEmpty();
    }

    @Test
    void differentPicturesAreInNoGroup() {
        assertThat(Duplicates.of(List.of(split(Split.TRAIN, 1, 2, 3), split(Split.VAL, 4))))
                .isEmpty();
    }

    @Test
    void picturesThatShowNothingAreNotCompared() {
        SplitSurvey blank = SurveyedSplit.train("nodule")
                .image(8, 8)
                .showing(new Picture(8, 8, 1, new float[64]))
                .image(8, 8)
                .showing(new Picture(8, 8, 1, new float[64]))
                .survey();

        assertThat(Duplicates.of(List.of(blank))).isEmpty();
    }

    /** A million pairs, one group. */
    @Test
    void onePictureManyTimesIsOneGroup() {
        PictureFacts facts = PictureFacts.of("PNG", noise(1));
        SurveyedSplit surveyed = SurveyedSplit.train("nodule");
        IntStream.range(0, 1500).forEach(i -> surveyed.image(64, 64));
        SplitSurvey blank = surveyed.survey();
        Map<Long, PictureFacts> pictures = new HashMap<>();
        blank.pictures().keySet().forEach(id -> pictures.put(id, facts));

        List<DuplicateGroup> groups =
                Duplicates.of(List.of(new SplitSurvey(Split.TRAIN, blank.dataset(), pictures, List.of())));

        assertThat(groups).hasSize(1);
        assertThat(groups.get(0).members()).hasSize(1500);
    }
}
