package org.fpn4j.data.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fpn4j.data.survey.SurveyedSplit.kinds;

import java.util.List;
import java.util.stream.IntStream;
import org.fpn4j.data.dataset.DataProblem;
import org.fpn4j.data.dataset.ProblemKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.survey.Suspicion.Kind;
import org.junit.jupiter.api.Test;

class ClassUseTest {
    /** A split with so many objects of each class, one in an image. */
    private static SurveyedSplit split(Split split, List<String> classes, int... counts) {
        SurveyedSplit surveyed = new SurveyedSplit(split, classes.toArray(String[]::new));
        for (int label = 0; label < counts.length; label++) {
            for (int i = 0; i < counts[label]; i++) {
                surveyed.image(100, 100).box(label, 10 + i, 60, 8 + i, 9 + label);
            }
        }
        return surveyed;
    }

    private static List<Suspicion> suspicions(SurveyedSplit... splits) {
        return DatasetSurvey.of(
                        List.of(splits).stream().map(SurveyedSplit::survey).toList())
                .suspicions();
    }

    @Test
    void classesWithEnoughObjectsAreNotSuspected() {
        List<String> classes = List.of("nodule", "mass", "normal cell");

        assertThat(suspicions(split(Split.TRAIN, classes, 10, 12, 30), split(Split.VAL, classes, 1, 0, 4)))
                .isEmpty();
    }

    @Test
    void objectsOfTheBackgroundAreSuspected() {
        for (String name : List.of("background", "__background__", "No finding", "No_Finding")) {
            List<Suspicion> suspicions = suspicions(split(Split.TRAIN, List.of(name, "mass"), 11, 12));

            assertThat(kinds(suspicions)).as(name).containsExactly(Kind.BACKGROUND_CLASS);
            assertThat(suspicions.get(0).what()).isEqualTo("11 objects are of class " + name);
            assertThat(suspicions.get(0).examples()).hasSize(11);
        }
    }

    @Test
    void aBackgroundWithoutObjectsIsAsItShouldBe() {
        assertThat(suspicions(split(Split.TRAIN, List.of("background", "mass"), 0, 12)))
                .isEmpty();
    }

    @Test
    void unknownClassesBesideAnUnusedOneAtTheEndLookShifted() {
        List<String> classes = List.of("nodule", "mass", "effusion");
        DataProblem unknown = DataProblem.of(
                ProblemKind.UNKNOWN_CATEGORY, "train.json", "category_id[0] is not among the categories");

        List<Suspicion> suspicions = suspicions(
                split(Split.TRAIN, classes, 10, 12, 0).problem(unknown).problem(unknown));
        List<Suspicion> used =
                suspicions(split(Split.TRAIN, classes, 10, 12, 11).problem(unknown));

        assertThat(kinds(suspicions)).containsExactly(Kind.SHIFTED_CLASSES, Kind.UNUSED_CLASS);
        assertThat(suspicions.get(0).what())
                .isEqualTo(
                        "2 annotations are of classes that the list does not have, and its last class, effusion, has no"
                                + " object");
        assertThat(suspicions.get(0).hint())
                .isEqualTo(
                        "Classes may be counted from 0 in annotations and from 1 in the list; the first such annotation:"
                                + " category_id[0] is not among the categories");
        assertThat(used).isEmpty();
    }

    @Test
    void oneSplitAloneMayBeShifted() {
        List<String> classes = List.of("nodule", "mass", "effusion");
        SurveyedSplit shifted = split(Split.VAL, classes, 0, 12, 12);
        SurveyedSplit careless = split(Split.VAL, classes, 0, 12, 12);
        DataProblem unknown =
                DataProblem.of(ProblemKind.UNKNOWN_CATEGORY, "val.json", "category_id[4] is not among the categories");
        for (int i = 0; i < 5; i++) {
            shifted.problem(unknown);
        }
        careless.problem(unknown);

        List<Suspicion> suspicions = suspicions(split(Split.TRAIN, classes, 10, 12, 11), shifted);

        assertThat(kinds(suspicions)).containsExactly(Kind.SHIFTED_CLASSES);
        assertThat(suspicions.get(0).where()).isEqualTo("val");
        assertThat(suspicions(split(Split.TRAIN, classes, 10, 12, 11), careless))
                .isEmpty();
    }

