package org.fpn4j.interop.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.fpn4j.config.problem.UserInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputChoiceTest {
    private static Categories categories(long... ids) {
        return new Categories(
                LongStream.of(ids).boxed().toList(),
                LongStream.of(ids).mapToObj(id -> "name" + id).toList());
    }

    private static HeadClasses classes(int count, ClassOrder order, long... ids) {
        return new HeadClasses(count, () -> categories(ids), order, Map.of());
    }

    private static OutputChoice choice(Framework framework, int theirs, HeadClasses classes) {
        return OutputChoice.of("file.pth", framework, theirs, 0, classes);
    }

    /** Of a head whose first output is the background's. */
    private static OutputChoice behindBackground(Framework framework, int theirs, HeadClasses classes) {
        return OutputChoice.of("file.pth", framework, theirs, 1, classes);
    }

    @Test
    void torchvisionsOutputsAreCategoryIds() {
        OutputChoice choice = choice(Framework.TORCHVISION, 8, classes(3, ClassOrder.AUTO, 1, 4, 7));

        assertThat(choice.outputs()).containsExactly(1, 4, 7);
        assertThat(choice.remarks())
                .containsExactly("the file's head has [8] outputs, one more than the largest category id: each class"
                        + " takes the output of its id [1, 4, 7]");
    }

    @Test
    void classesThatTheDataLacksTakeWhatIsLeft() {
        assertThat(choice(Framework.TORCHVISION, 5, classes(5, ClassOrder.AUTO, 1, 4))
                        .outputs())
                .containsExactly(1, 4, 0, 2, 3);
    }

    @Test
    void asManyOutputsAsCategoriesAreInTheirOrder() {
        OutputChoice torchvision = choice(Framework.TORCHVISION, 2, classes(2, ClassOrder.AUTO, 1, 7));
        OutputChoice mmdet = choice(Framework.MMDET, 2, classes(2, ClassOrder.AUTO, 1, 7));

        assertThat(torchvision.outputs()).containsExactly(0, 1);
        assertThat(torchvision.remarks())
                .containsExactly(
                        "the file's head has as many outputs as the data has categories: output i becomes class"
                                + " index i, in the order of category ids [1, 7]");
        assertThat(mmdet.outputs()).containsExactly(0, 1);
        assertThat(mmdet.remarks()).isEmpty();
    }

    @Test
    void idsFromZeroNeedNoWord() {
        assertThat(choice(Framework.TORCHVISION, 3, classes(3, ClassOrder.AUTO, 0, 1, 2))
                        .remarks())
                .isEmpty();
    }

    @Test
    void aHeadOfOneOutputIsThatOfTheOnlyClass() {
        assertThat(choice(Framework.TORCHVISION, 1, classes(1, ClassOrder.AUTO, 5))
                        .outputs())
                .containsExactly(0);
        assertThat(choice(Framework.TORCHVISION, 2, classes(1, ClassOrder.AUTO, 1))
                        .outputs())
                .containsExactly(1);
    }

    @Test
    void ourOwnHeadsKeepTheirOrderWithoutAskingForData() {
        HeadClasses classes = new HeadClasses(
                4,
                () -> {
                    throw new IllegalStateException("nobody needs the data");
                },
                ClassOrder.AUTO,
                Map.of());

        assertThat(choice(Framework.FPN4J, 4, classes).outputs()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void withoutDataOutputsKeepTheirOrderAndThatIsSaid() {
        OutputChoice choice = choice(Framework.TORCHVISION, 2, classes(2, ClassOrder.AUTO));

        assertThat(choice.outputs()).containsExactly(0, 1);
        assertThat(choice.remarks())
                .containsExactly("output i of the file's head becomes class index i, for the config names no data; with"
                        + " data, outputs that are category ids are put in the order of its categories");
    }

    @ParameterizedTest
    @CsvSource({"TORCHVISION, 91", "TORCHVISION, 9", "TORCHVISION, 7", "MMDET, 8", "MMDET, 80", "FPN4J, 8"})
    void whatCannotBeKnownIsAskedFor(Framework framework, int theirs) {
        assertThatThrownBy(() -> choice(framework, theirs, classes(3, ClassOrder.AUTO, 1, 4, 7)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("file.pth: head has [" + theirs + "] outputs, the data has [3] categories of ids [1, 4, 7]:"
                        + " which output is which class cannot be known\n    --classes by_index or by_category_id says it"
                        + " (pretrained.classes), or --output NAME=N for each class (pretrained.outputs)");
    }

    @Test
    void anOrderThatIsSaidIsTaken() {
        assertThat(choice(Framework.TORCHVISION, 91, classes(2, ClassOrder.BY_INDEX, 3, 90))
                        .outputs())
                .containsExactly(0, 1);
        assertThat(choice(Framework.MMDET, 91, classes(2, ClassOrder.BY_CATEGORY_ID, 3, 90))
                        .outputs())
                .containsExactly(3, 90);
        assertThat(choice(
                                Framework.TORCHVISION,
                                9,
                                new HeadClasses(
                                        3, () -> categories(3, 90), ClassOrder.AUTO, Map.of("name90", 0, "name3", 8)))
                        .outputs())
                .containsExactly(8, 0, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "BY_CATEGORY_ID, 4, 3, 'classes[by_category_id] needs an output for each of the ids [1, 4], the head has [4], from"
                + " 0'",
        "BY_INDEX, 2, 3, 'head has [2] outputs, fewer than the detector''s [3] classes\n    head.num_classes must not be"
                + " larger'",
    })
    void anOrderThatDoesNotFitIsRefused(ClassOrder order, int theirs, int ours, String message) {
        assertThatThrownBy(() -> choice(Framework.TORCHVISION, theirs, classes(ours, order, 1, 4)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("file.pth: " + message);
    }

    @Test
    void idsThatNobodyKnowsCannotChoose() {
        assertThatThrownBy(() -> choice(Framework.TORCHVISION, 4, classes(4, ClassOrder.BY_CATEGORY_ID)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("file.pth: classes[by_category_id] needs the ids of the data's categories\n"
                        + "    the config names no data");
    }

    @Test
    void everyFaultOfAListByNameIsTold() {
        HeadClasses classes = new HeadClasses(
                2, () -> categories(1, 2), ClassOrder.AUTO, new TreeMap<>(Map.of("name1", 9, "other", 9)));

        assertThatThrownBy(() -> choice(Framework.TORCHVISION, 4, classes))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        file.pth: outputs lack class[name2]; each of [name1, name2] needs one
                        file.pth: outputs give class[name1] output[9]; the head has [4], from 0
                        file.pth: outputs name class[other], which the data does not have; it has [name1, name2]
                        file.pth: outputs{name1=9, other=9} give two classes the same output""");
    }

    @Test
    void manyIdsAreShownByTheirEnds() {
        long[] ids = LongStream.range(1, 12).toArray();

        assertThatThrownBy(() -> choice(Framework.MMDET, 80, classes(11, ClassOrder.AUTO, ids)))
                .hasMessageContaining("of ids [1, 2, 3, 4, ... 11]:");
    }

    @Test
    void behindABackgroundTorchvisionsOutputsAreStillCategoryIds() {
        OutputChoice choice = behindBackground(Framework.TORCHVISION, 8, classes(3, ClassOrder.AUTO, 1, 4, 7));
        OutputChoice more = behindBackground(Framework.TORCHVISION, 6, classes(4, ClassOrder.AUTO, 2, 5));

        assertThat(choice.outputs()).containsExactly(1, 4, 7);
        assertThat(choice.remarks())
                .containsExactly("the file's head has [8] outputs, one more than the largest category id: each class"
                        + " takes the output of its id [1, 4, 7]");
        assertThat(more.outputs()).as("the background is never left over").containsExactly(2, 5, 1, 3);
    }

    @Test
    void behindABackgroundAsManyOutputsAsCategoriesAreInTheirOrder() {
        OutputChoice others = behindBackground(Framework.TORCHVISION, 3, classes(2, ClassOrder.AUTO, 1, 7));
        OutputChoice fromZero = behindBackground(Framework.TORCHVISION, 3, classes(2, ClassOrder.AUTO, 0, 2));
        OutputChoice same = behindBackground(Framework.TORCHVISION, 3, classes(2, ClassOrder.AUTO, 1, 2));

        assertThat(others.outputs()).containsExactly(1, 2);
        assertThat(others.remarks())
                .containsExactly("the file's head has as many outputs besides the background's as the data has"
                        + " categories: output i becomes class index i - 1, in the order of category ids [1, 7]");
        assertThat(fromZero.outputs()).containsExactly(1, 2);
        assertThat(fromZero.remarks()).hasSize(1);
        assertThat(same.outputs()).containsExactly(1, 2);
        assertThat(same.remarks()).isEmpty();
    }

    @Test
    void withoutDataOutputsBehindABackgroundKeepTheirOrder() {
        OutputChoice torchvision = behindBackground(Framework.TORCHVISION, 91, classes(90, ClassOrder.AUTO));
        OutputChoice own = behindBackground(Framework.FPN4J, 3, classes(2, ClassOrder.AUTO));

        assertThat(torchvision.outputs()).hasSize(90).startsWith(1, 2).endsWith(90);
        assertThat(torchvision.remarks())
                .containsExactly("output i of the file's head becomes class index i - 1, for the config names no data;"
                        + " with data, outputs that are category ids are put in the order of its categories");
        assertThat(own.outputs()).containsExactly(1, 2);
        assertThat(own.remarks()).isEmpty();
    }

    @Test
    void anOrderBehindABackgroundThatIsSaidIsTaken() {
        HeadClasses named = new HeadClasses(1, () -> categories(3), ClassOrder.AUTO, Map.of("name3", 4));

        assertThat(behindBackground(Framework.TORCHVISION, 91, classes(2, ClassOrder.BY_INDEX, 3, 90))
                        .outputs())
                .containsExactly(1, 2);
        assertThat(behindBackground(Framework.TORCHVISION, 95, classes(2, ClassOrder.BY_CATEGORY_ID, 3, 90))
                        .outputs())
                .containsExactly(3, 90);
        assertThat(behindBackground(Framework.TORCHVISION, 5, named).outputs()).containsExactly(4);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 1, 2, 5, 'head has [4] outputs besides the background''s, the data has [2] categories of ids [1, 2]: which"
                + " output is which class cannot be known\n    --classes by_index or by_category_id says it"
                + " (pretrained.classes), or --output NAME=N for each class (pretrained.outputs)'",
        "AUTO, 0, 4, 5, 'head has [4] outputs besides the background''s, the data has [2] categories of ids [0, 4]: which"
                + " output is which class cannot be known\n    --classes by_index or by_category_id says it"
                + " (pretrained.classes), or --output NAME=N for each class (pretrained.outputs)'",
        "BY_CATEGORY_ID, 0, 1, 5, 'classes[by_category_id] needs an output for each of the ids [0, 1], the head has [5],"
                + " from 0, which is the background''s'",
        "BY_INDEX, 1, 2, 2, 'head has [1] outputs besides the background''s, fewer than the detector''s [2] classes\n"
                + "    head.num_classes must not be larger'",
    })
    void aBackgroundIsNoClass(ClassOrder order, long one, long other, int theirs, String message) {
        assertThatThrownBy(() -> behindBackground(Framework.TORCHVISION, theirs, classes(2, order, one, other)))
                .isInstanceOf(UserInputException.class)
                .hasMessage("file.pth: " + message);
    }

    @Test
    void aClassThatIsGivenTheBackgroundIsRefused() {
        HeadClasses classes = new HeadClasses(1, () -> categories(3), ClassOrder.AUTO, Map.of("name3", 0));

        assertThatThrownBy(() -> behindBackground(Framework.TORCHVISION, 4, classes))
                .isInstanceOf(UserInputException.class)
                .hasMessage("file.pth: outputs give class[name3] output[0]; the head has [4], from 0, which is the"
                        + " background's");
    }
}
