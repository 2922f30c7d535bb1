package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleRandomTest {
    private static final int DRAWS = 100_000;

    @Test
    void aKeyGivesTheSameNumbersAlways() {
        SampleRandom random = SampleRandom.of(7, "flip", 3, 42);

        // pinned: runs of yesterday must be repeatable tomorrow
        assertThat(new long[] {random.nextLong(), random.nextLong()})
                .containsExactly(824012437175270185L, 1664871574673856709L);
    }

    @Test
    void neighbouringKeysShareNothing() {
        Set<Long> firsts = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            for (String purpose : new String[] {"", "a", "b", "ab", "ba"}) {
                firsts.add(SampleRandom.of(seed, purpose).nextLong());
                for (long number = -20; number < 20; number++) {
                    firsts.add(SampleRandom.of(seed, purpose, number).nextLong());
                    firsts.add(SampleRandom.of(seed, purpose, number, 0).nextLong());
                    firsts.add(SampleRandom.of(seed, purpose, 0, number).nextLong());
                }
            }
        }

        // (0, 0) is drawn twice by the last two lines
        assertThat(firsts).hasSize(20 * 5 * (1 + 3 * 40 - 1));
    }

    @Test
    void uniformNumbersFillTheirRange() {
        SampleRandom random = SampleRandom.of(1, "uniform");

        double[] draws =
                DoubleStream.generate(() -> random.uniform(2, 4)).limit(DRAWS).toArray();

        assertThat(Arrays.stream(draws).min().orElseThrow()).isBetween(2.0, 2.001);
        assertThat(Arrays.stream(draws).max().orElseThrow()).isBetween(3.999, 4.0);
        assertThat(Arrays.stream(draws).average().orElseThrow()).isCloseTo(3, within(0.01)); // five sigma of the mean
    }

    @Test
    void wholeNumbersStayBelowTheirBound() {
        SampleRandom random = SampleRandom.of(1, "below");
        int[] counts = new int[7];

        IntStream.range(0, 70_000).forEach(i -> counts[random.below(7)]++);

        assertThat(Arrays.stream(counts).boxed().toList())
                .allSatisfy(count -> assertThat(count).isBetween(9_500, 10_500)); // five sigma of 93
    }

    @Test
    void gaussianNumbersHaveMeanZeroAndDeviationOne() {
        SampleRandom random = SampleRandom.of(1, "gaussian");

        double[] draws = DoubleStream.generate(random::gaussian).limit(DRAWS).toArray();

        assertThat(Arrays.stream(draws).average().orElseThrow()).isCloseTo(0, within(0.016)); // five sigma
        assertThat(Arrays.stream(draws).map(x -> x * x).average().orElseThrow()).isCloseTo(1, within(0.023));
    }
}