    @Test
    void splitsWhoseClassesAreMovedByOneLookShifted() {
        List<String> classes = List.of("nodule", "mass", "effusion");

        List<Suspicion> suspicions =
                suspicions(split(Split.TRAIN, classes, 10, 12, 0), split(Split.VAL, classes, 0, 5, 6));

        assertThat(kinds(suspicions)).containsExactly(Kind.SHIFTED_CLASSES, Kind.UNLEARNED_CLASS);
        assertThat(suspicions.get(0).what())
                .isEqualTo(
                        "val has objects of the classes [mass, effusion], train of [nodule, mass]: each is moved by one");
    }

    @Test
    void aClassThatNothingIsOfIsSuspected() {
        List<String> classes = List.of("nodule", "mass", "effusion");

        List<Suspicion> suspicions =
                suspicions(split(Split.TRAIN, classes, 10, 0, 12), split(Split.VAL, classes, 3, 0, 1));

        assertThat(kinds(suspicions)).containsExactly(Kind.UNUSED_CLASS);
        assertThat(suspicions.get(0).what()).isEqualTo("Class mass has no object in any split");
        assertThat(suspicions.get(0).where()).isEqualTo("train, val");
    }

    @Test
    void aClassThatNothingTeachesIsSuspected() {
        List<String> classes = List.of("nodule", "mass", "effusion");

        List<Suspicion> suspicions = suspicions(
                split(Split.TRAIN, classes, 10, 0, 12),
                split(Split.VAL, classes, 3, 0, 1),
                split(Split.TEST, classes, 3, 4, 0));

        assertThat(kinds(suspicions)).containsExactly(Kind.UNLEARNED_CLASS);
        assertThat(suspicions.get(0).what()).isEqualTo("Class mass has 4 objects in test and none in train");
        assertThat(suspicions.get(0).where()).isEqualTo("test");
        assertThat(suspicions.get(0).examples()).hasSize(4);
    }

    @Test
    void severalClassesAreToldTogether() {
        List<String> classes = IntStream.range(0, 60).mapToObj(i -> "class" + i).toList();
        int[] train = new int[60];
        int[] val = new int[60];
        train[0] = 10;
        val[1] = 2;
        val[2] = 1;

        List<Suspicion> suspicions = suspicions(split(Split.TRAIN, classes, train), split(Split.VAL, classes, val));

        assertThat(kinds(suspicions)).containsExactly(Kind.UNUSED_CLASS, Kind.UNLEARNED_CLASS);
        assertThat(suspicions.get(0).what())
                .startsWith("57 classes have no object in any split: class3, class4, class5, ")
                .endsWith(", class22 and 37 more");
        assertThat(suspicions.get(1).what())
                .isEqualTo("2 classes have objects in val and none in train: class1 (2), class2 (1)");
    }

    @Test
    void fewerThanTenObjectsAreFew() {
        List<String> classes = List.of("nodule", "mass", "effusion");

        List<Suspicion> suspicions =
                suspicions(split(Split.TRAIN, classes, 1, 9, 10), split(Split.VAL, classes, 1, 1, 1));

        assertThat(kinds(suspicions)).containsExactly(Kind.FEW_OBJECTS);
        assertThat(suspicions.get(0).what())
                .isEqualTo("2 classes have fewer than 10 objects to learn from: nodule (1), mass (9)");
        assertThat(suspicions.get(0).count()).isEqualTo(10);
        assertThat(suspicions.get(0).examples()).hasSize(10);
        assertThat(suspicions(split(Split.TRAIN, classes, 1, 10, 10)).get(0).what())
                .isEqualTo("Class nodule has one object to learn from");
    }
}
