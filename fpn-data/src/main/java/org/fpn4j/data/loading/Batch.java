package org.fpn4j.data.loading;

import java.util.List;
import org.fpn4j.data.transform.Sample;

/**
 * What one step takes in.
 *
 * @param epoch from 0
 * @param index within the epoch, from 0
 * @param samples as many as the batch size
 * @param targets one per sample
 * @param fresh how many samples, from the first, have not been in the epoch before; fewer than the batch size only where
 *     the last batch was filled up. Evaluation must pass over the others.
 */
public record Batch<T>(long epoch, int index, List<Sample> samples, List<T> targets, int fresh) {
    public Batch {
        samples = List.copyOf(samples);
        targets = List.copyOf(targets);
    }
}
