package org.fpn4j.core.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    @Test
    void theBestComeFirstAndTiesByIndex() {
        Candidates candidates = new Candidates();
        candidates.add(0.5f, 9);
        candidates.add(0.7f, 3);
        candidates.add(0.5f, 2);
        candidates.add(0, 1);

        assertThat(indices(candidates.best(3))).containsExactly(3, 2, 9);
        assertThat(Candidates.score(candidates.best(1)[0])).isEqualTo(0.7f);
    }

    @Test
    void askingForMoreThanThereAreGivesAll() {
        Candidates candidates = new Candidates();
        candidates.add(0.25f, 4);

        assertThat(indices(candidates.best(10))).containsExactly(4);
        candidates.clear();
        assertThat(candidates.best(10)).isEmpty();
        assertThat(candidates.size()).isZero();
    }

    @Test
    void selectionAgreesWithSorting() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 20; run++) {
            int n = 1 + random.nextInt(5000);
            Candidates some = new Candidates();
            Candidates all = new Candidates();
            for (int i = 0; i < n; i++) {
                float score = random.nextInt(50) / 50f; // many ties
                some.add(score, i);
                all.add(score, i);
            }
            int wanted = 1 + random.nextInt(n);

            assertThat(some.best(wanted)).isEqualTo(Arrays.copyOf(all.best(n), wanted));
        }
    }

    @Test
    void roomForTheBestDoesNotGrowWithAllThatAreAdded() {
        SplittableRandom random = new SplittableRandom(5);
        Candidates few = Candidates.of(700);
        Candidates all = new Candidates();
        for (int i = 0; i < 200_000; i++) {
            float score = random.nextInt(100) / 100f; // many ties
            few.add(score, i);
            all.add(score, i);
        }

        assertThat(few.best(700)).isEqualTo(all.best(700));
        assertThat(few.room()).isEqualTo(4096);
        assertThat(all.room()).isEqualTo(1 << 18);
    }

    @Test
    void whatIsTakenIsACandidateNoMore() {
        Candidates candidates = new Candidates();
        for (int i = 0; i < 5; i++) {
            candidates.add(i / 10f, i);
        }

        assertThat(indices(candidates.takeBest(2))).containsExactly(4, 3);
        assertThat(indices(candidates.takeBest(9))).containsExactly(2, 1, 0);
        assertThat(candidates.size()).isZero();
    }

    @Test
    void theBestCanBeMovedToOthers() {
        Candidates some = new Candidates();
        Candidates others = new Candidates();
        others.add(0.25f, 7);
        for (int i = 0; i < 3000; i++) {
            some.add(i / 3000f, i);
        }

        some.moveBest(2500, others);

        assertThat(some.size()).isEqualTo(500);
        assertThat(others.size()).isEqualTo(2501);
        assertThat(indices(others.best(2))).containsExactly(2999, 2998);
        assertThat(indices(others.best(2501))).contains(500, 7).doesNotContain(499);
        assertThat(indices(some.best(1))).containsExactly(499);
    }

    private static int[] indices(long[] keys) {
        return Arrays.stream(keys).mapToInt(Candidates::index).toArray();
    }
}
