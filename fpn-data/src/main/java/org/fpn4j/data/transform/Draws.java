package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The generators of one picture in one sample, one for each transform.
 *
 * @param purpose of the picture in the sample
 * @param key epoch, image and what else tells pictures of one purpose apart
 */
record Draws(long seed, String purpose, List<Long> key) {
    Draws {
        requireNonNull(purpose, "purpose is null");
        key = List.copyOf(key);
    }

    static Draws of(long seed, String purpose, long... key) {
        return new Draws(seed, purpose, LongStream.of(key).boxed().toList());
    }

    /** What the keys of the augmentation that are no transforms are drawn from, in one order. */
    SampleRandom shared() {
        return random(purpose, Stream.empty());
    }

    /** @param occurrence of the transform among those of its name, from 0 */
    SampleRandom of(String transform, long occurrence) {
        return random(purpose + " " + transform, Stream.of(occurrence));
    }

    private SampleRandom random(String name, Stream<Long> more) {
        long[] numbers =
                Stream.concat(key.stream(), more).mapToLong(Long::longValue).toArray();
        return SampleRandom.of(seed, name, numbers);
    }
}
