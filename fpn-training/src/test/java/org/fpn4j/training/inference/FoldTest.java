package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.training.TinyConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldTest {
    @TempDir
    private Path directory;

    private Dataset open(Split split, String... sets) {
        return CheckedSplit.open(TinyConfig.load(directory, sets), split, CheckListener.SILENT);
    }

    private static Set<Long> ids(Dataset dataset) {
        Set<Long> ids = new TreeSet<>();
        dataset.images().stream().map(ImageEntry::id).forEach(ids::add);
        return ids;
    }

    @Test
    void everyImageIsValidatedOnceAndLearnedFromInAllOtherFolds() {
        Set<Long> all = ids(open(Split.TRAIN));
        Set<Long> validated = new TreeSet<>();
        for (int index = 0; index < 3; index++) {
            String fold = "fold={of: 3, index: " + index + "}";
            Set<Long> of = ids(open(Split.VAL, fold));
            Set<Long> rest = ids(open(Split.TRAIN, fold));

            assertThat(rest).doesNotContainAnyElementsOf(of);
            assertThat(rest.size() + of.size()).isEqualTo(all.size());
            validated.addAll(of);
            rest.addAll(of);
            assertThat(rest).isEqualTo(all);
        }
        assertThat(validated).isEqualTo(all);
    }

    @Test
    void foldsAreNamed() {
        assertThat(open(Split.VAL, "fold={of: 3, index: 1}").name())
                .isEqualTo("synthetic radiographs train, fold 1 of 3");
        assertThat(open(Split.TRAIN, "fold={of: 3, index: 1}").name())
                .isEqualTo("synthetic radiographs train without fold 1 of 3");
    }

    @Test
    void theTestSplitHasNoFolds() {
        assertThat(open(Split.TEST, "fold={of: 3, index: 1}")).isEqualTo(open(Split.TEST));
    }

    @Test
    void onlyTheSeedOfTheFoldsDealsOtherwise() {
        Set<Long> fold = ids(open(Split.VAL, "fold={of: 3, index: 1}"));

        assertThat(ids(open(Split.VAL, "fold={of: 3, index: 1}", "seed=5"))).isEqualTo(fold);
        assertThat(ids(open(Split.VAL, "fold={of: 3, index: 1, seed: 5}"))).isNotEqualTo(fold);
    }

    @Test
    void moreFoldsThanImagesAreRefusedAtTheirPlace() {
        assertThatThrownBy(() -> open(Split.VAL, "fold.of=9"))
                .hasMessage(
                        "--set fold.of=9: folds[9] are more than the images[8] of data set[synthetic radiographs train]"
                                + "\n    a fold has an image at least");
    }

    @Test
    void asManyFoldsAsImagesHaveOneEach() {
        assertThat(open(Split.VAL, "fold={of: 8, index: 7}").images()).hasSize(1);
    }

    @Test
    void whatIsNoFoldIsRefused() {
        assertThatThrownBy(() -> TinyConfig.load(directory, "fold.of=1"))
                .hasMessageContaining("fold of[1] must be 0 or at least 2: one fold leaves nothing to learn from");
        assertThatThrownBy(() -> TinyConfig.load(directory, "fold={of: 3, index: 3}"))
                .hasMessageContaining("fold index[3] must be below of[3]");
    }
}
